using System.Reflection;
using System.Text.RegularExpressions;
using Gen.CrossEntropy.Generator.Declaration;
using Gen.CrossEntropy.Generator.Diagnostics;
using Gen.CrossEntropy.Generator.Tests.Support;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Gen.CrossEntropy.Generator.Tests.Diagnostics;

/// <summary>Everything that belongs to a diagnostic is there, and the examples of its page are what they are said to be.</summary>
public sealed class DiagnosticPagesTests
{
    public static TheoryData<string> Ids { get; } = [.. Descriptors.All.Select(descriptor => descriptor.Id)];

    [Fact]
    public void Ids_AreConsecutive_AndEachHasADescriptor()
    {
        IEnumerable<string> ids = typeof(RuleIds).GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => (string)field.GetRawConstantValue()!);

        Assert.Equal(Enumerable.Range(1, Descriptors.All.Length).Select(number => $"GCE{number:0000}"), Descriptors.All.Select(descriptor => descriptor.Id));
        Assert.Equal(ids, Descriptors.All.Select(descriptor => descriptor.Id));
        Assert.All(Descriptors.All, descriptor => Assert.Same(descriptor, typeof(Descriptors).GetField(NameOf(descriptor.Id))!.GetValue(null)));
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Descriptor_LinksToItsPage(string id)
    {
        string page = $"docs/diagnostics/{id}.md";

        Assert.EndsWith("/blob/main/" + page, Descriptors.Of(id).HelpLinkUri, StringComparison.Ordinal);
        Assert.StartsWith($"# {id}: {Descriptors.Of(id).Title}\n\nSeverity: {SeverityOf(id)}\n", Repository.Read(page), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Index_ListsThePage(string id) =>
        Assert.Contains($"| [{id}]({id}.md) | {SeverityOf(id)} | {Descriptors.Of(id).Title} |\n", Repository.Read("docs/diagnostics/README.md"), StringComparison.Ordinal);

    [Fact]
    public void Pages_AreOfExistingDiagnostics()
    {
        IEnumerable<string> pages = Directory.GetFiles(Path.Combine(Repository.Root, "docs/diagnostics"), "GCE*.md").Select(path => Path.GetFileNameWithoutExtension(path));

        Assert.Equal(Descriptors.All.Select(descriptor => descriptor.Id), pages.Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void ReleaseTracking_HasTheRule(string id)
    {
        string releases = Repository.Read("src/Generator/Diagnostics/AnalyzerReleases.Shipped.md") + Repository.Read("src/Generator/Diagnostics/AnalyzerReleases.Unshipped.md");
        DiagnosticDescriptor descriptor = Descriptors.Of(id);

        Assert.Contains($"{id} | {descriptor.Category} | {descriptor.DefaultSeverity} | {descriptor.Title}, [Documentation]({descriptor.HelpLinkUri})\n", releases, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Diagnostic_HasATest(string id)
    {
        // The one rule about calls has a test class of its own.
        Assert.True(id == RuleIds.IgnoreIndexNeverMatches || DiagnosticCases.All.Any(@case => @case.Id == id), $"No case for {id}.");
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void ExampleOfThePage_GivesTheDiagnostic_AndItsRepairGivesNone(string id)
    {
        string[] blocks = [.. Regex.Matches(Repository.Read($"docs/diagnostics/{id}.md"), "```(\\w+)\n(.*?)\n```", RegexOptions.Singleline).Select(match => match.Groups[2].Value)];
        Assert.Equal(2, blocks.Length);
        if (blocks[0].StartsWith('<'))
        {
            // Settings of a project file: the cases of these rules cover them.
            Assert.Contains(id, new[] { RuleIds.LanguageVersion, RuleIds.UnsafeBlocks });
            return;
        }

        Assert.Equal([id], AnalyzerRun.DiagnosticsOf(Compile(blocks[0])).Select(diagnostic => diagnostic.Id));
        CSharpCompilation repaired = Compile(blocks[1]);
        Assert.Empty(AnalyzerRun.DiagnosticsOf(repaired));
        Assert.Empty(TestCompilation.Errors(repaired));

        CSharpCompilation Compile(string source) =>
            id == RuleIds.IgnoreIndexNeverMatches
                ? TestCompilation.Create(source).AddSyntaxTrees(TestCompilation.Parse(StandInMembers.Source, StandInMembers.Path))
                : TestCompilation.Create(source);
    }

    private static string NameOf(string id) => typeof(RuleIds).GetFields().Single(field => (string)field.GetRawConstantValue()! == id).Name;

    private static string SeverityOf(string id) => Descriptors.Of(id).DefaultSeverity == DiagnosticSeverity.Error ? "error" : "warning";
}

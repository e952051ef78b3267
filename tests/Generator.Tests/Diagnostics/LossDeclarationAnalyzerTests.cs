using Gen.CrossEntropy.Generator.Declaration;
using Gen.CrossEntropy.Generator.Tests.Support;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Gen.CrossEntropy.Generator.Tests.Diagnostics;

public sealed class LossDeclarationAnalyzerTests
{
    public static TheoryData<DiagnosticCase> Cases { get; } = [.. DiagnosticCases.All];

    [Theory]
    [MemberData(nameof(Cases), DisableDiscoveryEnumeration = true)]
    public void BrokenRule_IsReportedAtTheMarkedText_AndNothingElseIs(DiagnosticCase @case)
    {
        MarkedSource source = MarkedSource.Parse(@case.Bad);
        CSharpCompilation compilation = TestCompilation.Create([source.Text], @case.LanguageVersion, @case.AllowUnsafe);

        IReadOnlyList<Diagnostic> diagnostics = AnalyzerRun.DiagnosticsOf(compilation);

        Assert.Equal(
            source.Spans.Select(span => $"{@case.Id} at {source.Text.Substring(span.Start, span.Length)} ({span})"),
            diagnostics.Select(diagnostic => $"{diagnostic.Id} at {TextAt(diagnostic)} ({diagnostic.Location.SourceSpan})"));
        Assert.All(diagnostics, diagnostic => Assert.DoesNotMatch(@"\{\d", diagnostic.GetMessage(null)));
        Assert.Equal(@case.CompilerErrors, string.Join(" ", TestCompilation.Errors(compilation).Select(error => error.Id)));
    }

    [Theory]
    [MemberData(nameof(Cases), DisableDiscoveryEnumeration = true)]
    public void RepairedSource_HasNoDiagnostic_AndCompiles(DiagnosticCase @case)
    {
        CSharpCompilation compilation = TestCompilation.Create(@case.Good);

        Assert.Empty(AnalyzerRun.DiagnosticsOf(compilation));
        Assert.Empty(TestCompilation.Errors(compilation));
    }

    [Theory]
    [MemberData(nameof(Cases), DisableDiscoveryEnumeration = true)]
    public void DeclarationWithAnError_HasNoSpec_AndOneWithoutHasOne(DiagnosticCase @case)
    {
        // A rule about the project is the pipeline's business, a second loss leaves the first one standing, and a warning stops nothing.
        bool stands = @case.Id is RuleIds.LanguageVersion or RuleIds.UnsafeBlocks or RuleIds.SecondLoss or RuleIds.UnusedIgnoreIndex or RuleIds.IntegerDivision;
        CSharpCompilation bad = TestCompilation.Create([MarkedSource.Parse(@case.Bad).Text], @case.LanguageVersion, @case.AllowUnsafe);

        Assert.Equal(stands, SpecProbe.SpecsOf(bad).Count > 0);
        Assert.NotEmpty(SpecProbe.SpecsOf(TestCompilation.Create(@case.Good)));
    }

    [Fact]
    public void SeveralBrokenRules_AreAllReported()
    {
        IEnumerable<string> ids = AnalyzerRun.DiagnosticsOf(TestCompilation.Create(
            ["static class DigitLoss<T> { static void Forward() { } }".Insert(0, "[CrossEntropyLoss(0, LabelSmoothing = 2, Reduction = (Reduction)9)] ")],
            LanguageVersion.CSharp11,
            allowUnsafe: false)).Select(diagnostic => diagnostic.Id);

        Assert.Equal(
            [
                RuleIds.NotPartial, RuleIds.Generic, RuleIds.Static, RuleIds.LanguageVersion, RuleIds.UnsafeBlocks,
                RuleIds.ClassCount, RuleIds.LabelSmoothing, RuleIds.EnumValue, RuleIds.ReservedMember,
            ],
            ids.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void MembersOfGeneratedParts_AreNotTheUsers()
    {
        CSharpCompilation compilation = TestCompilation.Create("[CrossEntropyLoss(10)] partial class DigitLoss;")
            .AddSyntaxTrees(TestCompilation.Parse("partial class DigitLoss { public static int ClassCount => 10; }", "generated/DigitLoss.g.cs"));

        Assert.Empty(AnalyzerRun.DiagnosticsOf(compilation));
    }

    [Fact]
    public void AttributeOnOnePart_IsReportedAtThatPart()
    {
        CSharpCompilation compilation = TestCompilation.Create("static partial class DigitLoss;", "[CrossEntropyLoss(10)] static partial class DigitLoss;");

        Diagnostic diagnostic = Assert.Single(AnalyzerRun.DiagnosticsOf(compilation));
        Assert.Equal("Source1.cs", diagnostic.Location.SourceTree!.FilePath);
    }

    [Fact]
    public void Message_SaysWhatToWrite()
    {
        string Message(string source) => Assert.Single(AnalyzerRun.DiagnosticsOf(TestCompilation.Create(source))).GetMessage(null);

        Assert.Equal(
            "LabelSmoothing is 10; write a share from 0 to 1, for example LabelSmoothing = 0.1",
            Message("[CrossEntropyLoss(10, LabelSmoothing = 10)] partial class DigitLoss;"));
        Assert.Equal(
            "DType is 7, which is none of its values; write one of DType.Float32, DType.Float64",
            Message("[CrossEntropyLoss(10, DType = (DType)7)] partial class DigitLoss;"));
        Assert.Equal(
            "'1 / 10' is a division of integers and gives 0; write '1.0 / 10'",
            Message("[CrossEntropyLoss(10, LabelSmoothing = 1 / 10)] partial class DigitLoss;"));
        Assert.Equal(
            "'Outer' contains the loss class 'DigitLoss' but is not partial; write 'partial record struct Outer'",
            Message("record struct Outer { [CrossEntropyLoss(10)] partial class DigitLoss; }"));
    }

    [Fact]
    public void Analyzers_CoverEveryDescriptorOnce()
    {
        IEnumerable<string> supported = AnalyzerRun.Analyzers.SelectMany((DiagnosticAnalyzer analyzer) => analyzer.SupportedDiagnostics).Select(descriptor => descriptor.Id);

        Assert.Equal(Generator.Diagnostics.Descriptors.All.Select(descriptor => descriptor.Id), supported.Order(StringComparer.Ordinal));
    }

    private static string TextAt(Diagnostic diagnostic) => diagnostic.Location.SourceTree!.GetText().ToString(diagnostic.Location.SourceSpan);
}

using System.Reflection;
using Gen.CrossEntropy.Generator.Tests.Declaration;
using Gen.CrossEntropy.Generator.Tests.Support;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Gen.CrossEntropy.Generator.Tests.Incremental;

/// <summary>Source in whatever state: the generator never throws, and what compiles without it compiles with it.</summary>
public sealed class FuzzTests
{
    /// <summary>The broken sources of the declarations' tests.</summary>
    public static TheoryData<string> BrokenSources =>
    [
        .. typeof(BrokenSourceTests).GetMethods().SelectMany(method => method.GetCustomAttributes<InlineDataAttribute>().SelectMany(data => data.GetData(method)))
            .Select(data => (string)data[0])
            .Select(source => source.EndsWith(']') && !source.StartsWith("[assembly", StringComparison.Ordinal) && !source.StartsWith("[module", StringComparison.Ordinal)
                ? source + " partial class DigitLoss { }"
                : source),
    ];

    [Theory]
    [MemberData(nameof(BrokenSources))]
    public void BrokenSource_DoesNotThrow(string source) => GeneratorRun.Of(TestCompilation.Create(source));

    [Fact]
    public void SourceWithTokensDeletedRepeatedOrSwapped_DoesNotThrow_InOneDriver()
    {
        // Without the callers of what is generated, which do not compile without it.
        string[] sources = [.. BrokenSourceTests.ValidSources.Where(source => !source.Contains(".Forward", StringComparison.Ordinal))];
        CSharpCompilation valid = TestCompilation.Create(sources);
        GeneratorRun run = GeneratorRun.Of(valid);
        int whole = run.Files.Count, compiled = 0;

        // A fixed seed: the same edits in every run. One driver: as an editor has it, edit after edit.
        Random random = new(20_240_608);
        for (int i = 0; i < 100; i++)
        {
            SyntaxTree tree = valid.SyntaxTrees[1 + (i % sources.Length)];
            string mutant = BrokenSourceTests.Mutate(tree.ToString(), random);
            CSharpCompilation edited = valid.ReplaceSyntaxTree(tree, TestCompilation.Parse(mutant, tree.FilePath));
            try
            {
                run = run.Then(edited);
            }
            catch (InvalidOperationException exception)
            {
                throw new InvalidOperationException($"Mutant {i}: {mutant}", exception);
            }

            if (compiled < 5 && !TestCompilation.Errors(edited).Any())
            {
                compiled++;
                Assert.Empty(TestCompilation.Errors(run.Output));
            }
        }

        Assert.NotEqual(0, compiled);
        Assert.Equal(whole, run.Then(valid).Files.Count);
    }
}

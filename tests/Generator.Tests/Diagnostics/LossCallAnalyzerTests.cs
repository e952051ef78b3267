using Gen.CrossEntropy.Generator.Declaration;
using Gen.CrossEntropy.Generator.Tests.Support;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Gen.CrossEntropy.Generator.Tests.Diagnostics;

public sealed class LossCallAnalyzerTests
{
    [Theory]
    [InlineData("IgnoreIndex = -1", "DigitLoss.Forward(x, [|bytes|])", "byte", "int or long")]
    [InlineData("IgnoreIndex = -100", "DigitLoss.Forward(targets: [|bytes|], logits: x)", "byte", "int or long")]
    [InlineData("IgnoreIndex = 256", "DigitLoss.Forward(null!, [|(TensorBuffer<byte>)null!|])", "byte", "int or long")]
    [InlineData("IgnoreIndex = 1L << 31", "DigitLoss.Forward(x, [|ints|])", "int", "long")]
    [InlineData("IgnoreIndex = long.MinValue", "DigitLoss.Forward(x, [|bytes|])", "byte", "long")]
    [InlineData("IgnoreIndex = -1", "Pass<byte> pass = [|DigitLoss.Forward|]", "byte", "int or long")]
    public void IgnoreIndexThatTheTargetsCannotHold_IsReportedAtTheTargets(string options, string call, string targets, string wider)
    {
        MarkedSource caller = MarkedSource.Parse(Caller(call));

        Diagnostic diagnostic = Assert.Single(AnalyzerRun.DiagnosticsOf(Compilation(options, caller.Text)));

        Assert.Equal(RuleIds.IgnoreIndexNeverMatches, diagnostic.Id);
        Assert.Equal("Source1.cs", diagnostic.Location.SourceTree!.FilePath);
        Assert.Equal(Assert.Single(caller.Spans), diagnostic.Location.SourceSpan);
        Assert.Contains($"which no {targets} can be", diagnostic.GetMessage(null), StringComparison.Ordinal);
        Assert.Contains($"targets of type {wider},", diagnostic.GetMessage(null), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "DigitLoss.Forward(x, bytes)")]
    [InlineData("IgnoreIndex = 255", "DigitLoss.Forward(x, bytes)")]
    [InlineData("IgnoreIndex = 3", "DigitLoss.Forward(x, bytes)")]
    [InlineData("IgnoreIndex = -1", "DigitLoss.Forward(x, ints)")]
    [InlineData("IgnoreIndex = long.MinValue", "DigitLoss.Forward(x, longs)")]
    [InlineData("IgnoreIndex = -1", "Pass<int> pass = DigitLoss.Forward")]
    [InlineData("IgnoreIndex = -1", "Other.Forward(x, bytes)")]
    public void IgnoreIndexThatTheTargetsHold_OrThatIsTheDefault_IsNotReported(string options, string call) =>
        Assert.Empty(AnalyzerRun.DiagnosticsOf(Compilation(options, Caller(call))));

    [Fact]
    public void NegativeLogLikelihood_IsReportedToo()
    {
        CSharpCompilation compilation = TestCompilation.Create("[NLLLoss(10, IgnoreIndex = -1)] public partial class DigitLoss;", Caller("DigitLoss.Forward(x, bytes)"))
            .AddSyntaxTrees(TestCompilation.Parse(StandInMembers.Source, StandInMembers.Path));

        Assert.Equal(RuleIds.IgnoreIndexNeverMatches, Assert.Single(AnalyzerRun.DiagnosticsOf(compilation)).Id);
    }

    [Fact]
    public void LossOfAReferencedAssembly_IsReportedToo()
    {
        CSharpCompilation library = TestCompilation.Create(Declared("IgnoreIndex = -1"));
        CSharpCompilation compilation = TestCompilation.Create(Caller("DigitLoss.Forward(x, bytes)"))
            .WithAssemblyName("Application").AddReferences(library.ToMetadataReference());

        Assert.Empty(TestCompilation.Errors(compilation));
        Assert.Equal(RuleIds.IgnoreIndexNeverMatches, Assert.Single(AnalyzerRun.DiagnosticsOf(compilation)).Id);
    }

    private static CSharpCompilation Compilation(string options, string caller)
    {
        // The members stand in for generated ones, in a file that analyzers and the reading stage take for generated.
        CSharpCompilation compilation = TestCompilation.Create($"[CrossEntropyLoss(10{(options.Length > 0 ? ", " + options : "")})] public partial class DigitLoss;", caller)
            .AddSyntaxTrees(TestCompilation.Parse(StandInMembers.Source, StandInMembers.Path));
        Assert.Empty(TestCompilation.Errors(compilation));
        return compilation;
    }

    private static string Declared(string options) => $"[CrossEntropyLoss(10, {options})] public partial class DigitLoss {{ {StandInMembers.Passes} }}";

    private static string Caller(string statement) =>
        $$"""
        static class Other { public static float Forward(ReadOnlySpan<float> logits, ReadOnlySpan<byte> targets) => 0; }
        delegate float Pass<T>(ReadOnlySpan<float> logits, ReadOnlySpan<T> targets);
        static class Caller { static void Call(float[] x, byte[] bytes, int[] ints, long[] longs) { {{statement}}; } }
        """;
}

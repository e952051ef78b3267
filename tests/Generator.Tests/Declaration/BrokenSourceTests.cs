using Gen.CrossEntropy.Generator.Tests.Support;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Gen.CrossEntropy.Generator.Tests.Declaration;

/// <summary>Source in whatever state: reader and analyzers never throw, and nothing is generated from a declaration that the compiler refuses.</summary>
public sealed class BrokenSourceTests
{
    private static readonly CSharpCompilation Empty = TestCompilation.Empty().AddSyntaxTrees(TestCompilation.Parse(StandInMembers.Source, StandInMembers.Path));

    internal static readonly IReadOnlyList<string> ValidSources =
    [
        "namespace A.B; [CrossEntropyLoss(3, LabelSmoothing = 1.0 / 10, ClassWeights = new double[] { 1, 2, 0.5 })] public partial class PetLoss { public int Count => 3; }",
        "partial class Outer { partial record struct Inner { [CrossEntropyLoss(classCount: 10, DType = DType.Float64, Reduction = Reduction.None)] private sealed partial class DigitLoss; } }",
        "[Serializable, CrossEntropyLoss(2, Target = TargetKind.ClassProbabilities, ClassWeightsPerCall = true)] abstract partial class CoinLoss(int x) : object { int Y => x; }",
        """
        [CrossEntropyLoss(10, IgnoreIndex = -1)] partial class DigitLoss;
        static class Caller { static float Call(float[] x, byte[] t) => DigitLoss.Forward(x, targets: t); }
        """,
        "[CrossEntropyLoss(5, ZLoss = 1e-4, Softcap = 30, FocalGamma = 2, PolyEpsilon = -1, Outputs = LossOutputs.Losses | LossOutputs.Hits)] partial class TermLoss;",
        "[NLLLoss(5, IgnoreIndex = 0, ClassWeightsPerCall = true)] partial class PickLoss; [Softmax(4)] partial class Map; [LogSoftmax(4, DType = DType.Float16)] partial class LogMap;",
        "[Entropy(prediction: PredictionKind.Probabilities, classCount: 3)] partial class Spread; [MSELoss(Reduction = Reduction.Sum)] partial class PriceLoss;",
        "[BCELoss(WeightsPerCall = true)] partial class TagLoss; [BCEWithLogitsLoss(PosWeight = 3)] partial class RareLoss; [KLDivLoss(LogTarget = true, Reduction = Reduction.BatchMean)] partial class StudentLoss;",
    ];

    [Theory]
    [InlineData("[CrossEntropyLoss]")]
    [InlineData("[CrossEntropyLoss()]")]
    [InlineData("[CrossEntropyLoss(]")]
    [InlineData("[CrossEntropyLoss(,)]")]
    [InlineData("[CrossEntropyLoss(10, 20)]")]
    [InlineData("[CrossEntropyLoss(\"ten\")]")]
    [InlineData("[CrossEntropyLoss(null)]")]
    [InlineData("[CrossEntropyLoss(default)]")]
    [InlineData("[CrossEntropyLoss(missing)]")]
    [InlineData("[CrossEntropyLoss(10.5)]")]
    [InlineData("[CrossEntropyLoss(10L)]")]
    [InlineData("[CrossEntropyLoss(1 / 0)]")]
    [InlineData("[CrossEntropyLoss(typeof(int))]")]
    [InlineData("[CrossEntropyLoss(count: 10)]")]
    [InlineData("[CrossEntropyLoss(new[] { 1 })]")]
    [InlineData("[CrossEntropyLoss<int>(10)]")]
    [InlineData("[CrossEntropyLos(10)]")]
    [InlineData("[Gen.CrossEntropy.(10)]")]
    [InlineData("[CrossEntropyLoss(10, DType = )]")]
    [InlineData("[CrossEntropyLoss(10, DType = 1)]")]
    [InlineData("[CrossEntropyLoss(10, DType = DType.Float7)]")]
    [InlineData("[CrossEntropyLoss(10, DType = Missing.Float32)]")]
    [InlineData("[CrossEntropyLoss(10, DType = null)]")]
    [InlineData("[CrossEntropyLoss(10, DType = (DType)long.MaxValue)]")]
    [InlineData("[CrossEntropyLoss(10, LabelSmoothing = \"x\")]")]
    [InlineData("[CrossEntropyLoss(10, LabelSmoothing = 1 / 0)]")]
    [InlineData("[CrossEntropyLoss(10, LabelSmoothing = 0.1m)]")]
    [InlineData("[CrossEntropyLoss(10, LabelSmoothing = int.MinValue / -1)]")]
    [InlineData("[CrossEntropyLoss(10, IgnoreIndex = 1e9)]")]
    [InlineData("[CrossEntropyLoss(10, IgnoreIndex = ulong.MaxValue)]")]
    [InlineData("[CrossEntropyLoss(2, ClassWeights = 1)]")]
    [InlineData("[CrossEntropyLoss(2, ClassWeights = new double[2])]")]
    [InlineData("[CrossEntropyLoss(2, ClassWeights = new double[] { 1, })]")]
    [InlineData("[CrossEntropyLoss(2, ClassWeights = new double[] { 1, null })]")]
    [InlineData("[CrossEntropyLoss(2, ClassWeights = new double[] { 1, missing })]")]
    [InlineData("[CrossEntropyLoss(2, ClassWeights = new double[] { 1, double.Parse(\"2\") })]")]
    [InlineData("[CrossEntropyLoss(2, ClassWeights = new[] { 1, 2 })]")]
    [InlineData("[CrossEntropyLoss(2, ClassWeights = new[] { \"a\", null })]")]
    [InlineData("[CrossEntropyLoss(2, ClassWeights = new double[][] { null })]")]
    [InlineData("[CrossEntropyLoss(2, ClassWeights = new double[,] { { 1 }, { 2 } })]")]
    [InlineData("[CrossEntropyLoss(2, ClassWeights = new[] { 1.0, 2 }, ClassWeights = new[] { 1.0 })]")]
    [InlineData("[CrossEntropyLoss(2, ClassWeights = [1, .. missing])]")]
    [InlineData("[CrossEntropyLoss(2, ClassWeights = stackalloc double[2])]")]
    [InlineData("[CrossEntropyLoss(2, ClassCount = 3)]")]
    [InlineData("[CrossEntropyLoss(2, Missing = 3)]")]
    [InlineData("[CrossEntropyLoss(2, = 3)]")]
    [InlineData("[CrossEntropyLoss(2, ClassWeightsPerCall = 1)]")]
    [InlineData("[CrossEntropyLoss(2, ZLoss = null)]")]
    [InlineData("[CrossEntropyLoss(2, ZLoss = 1 / 0)]")]
    [InlineData("[CrossEntropyLoss(2, Softcap = \"x\")]")]
    [InlineData("[CrossEntropyLoss(2, Outputs = LossOutputs.All)]")]
    [InlineData("[CrossEntropyLoss(2, Outputs = 4)]")]
    [InlineData("[CrossEntropyLoss(2, Outputs = LossOutputs.Hits |)]")]
    [InlineData("[CrossEntropyLoss(2, PosWeight = 2)]")]
    [InlineData("[CrossEntropyLoss(2, PredictionKind.Logits)]")]
    [InlineData("[NLLLoss]")]
    [InlineData("[NLLLoss(10, LabelSmoothing = 0.1)]")]
    [InlineData("[NLLLoss(10, Target = TargetKind.ClassProbabilities)]")]
    [InlineData("[Softmax(10, Reduction = Reduction.Sum)]")]
    [InlineData("[LogSoftmax(10, 1)]")]
    [InlineData("[Entropy]")]
    [InlineData("[Entropy(10)]")]
    [InlineData("[Entropy(PredictionKind.Logits)]")]
    [InlineData("[Entropy(PredictionKind.Logits, 10)]")]
    [InlineData("[Entropy(10, 1)]")]
    [InlineData("[Entropy(10, null)]")]
    [InlineData("[Entropy(10, prediction: )]")]
    [InlineData("[Entropy(10, classCount: 10)]")]
    [InlineData("[Entropy(10, PredictionKind.Logits, PredictionKind.Logits)]")]
    [InlineData("[Entropy(10, Prediction = PredictionKind.Logits)]")]
    [InlineData("[Entropy(10, (PredictionKind)2)]")]
    [InlineData("[BCELoss(10)]")]
    [InlineData("[BCELoss(classCount: 10)]")]
    [InlineData("[BCELoss(PosWeight = 2)]")]
    [InlineData("[BCEWithLogitsLoss(PosWeight = new[] { 1.0 })]")]
    [InlineData("[BCEWithLogitsLoss(PosWeightsPerCall = 1.0)]")]
    [InlineData("[KLDivLoss(LogTarget = 1)]")]
    [InlineData("[KLDivLoss(Reduction = Reduction.Batch)]")]
    [InlineData("[MSELoss<float>]")]
    [InlineData("[MSELoss(]")]
    public void AttributeThatTheCompilerRefuses_HasOneSpecAtMost_AndIsNotPassedOverInSilence(string attribute)
    {
        CSharpCompilation compilation = Empty.AddSyntaxTrees(TestCompilation.Parse(attribute + " partial class DigitLoss { }", "Source0.cs"));

        // Where the value can be told in spite of the error, members are generated: otherwise every call would be an error too.
        Assert.True(SpecProbe.SpecsOf(compilation).Count <= 1);
        IReadOnlyList<Diagnostic> diagnostics = ReportedBy(compilation);
        Assert.True(diagnostics.Count > 0 || TestCompilation.Errors(compilation).Any());
    }

    [Theory]
    [InlineData("[CrossEntropyLoss(10)] struct DigitLoss;")]
    [InlineData("[CrossEntropyLoss(10)] record struct DigitLoss;")]
    [InlineData("[CrossEntropyLoss(10)] partial interface IDigitLoss;")]
    [InlineData("[CrossEntropyLoss(10)] enum DigitLoss { A }")]
    [InlineData("[CrossEntropyLoss(10)] delegate void DigitLoss();")]
    [InlineData("partial class C { [CrossEntropyLoss(10)] void DigitLoss() { } }")]
    [InlineData("partial class C { [CrossEntropyLoss(10)] int x; }")]
    [InlineData("partial class C { int P { [CrossEntropyLoss(10)] get; } }")]
    [InlineData("partial class C { void M([CrossEntropyLoss(10)] int x) { } }")]
    [InlineData("partial class C<[CrossEntropyLoss(10)] T> { }")]
    [InlineData("[assembly: CrossEntropyLoss(10)]")]
    [InlineData("[return: CrossEntropyLoss(10)] partial class DigitLoss;")]
    [InlineData("[CrossEntropyLoss(10)]")]
    [InlineData("[CrossEntropyLoss(10)] namespace N { }")]
    [InlineData("[CrossEntropyLoss(10)] partial class")]
    [InlineData("[CrossEntropyLoss(10)] partial")]
    [InlineData("[BCELoss] struct TagLoss;")]
    [InlineData("[Softmax(10)] enum Map { A }")]
    [InlineData("partial class C { [MSELoss] int x; }")]
    [InlineData("[module: KLDivLoss]")]
    public void AttributeInTheWrongPlace_IsLeftToTheCompiler(string source)
    {
        CSharpCompilation compilation = Empty.AddSyntaxTrees(TestCompilation.Parse(source, "Source0.cs"));

        Assert.Contains(compilation.GetDiagnostics(), diagnostic => diagnostic.Severity is DiagnosticSeverity.Warning or DiagnosticSeverity.Error);
        Assert.All(SpecProbe.SpecsOf(compilation), spec => Assert.Empty(spec.Type.Name));
        Assert.Empty(ReportedBy(compilation));
    }

    [Theory]
    [InlineData("namespace Gen.CrossEntropy { class CrossEntropyLossAttribute : Attribute; [CrossEntropyLoss] partial class DigitLoss; }")]
    [InlineData("namespace Gen.CrossEntropy { class CrossEntropyLossAttribute(params string[] x) : Attribute { public int DType; public float LabelSmoothing; public object ClassWeights; }"
        + " [CrossEntropyLoss(null, DType = 3, LabelSmoothing = 1, ClassWeights = new[] { 1, 2 })] partial class DigitLoss; }")]
    [InlineData("namespace Gen.CrossEntropy { class CrossEntropyLossAttribute(object x, int y) : Attribute { public object ClassWeights; public object[] Target; }"
        + " [CrossEntropyLoss(new[] { 1 }, 2, ClassWeights = typeof(int), Target = new object[] { null, new[] { 1 } })] partial class DigitLoss; }")]
    [InlineData("namespace Gen.CrossEntropy { class CrossEntropyLossAttribute(Missing x) : Missing { } [CrossEntropyLoss(1)] partial class DigitLoss; }")]
    [InlineData("namespace Gen.CrossEntropy { class EntropyAttribute(int classCount) : Attribute; [Entropy(3)] partial class Spread; }")]
    [InlineData("namespace Gen.CrossEntropy { class EntropyAttribute(string classCount, object prediction) : Attribute; [Entropy(null, 1)] partial class Spread; }")]
    [InlineData("namespace Gen.CrossEntropy { class BCELossAttribute(params object[] x) : Attribute { public int WeightsPerCall; } [BCELoss(null, WeightsPerCall = 1)] partial class TagLoss; }")]
    [InlineData("namespace Gen.CrossEntropy { class MSELossAttribute : Attribute { public object Reduction; } [MSELoss(Reduction = 1)] partial class PriceLoss; }")]
    [InlineData("namespace Gen.CrossEntropy { class MSELossAttribute<T> : Attribute; [MSELoss<int>] partial class PriceLoss; }")]
    public void AttributeOfAnotherDefinition_HasNoSpec(string source)
    {
        CSharpCompilation compilation = Empty.AddSyntaxTrees(TestCompilation.Parse(source, "Source0.cs"));

        Assert.Empty(SpecProbe.SpecsOf(compilation));
        ReportedBy(compilation);
    }

    [Fact]
    public void SourceWithTokensDeletedRepeatedOrSwapped_IsReadWithoutAnException()
    {
        foreach (string source in ValidSources)
        {
            Assert.NotEmpty(SpecProbe.SpecsOf(Empty.AddSyntaxTrees(TestCompilation.Parse(source, "Source0.cs"))));
        }

        // A fixed seed: the same sources in every run.
        Random random = new(20_240_607);
        for (int i = 0; i < 400; i++)
        {
            string mutant = Mutate(ValidSources[i % ValidSources.Count], random);
            CSharpCompilation compilation = Empty.AddSyntaxTrees(TestCompilation.Parse(mutant, "Source0.cs"));
            try
            {
                SpecProbe.SpecsOf(compilation);
                ReportedBy(compilation);
            }
            catch (Exception exception)
            {
                throw new InvalidOperationException($"Mutant {i}: {mutant}", exception);
            }
        }
    }

    internal static string Mutate(string source, Random random)
    {
        List<string> tokens = [.. CSharpSyntaxTree.ParseText(source).GetRoot().DescendantTokens().Select(token => token.ToFullString())];
        for (int count = random.Next(1, 4); count > 0 && tokens.Count > 1; count--)
        {
            int at = random.Next(tokens.Count);
            int other = random.Next(tokens.Count);
            switch (random.Next(4))
            {
                case 0:
                    tokens.RemoveAt(at);
                    break;
                case 1:
                    tokens.Insert(at, tokens[at]);
                    break;
                case 2:
                    tokens[at] = tokens[other];
                    break;
                default:
                    (tokens[at], tokens[other]) = (tokens[other], tokens[at]);
                    break;
            }
        }

        return string.Concat(tokens);
    }

    private static IReadOnlyList<Diagnostic> ReportedBy(CSharpCompilation compilation)
    {
        IReadOnlyList<Diagnostic> diagnostics = AnalyzerRun.DiagnosticsOf(compilation);
        Assert.DoesNotContain(diagnostics, diagnostic => diagnostic.Id == "AD0001");
        return diagnostics;
    }
}

using Gen.CrossEntropy.Generator.Declaration;
using Gen.CrossEntropy.Generator.Model;
using Gen.CrossEntropy.Generator.Tests.Support;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using ModelDType = Gen.CrossEntropy.Generator.Model.DType;
using ModelLossOutputs = Gen.CrossEntropy.Generator.Model.LossOutputs;
using ModelPredictionKind = Gen.CrossEntropy.Generator.Model.PredictionKind;
using ModelReduction = Gen.CrossEntropy.Generator.Model.Reduction;
using ModelTargetKind = Gen.CrossEntropy.Generator.Model.TargetKind;

namespace Gen.CrossEntropy.Generator.Tests.Declaration;

public sealed class DeclarationReaderTests
{
    [Fact]
    public void EveryArgument_IsRead()
    {
        LossSpec spec = Spec(
            """
            namespace Models;
            [CrossEntropyLoss(
                classCount: 3, DType = DType.Float64, Target = TargetKind.ClassIndices, Reduction = Reduction.Sum, LabelSmoothing = 0.25, IgnoreIndex = 7L << 40,
                ClassWeights = new double[] { 1, 0.5, 'a' }, ZLoss = 1e-4, LogitScale = 2, Softcap = 30, FocalGamma = 1.5f, PolyEpsilon = -1, Outputs = LossOutputs.LogSumExp | LossOutputs.Hits)]
            internal sealed partial class PetLoss;
            """);

        Assert.Equal(
            new LossSpec(new TypeName("Models", default, "PetLoss"), LossKind.CrossEntropy, 3)
            {
                DType = ModelDType.Float64, Target = ModelTargetKind.ClassIndices, Reduction = ModelReduction.Sum, LabelSmoothing = 0.25, IgnoreIndex = 7L << 40, Weights = WeightKind.Constant,
                ClassWeights = new([1, 0.5, 97]), Terms = new([new("ZLoss", 1e-4), new("LogitScale", 2), new("Softcap", 30), new("FocalGamma", 1.5), new("PolyEpsilon", -1)]), Outputs = ModelLossOutputs.LogSumExp | ModelLossOutputs.Hits,
            },
            spec);
    }

    [Fact]
    public void EveryAttribute_IsRead()
    {
        (string Attribute, LossSpec Expected)[] cases =
        [
            ("CrossEntropyLoss(10)", Of(LossKind.CrossEntropy, 10) with { IgnoreIndex = -100 }),
            ("NLLLoss(10, DType = DType.Float16, Reduction = Reduction.None, IgnoreIndex = 3)",
                Of(LossKind.NLL, 10) with { DType = ModelDType.Float16, Reduction = ModelReduction.None, IgnoreIndex = 3 }),
            ("NLLLoss(2, ClassWeights = new[] { 1, 0.5 })", Of(LossKind.NLL, 2) with { IgnoreIndex = -100, Weights = WeightKind.Constant, ClassWeights = new([1, 0.5]) }),
            ("NLLLoss(2, ClassWeightsPerCall = true)", Of(LossKind.NLL, 2) with { IgnoreIndex = -100, Weights = WeightKind.PerCall }),
            ("Softmax(1)", Of(LossKind.Softmax, 1)),
            ("LogSoftmax(classCount: 10, DType = DType.BFloat16)", Of(LossKind.LogSoftmax, 10) with { DType = ModelDType.BFloat16 }),
            ("Entropy(10, PredictionKind.Logits)", Of(LossKind.Entropy, 10)),
            ("Entropy(prediction: PredictionKind.Probabilities, classCount: 10, Reduction = Reduction.Sum)",
                Of(LossKind.Entropy, 10) with { Prediction = ModelPredictionKind.Probabilities, Reduction = ModelReduction.Sum }),
            ("BCELoss", Of(LossKind.BCE, 1)),
            ("BCELoss(WeightsPerCall = true)", Of(LossKind.BCE, 1) with { Weights = WeightKind.PerCall }),
            ("BCEWithLogitsLoss(PosWeight = 3)", Of(LossKind.BCEWithLogits, 1) with { PosWeights = WeightKind.Constant, PosWeight = 3 }),
            ("BCEWithLogitsLoss(WeightsPerCall = true, PosWeightsPerCall = true)", Of(LossKind.BCEWithLogits, 1) with { Weights = WeightKind.PerCall, PosWeights = WeightKind.PerCall }),
            ("KLDivLoss(LogTarget = true, Reduction = Reduction.BatchMean)", Of(LossKind.KLDiv, 1) with { LogTarget = true, Reduction = ModelReduction.BatchMean }),
            ("MSELoss(DType = DType.Float64)", Of(LossKind.MSE, 1) with { DType = ModelDType.Float64 }),
        ];

        Assert.Equal(Declared.Kinds, cases.Select(@case => @case.Expected.Kind).Distinct());
        Assert.All(cases, @case => Assert.Equal(@case.Expected, Spec($"[{@case.Attribute}] partial class L;")));

        static LossSpec Of(LossKind kind, int classCount) => new(new TypeName("", default, "L"), kind, classCount);
    }

    [Fact]
    public void ContainingTypes_AreReadOutermostFirst()
    {
        LossSpec spec = Spec(
            """
            namespace A.@class.record
            {
                public static partial class Outer
                {
                    internal readonly ref partial struct @ref
                    {
                        partial interface IInner
                        {
                            protected partial record class R
                            {
                                public readonly partial record struct S
                                {
                                    [CrossEntropyLoss(10)]
                                    private abstract partial class @event;
                                }
                            }
                        }
                    }
                }
            }
            """);

        Assert.Equal("A.@class.@record", spec.Type.Namespace);
        Assert.Equal(
            [new("class", "Outer"), new("struct", "@ref"), new("interface", "IInner"), new("record", "R"), new("record struct", "S")],
            spec.Type.ContainingTypes.ToArray<ContainingType>());
        Assert.Equal("@event", spec.Type.Name);
    }

    [Fact]
    public void PartOfTheClass_CanBeWrittenFromItsName()
    {
        const string Source = "namespace A.B; partial record Outer { partial interface IInner { [CrossEntropyLoss(10)] sealed partial class DigitLoss; } }";
        TypeName type = Spec(Source).Type;
        string part = $"namespace {type.Namespace} {{ "
            + string.Concat(type.ContainingTypes.Select(outer => $"partial {outer.Keywords} {outer.Name} {{ ")) + $"partial class {type.Name} {{ }}"
            + string.Concat(type.ContainingTypes.Select(_ => " }")) + " }";

        Assert.Empty(TestCompilation.Errors(TestCompilation.Create(Source, part)));
    }

    [Theory]
    [InlineData("[CrossEntropyLoss(10), CrossEntropyLoss(5)] partial class DigitLoss;", "")]
    [InlineData("[CrossEntropyLoss(10)] [CrossEntropyLoss(5)] partial class DigitLoss;", "")]
    [InlineData("[CrossEntropyLoss(10)] partial class DigitLoss;", "[CrossEntropyLoss(5)] partial class DigitLoss;")]
    [InlineData("partial class DigitLoss;", "[CrossEntropyLoss(10)] partial class DigitLoss; [CrossEntropyLoss(5)] partial class DigitLoss;")]
    [InlineData("[Obsolete] partial class DigitLoss;", "[Serializable, CrossEntropyLoss(10)] partial class DigitLoss;")]
    public void ClassWithSeveralApplications_HasOneSpec_OfTheFirst(string first, string second) => Assert.Equal(10, Spec(first, second).ClassCount);

    [Theory]
    [InlineData("[CrossEntropyLoss(10), NLLLoss(5)] partial class DigitLoss;", "", "CrossEntropy")]
    [InlineData("[NLLLoss(5)] [CrossEntropyLoss(10)] partial class DigitLoss;", "", "NLL")]
    [InlineData("[MSELoss] partial class DigitLoss;", "[Softmax(5)] partial class DigitLoss;", "MSE")]
    [InlineData("partial class DigitLoss;", "[BCELoss] partial class DigitLoss; [Entropy(5, PredictionKind.Logits)] partial class DigitLoss;", "BCE")]
    public void ClassWithDifferentLosses_HasOneSpec_OfTheFirst(string first, string second, string kind) => Assert.Equal(kind, Spec(first, second).Kind.ToString());

    [Fact]
    public void EqualSources_HaveEqualSpecs_WithoutTheCompilation()
    {
        const string Source = "partial class Outer { [CrossEntropyLoss(2, ClassWeights = new double[] { 1, 2 })] partial class CoinLoss; }";

        LossSpec one = Spec(Source);
        LossSpec other = Spec("// A comment moves everything.\n" + Source);

        Assert.Equal(one, other);
        Assert.Equal(one.GetHashCode(), other.GetHashCode());
        Assert.NotSame(one, other);
    }

    [Fact]
    public void Alias_IsTheAttribute() => Assert.Equal(10, Spec("using Loss = Gen.CrossEntropy.CrossEntropyLossAttribute; [Loss(10)] partial class DigitLoss;").ClassCount);

    [Fact]
    public void AttributeOfTheSameNameElsewhere_IsNotTheAttribute()
    {
        CSharpCompilation compilation = TestCompilation.Create(
            "namespace Other { class CrossEntropyLossAttribute(int n) : System.Attribute { public int N => n; } [CrossEntropyLoss(0)] class DigitLoss; }");

        Assert.Empty(SpecProbe.SpecsOf(compilation));
        Assert.Empty(AnalyzerRun.DiagnosticsOf(compilation));
    }

    [Fact]
    public void UserMembers_AreTheWrittenOnes()
    {
        CSharpCompilation compilation = TestCompilation.Create(
            "[CrossEntropyLoss(10)] partial class L(int x) { int A => x; event Action B; enum C { } void D() { } static int E { get; set; } void D(int i) { } }",
            "partial class L { const int F = 1; }");
        INamedTypeSymbol type = compilation.GetTypeByMetadataName("L")!;

        LossDeclaration declaration = DeclarationReader.Read(type, type.GetAttributes().Single(), CancellationToken.None);

        Assert.Equal(["A", "B", "C", "D", "E", "F"], declaration.MemberNames.Where(name => name[0] != '.').Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData(LanguageVersion.CSharp11, true, false, true)]
    [InlineData(LanguageVersion.CSharp12, false, true, false)]
    [InlineData(LanguageVersion.Preview, true, true, true)]
    public void CompilationFacts_AreRead(LanguageVersion version, bool allowUnsafe, bool versionSupported, bool unsafeAllowed) =>
        Assert.Equal(new CompilationFacts(versionSupported, unsafeAllowed, HasIlgpu: false, IsExecutable: false), CompilationFactsReader.Read(TestCompilation.Empty(version, allowUnsafe)));

    private static LossSpec Spec(params string[] sources) => Assert.Single(SpecProbe.SpecsOf(TestCompilation.Create(sources)));
}

using Gen.CrossEntropy.Generator.Declaration;
using Microsoft.CodeAnalysis.CSharp;

namespace Gen.CrossEntropy.Generator.Tests.Diagnostics;

/// <summary>The cases of every rule about declarations.</summary>
public static class DiagnosticCases
{
    public static IReadOnlyList<DiagnosticCase> All { get; } =
        [.. Shapes(), .. Projects(), .. Options(), .. Terms(), .. Outputs(), .. ClassWeights(), .. ElementWeights(), .. Members(), .. Divisions()];

    private static DiagnosticCase[] Shapes() =>
    [
        new(RuleIds.NotPartial, "class",
            "[CrossEntropyLoss(10)] public class [|DigitLoss|] { }",
            "[CrossEntropyLoss(10)] public partial class DigitLoss { }"),
        new(RuleIds.NotPartial, "qualified attribute name",
            "[global::Gen.CrossEntropy.CrossEntropyLossAttribute(10)] sealed class [|DigitLoss|];",
            "[global::Gen.CrossEntropy.CrossEntropyLossAttribute(10)] sealed partial class DigitLoss;"),
        new(RuleIds.NotPartial, "name is a keyword",
            "[CrossEntropyLoss(10)] public class [|@class|] { }",
            "[CrossEntropyLoss(10)] public partial class @class { }"),
        new(RuleIds.ContainingTypeNotPartial, "in a class",
            "class Outer { [CrossEntropyLoss(10)] private partial class [|DigitLoss|]; }",
            "partial class Outer { [CrossEntropyLoss(10)] private partial class DigitLoss; }"),
        new(RuleIds.ContainingTypeNotPartial, "outermost type only",
            "static class Outer { partial interface IMiddle { partial record struct Inner { [CrossEntropyLoss(10)] public partial class [|DigitLoss|]; } } }",
            "static partial class Outer { partial interface IMiddle { partial record struct Inner { [CrossEntropyLoss(10)] public partial class DigitLoss; } } }"),
        new(RuleIds.Generic, "class",
            "[CrossEntropyLoss(10)] public partial class [|DigitLoss|]<T>;",
            "[CrossEntropyLoss(10)] public partial class DigitLoss;"),
        new(RuleIds.Generic, "type around it",
            "partial class Outer<T> { partial struct Middle { [CrossEntropyLoss(10)] public partial class [|DigitLoss|]; } }",
            "partial class Outer { partial struct Middle { [CrossEntropyLoss(10)] public partial class DigitLoss; } }"),
        new(RuleIds.Static, "class",
            "[CrossEntropyLoss(10)] public static partial class [|DigitLoss|];",
            "[CrossEntropyLoss(10)] public abstract partial class DigitLoss;"),
        new(RuleIds.Record, "partial record",
            "[CrossEntropyLoss(10)] public partial record [|DigitLoss|];",
            "[CrossEntropyLoss(10)] public partial class DigitLoss;"),
        new(RuleIds.Record, "record class with parameters, not partial",
            "[CrossEntropyLoss(10)] public record class [|DigitLoss|](int X);",
            "[CrossEntropyLoss(10)] public partial class DigitLoss(int x) { public int X => x; }"),
        new(RuleIds.FileLocal, "class",
            "[CrossEntropyLoss(10)] file partial class [|DigitLoss|];",
            "[CrossEntropyLoss(10)] partial class DigitLoss;"),
        new(RuleIds.FileLocal, "type around it",
            "file partial class Outer { [CrossEntropyLoss(10)] public partial class [|DigitLoss|]; }",
            "partial class Outer { [CrossEntropyLoss(10)] public partial class DigitLoss; }"),
        new(RuleIds.SecondLoss, "same list",
            "[CrossEntropyLoss(10), [|CrossEntropyLoss(5)|]] partial class DigitLoss;",
            "[CrossEntropyLoss(10)] partial class DigitLoss; [CrossEntropyLoss(5)] partial class OtherLoss;",
            CompilerErrors: "CS0579"),
        new(RuleIds.SecondLoss, "two parts",
            "[CrossEntropyLoss(10)] partial class DigitLoss; [[|CrossEntropyLoss(0)|]] partial class DigitLoss;",
            "[CrossEntropyLoss(10)] partial class DigitLoss; partial class DigitLoss;",
            CompilerErrors: "CS0579"),
        new(RuleIds.SecondLoss, "two kinds",
            "[CrossEntropyLoss(10)] [[|NLLLoss(0)|]] partial class DigitLoss;",
            "[CrossEntropyLoss(10)] partial class DigitLoss; [NLLLoss(1)] partial class LogLoss;"),
        new(RuleIds.SecondLoss, "three kinds over two parts",
            "[Softmax(10)] partial class DigitLoss; [[|MSELoss|], [|BCELoss(DType = (DType)9)|]] partial class DigitLoss;",
            "[Softmax(10)] partial class Digits; [MSELoss] partial class PriceLoss; [BCELoss(DType = (DType)2)] partial class TagLoss;"),
        new(RuleIds.NotPartial, "losses of elements",
            "[MSELoss] class [|PriceLoss|]; [BCELoss] class [|TagLoss|]; [KLDivLoss] class [|StudentLoss|]; [BCEWithLogitsLoss] class [|RareLoss|];",
            "[MSELoss] partial class PriceLoss; [BCELoss] partial class TagLoss; [KLDivLoss] partial class StudentLoss; [BCEWithLogitsLoss] partial class RareLoss;"),
        new(RuleIds.Static, "softmax",
            "[LogSoftmax(10)] static partial class [|Digits|];",
            "[LogSoftmax(10)] sealed partial class Digits;"),
        new(RuleIds.ClassNamedAsMember, "pass",
            "[CrossEntropyLoss(10)] partial class [|Forward|];",
            "partial class Forward { [CrossEntropyLoss(10)] private partial class ForwardLoss; }"),
        new(RuleIds.ClassNamedAsMember, "property",
            "[CrossEntropyLoss(10)] partial class [|ClassCount|];",
            "[CrossEntropyLoss(10)] partial class ClassCountLoss;"),
    ];

    private static DiagnosticCase[] Projects() =>
    [
        new(RuleIds.LanguageVersion, "C# 11",
            "[CrossEntropyLoss(10)] public partial class [|DigitLoss|] { }",
            "[CrossEntropyLoss(10)] public partial class DigitLoss { }",
            LanguageVersion: LanguageVersion.CSharp11),
        new(RuleIds.UnsafeBlocks, "off",
            "[CrossEntropyLoss(10)] public partial class [|DigitLoss|]; [CrossEntropyLoss(5)] public partial class [|OtherLoss|];",
            "[CrossEntropyLoss(10)] public partial class DigitLoss; [CrossEntropyLoss(5)] public partial class OtherLoss;",
            AllowUnsafe: false),
        new(RuleIds.GpuPackage, "no reference, on losses of two kinds",
            "[CrossEntropyLoss(10, Gpu = [|true|])] public partial class DigitLoss; [MSELoss(Gpu = [|true|])] public partial class PriceLoss;",
            "[CrossEntropyLoss(10, Gpu = false)] public partial class DigitLoss; [MSELoss] public partial class PriceLoss;"),
    ];

    private static DiagnosticCase[] Options() =>
    [
        new(RuleIds.ClassCount, "zero",
            "[CrossEntropyLoss([|0|])] partial class DigitLoss;",
            "[CrossEntropyLoss(1)] partial class DigitLoss;"),
        new(RuleIds.ClassCount, "negative, by name and after another argument",
            "[CrossEntropyLoss(classCount: [|-3|], LabelSmoothing = 0.5)] partial class DigitLoss;",
            "[CrossEntropyLoss(classCount: 3, LabelSmoothing = 0.5)] partial class DigitLoss;"),
        new(RuleIds.ClassCount, "above 2^20, from a constant",
            "static class Sizes { public const int Count = (1 << 20) + 1; } [CrossEntropyLoss([|Sizes.Count|])] partial class DigitLoss;",
            "static class Sizes { public const int Count = 1 << 20; } [CrossEntropyLoss(Sizes.Count)] partial class DigitLoss;"),
        new(RuleIds.ClassCount, "of every other loss with classes",
            "[NLLLoss([|0|])] partial class A; [Softmax([|-1|])] partial class B; [LogSoftmax([|1 << 21|])] partial class C; "
            + "[Entropy(prediction: PredictionKind.Logits, classCount: [|0|])] partial class D;",
            "[NLLLoss(1)] partial class A; [Softmax(1)] partial class B; [LogSoftmax(1)] partial class C; [Entropy(prediction: PredictionKind.Logits, classCount: 1)] partial class D;"),
        new(RuleIds.LabelSmoothing, "percentage",
            "[CrossEntropyLoss(10, LabelSmoothing = [|10|])] partial class DigitLoss;",
            "[CrossEntropyLoss(10, LabelSmoothing = 1)] partial class DigitLoss;"),
        new(RuleIds.LabelSmoothing, "negative",
            "[CrossEntropyLoss(10, LabelSmoothing = [|-1e-9|])] partial class DigitLoss;",
            "[CrossEntropyLoss(10, LabelSmoothing = -0.0)] partial class DigitLoss;"),
        new(RuleIds.LabelSmoothing, "NaN",
            "[CrossEntropyLoss(10, LabelSmoothing = [|double.NaN|])] partial class DigitLoss;",
            "[CrossEntropyLoss(10, LabelSmoothing = double.Epsilon)] partial class DigitLoss;"),
        new(RuleIds.IgnoreIndexWithProbabilities, "zero",
            "[CrossEntropyLoss(10, Target = TargetKind.ClassProbabilities, IgnoreIndex = [|0|])] partial class DigitLoss;",
            "[CrossEntropyLoss(10, Target = TargetKind.ClassIndices, IgnoreIndex = 0)] partial class DigitLoss;"),
        new(RuleIds.UnusedIgnoreIndex, "the default written",
            "[CrossEntropyLoss(10, IgnoreIndex = [|-100|], Target = TargetKind.ClassProbabilities)] partial class DigitLoss;",
            "[CrossEntropyLoss(10, Target = TargetKind.ClassProbabilities)] partial class DigitLoss;"),
        new(RuleIds.EnumValue, "element type",
            "[CrossEntropyLoss(10, DType = [|(DType)7|])] partial class DigitLoss;",
            "[CrossEntropyLoss(10, DType = (DType)1)] partial class DigitLoss;"),
        new(RuleIds.EnumValue, "target",
            "[CrossEntropyLoss(10, Target = [|(TargetKind)(-1)|])] partial class DigitLoss;",
            "[CrossEntropyLoss(10, Target = default)] partial class DigitLoss;"),
        new(RuleIds.EnumValue, "reduction",
            "[CrossEntropyLoss(10, Reduction = [|Reduction.BatchMean + 1|])] partial class DigitLoss;",
            "[CrossEntropyLoss(10, Reduction = Reduction.Mean)] partial class DigitLoss;"),
        new(RuleIds.EnumValue, "reduction of a divergence",
            "[KLDivLoss(Reduction = [|(Reduction)4|])] partial class StudentLoss;",
            "[KLDivLoss(Reduction = (Reduction)3)] partial class StudentLoss;"),
        new(RuleIds.EnumValue, "prediction, by place and by name",
            "[Entropy(10, [|(PredictionKind)2|])] partial class A; [Entropy(prediction: [|(PredictionKind)(-1)|], classCount: 10)] partial class B;",
            "[Entropy(10, (PredictionKind)1)] partial class A; [Entropy(prediction: PredictionKind.Logits, classCount: 10)] partial class B;"),
        new(RuleIds.EnumValue, "outputs with a bit too many",
            "[CrossEntropyLoss(10, Outputs = [|LossOutputs.Losses | (LossOutputs)16|])] partial class DigitLoss;",
            "[CrossEntropyLoss(10, Outputs = LossOutputs.Losses | (LossOutputs)14)] partial class DigitLoss;"),
        new(RuleIds.EnumValue, "outputs, negative",
            "[CrossEntropyLoss(10, Outputs = [|(LossOutputs)int.MinValue|])] partial class DigitLoss;",
            "[CrossEntropyLoss(10, Outputs = (LossOutputs)0)] partial class DigitLoss;"),
        new(RuleIds.BatchMean, "losses with classes",
            "[CrossEntropyLoss(10, Reduction = [|Reduction.BatchMean|])] partial class A; [NLLLoss(10, Reduction = [|Reduction.BatchMean|])] partial class B; "
            + "[Entropy(10, PredictionKind.Logits, Reduction = [|Reduction.BatchMean|])] partial class C;",
            "[CrossEntropyLoss(10, Reduction = Reduction.Mean)] partial class A; [NLLLoss(10, Reduction = Reduction.Sum)] partial class B; "
            + "[Entropy(10, PredictionKind.Logits, Reduction = Reduction.None)] partial class C;"),
        new(RuleIds.BatchMean, "losses of elements",
            "[BCELoss(Reduction = [|Reduction.BatchMean|])] partial class A; [BCEWithLogitsLoss(Reduction = [|(Reduction)3|])] partial class B; "
            + "[MSELoss(Reduction = [|Reduction.BatchMean|])] partial class C;",
            "[BCELoss(Reduction = Reduction.Mean)] partial class A; [BCEWithLogitsLoss(Reduction = (Reduction)2)] partial class B; [KLDivLoss(Reduction = Reduction.BatchMean)] partial class C;"),
    ];

    private static DiagnosticCase[] Terms() =>
    [
        new(RuleIds.OptionRange, "z-loss, negative",
            "[CrossEntropyLoss(10, ZLoss = [|-1e-4|])] partial class DigitLoss;",
            "[CrossEntropyLoss(10, ZLoss = 1e-4)] partial class DigitLoss;"),
        new(RuleIds.OptionRange, "logit scale, zero and negative",
            "[CrossEntropyLoss(10, LogitScale = [|0|])] partial class A; [CrossEntropyLoss(10, LogitScale = [|-1|])] partial class B; [CrossEntropyLoss(10, LogitScale = [|-0.0|])] partial class C;",
            "[CrossEntropyLoss(10, LogitScale = 0.01)] partial class A; [CrossEntropyLoss(10, LogitScale = 1)] partial class B; [CrossEntropyLoss(10, LogitScale = 1e-40)] partial class C;"),
        new(RuleIds.OptionRange, "softcap, negative",
            "[CrossEntropyLoss(10, Target = TargetKind.ClassProbabilities, Softcap = [|-30|])] partial class DigitLoss;",
            "[CrossEntropyLoss(10, Target = TargetKind.ClassProbabilities, Softcap = 30)] partial class DigitLoss;"),
        new(RuleIds.OptionRange, "focal gamma, negative",
            "[CrossEntropyLoss(10, FocalGamma = [|-2|])] partial class DigitLoss;",
            "[CrossEntropyLoss(10, FocalGamma = 0.5)] partial class DigitLoss;"),
        new(RuleIds.OptionRange, "not finite, all of them",
            "[CrossEntropyLoss(10, ZLoss = [|double.NaN|], LogitScale = [|double.PositiveInfinity|], Softcap = [|1 / 0.0|], "
            + "FocalGamma = [|double.NaN|], PolyEpsilon = [|double.NegativeInfinity|])] partial class DigitLoss;",
            "[CrossEntropyLoss(10, ZLoss = 0, LogitScale = 1, Softcap = 0, FocalGamma = 0, PolyEpsilon = -1)] partial class DigitLoss;"),
        new(RuleIds.OptionRange, "positive weight, negative and not finite",
            "[BCEWithLogitsLoss(PosWeight = [|-1|])] partial class A; [BCEWithLogitsLoss(PosWeight = [|double.NaN|])] partial class B;",
            "[BCEWithLogitsLoss(PosWeight = 0)] partial class A; [BCEWithLogitsLoss(PosWeight = -0.0)] partial class B;"),
        new(RuleIds.OptionRange, "zero or infinite in Float32",
            "[CrossEntropyLoss(10, ZLoss = [|1e-50|], LogitScale = [|1e-50|], Softcap = [|1e39|], FocalGamma = [|1e-50|], PolyEpsilon = [|-1e39|])] partial class A; "
            + "[BCEWithLogitsLoss(PosWeight = [|1e39|])] partial class B;",
            "[CrossEntropyLoss(10, DType = DType.Float64, ZLoss = 1e-50, LogitScale = 1e-50, Softcap = 1e39, FocalGamma = 1e-50, PolyEpsilon = -1e39)] partial class A; "
            + "[BCEWithLogitsLoss(DType = DType.Float64, PosWeight = 1e39)] partial class B;"),
        new(RuleIds.OptionRange, "softcap so small that logits over it are infinite",
            "[CrossEntropyLoss(10, Softcap = [|1e-40|])] partial class A; [CrossEntropyLoss(10, LogitScale = 1e30, Softcap = [|1e-20|])] partial class B;",
            "[CrossEntropyLoss(10, DType = DType.Float64, Softcap = 1e-40)] partial class A; [CrossEntropyLoss(10, LogitScale = 1e10, Softcap = 1e-20)] partial class B;"),
        new(RuleIds.OptionRange, "zero or infinite in the float that 16-bit types are computed in",
            "[CrossEntropyLoss(10, DType = DType.Float16, ZLoss = [|1e-50|])] partial class A; [BCEWithLogitsLoss(DType = DType.BFloat16, PosWeight = [|1e39|])] partial class B;",
            "[CrossEntropyLoss(10, DType = DType.Float16, ZLoss = 1e-30)] partial class A; [BCEWithLogitsLoss(DType = DType.Float16, PosWeight = 1e38)] partial class B;"),
        new(RuleIds.NeedsClassIndices, "focal and poly",
            "[CrossEntropyLoss(10, Target = TargetKind.ClassProbabilities, FocalGamma = [|2|], PolyEpsilon = [|1|])] partial class DigitLoss;",
            "[CrossEntropyLoss(10, Target = TargetKind.ClassProbabilities, FocalGamma = 0, PolyEpsilon = -0.0, ZLoss = 1, LogitScale = 2, Softcap = 3)] partial class DigitLoss;"),
    ];

    private static DiagnosticCase[] Outputs() =>
    [
        new(RuleIds.NeedsClassIndices, "hits",
            "[CrossEntropyLoss(10, Target = TargetKind.ClassProbabilities, Outputs = [|LossOutputs.LogSumExp | LossOutputs.Hits|])] partial class DigitLoss;",
            "[CrossEntropyLoss(10, Target = TargetKind.ClassProbabilities, Outputs = LossOutputs.Losses | LossOutputs.LogSumExp | LossOutputs.Entropy)] partial class DigitLoss;"),
        new(RuleIds.RedundantLosses, "alone and with others",
            "[CrossEntropyLoss(10, Reduction = Reduction.None, Outputs = [|LossOutputs.Losses|])] partial class A; "
            + "[CrossEntropyLoss(10, Outputs = [|LossOutputs.Losses | LossOutputs.Hits|], Reduction = Reduction.None)] partial class B;",
            "[CrossEntropyLoss(10, Reduction = Reduction.None)] partial class A; [CrossEntropyLoss(10, Outputs = LossOutputs.Losses | LossOutputs.Hits, Reduction = Reduction.Sum)] partial class B;"),
    ];

    private static DiagnosticCase[] ClassWeights() =>
    [
        new(RuleIds.ClassWeightsLength, "too few",
            "[CrossEntropyLoss(3, ClassWeights = [|new double[] { 1, 2 }|])] partial class PetLoss;",
            "[CrossEntropyLoss(3, ClassWeights = new double[] { 1, 2, 0 })] partial class PetLoss;"),
        new(RuleIds.ClassWeightsLength, "none at all",
            "[CrossEntropyLoss(3, ClassWeights = [|new double[0]|])] partial class PetLoss;",
            "[CrossEntropyLoss(3, ClassWeights = null)] partial class PetLoss;"),
        new(RuleIds.ClassWeightsLength, "too many",
            "[CrossEntropyLoss(1, ClassWeights = [|new[] { 1.0, 2.0 }|])] partial class PetLoss;",
            "[CrossEntropyLoss(2, ClassWeights = new[] { 0.0, 0.0 })] partial class PetLoss;"),
        new(RuleIds.ClassWeightsValue, "negative",
            "[CrossEntropyLoss(3, ClassWeights = new double[] { 1, [|-2|], 3 })] partial class PetLoss;",
            "[CrossEntropyLoss(3, ClassWeights = new double[] { 1, 2, 3 })] partial class PetLoss;"),
        new(RuleIds.ClassWeightsValue, "not finite, twice",
            "[CrossEntropyLoss(3, ClassWeights = new[] { [|double.NaN|], 1, [|double.PositiveInfinity|] })] partial class PetLoss;",
            "[CrossEntropyLoss(3, ClassWeights = new[] { 0, 1, 0.5 })] partial class PetLoss;"),
        new(RuleIds.ClassWeightsValue, "infinite in Float32",
            "[CrossEntropyLoss(2, ClassWeights = new[] { [|1e39|], 1 })] partial class PetLoss;",
            "[CrossEntropyLoss(2, DType = DType.Float64, ClassWeights = new[] { 1e39, 1 })] partial class PetLoss;"),
        new(RuleIds.ClassWeightsValue, "zero in Float32",
            "[CrossEntropyLoss(2, ClassWeights = new[] { [|1e-50|], 1 })] partial class PetLoss;",
            "[CrossEntropyLoss(2, DType = DType.Float64, ClassWeights = new[] { 1e-50, 1 })] partial class PetLoss;"),
        new(RuleIds.ClassWeightsValue, "infinite in the float that 16-bit types are computed in",
            "[CrossEntropyLoss(2, DType = DType.Float16, ClassWeights = new[] { [|1e39|], 1 })] partial class A; "
            + "[NLLLoss(2, DType = DType.BFloat16, ClassWeights = new[] { 1, [|1e-50|] })] partial class B;",
            "[CrossEntropyLoss(2, DType = DType.Float16, ClassWeights = new[] { 1e38, 1 })] partial class A; [NLLLoss(2, DType = DType.BFloat16, ClassWeights = new[] { 1, 1e-30 })] partial class B;"),
        new(RuleIds.ClassWeightsLength, "negative log-likelihood",
            "[NLLLoss(3, ClassWeights = [|new[] { 1.0, 2.0 }|])] partial class PetLoss;",
            "[NLLLoss(2, ClassWeights = new[] { 1.0, 2.0 })] partial class PetLoss;"),
        new(RuleIds.TwoSourcesOfClassWeights, "negative log-likelihood",
            "[NLLLoss(2, ClassWeightsPerCall = [|true|], ClassWeights = new[] { 1.0, 2.0 })] partial class PetLoss;",
            "[NLLLoss(2, ClassWeightsPerCall = true)] partial class PetLoss;"),
        new(RuleIds.TwoSourcesOfClassWeights, "constants and per call",
            "[CrossEntropyLoss(2, ClassWeights = new double[] { 1, 2 }, ClassWeightsPerCall = [|true|])] partial class PetLoss;",
            "[CrossEntropyLoss(2, ClassWeights = new double[] { 1, 2 }, ClassWeightsPerCall = false)] partial class PetLoss;"),
    ];

    private static DiagnosticCase[] ElementWeights() =>
    [
        new(RuleIds.TwoSourcesOfPosWeights, "constant and per call",
            "[BCEWithLogitsLoss(PosWeight = 3, PosWeightsPerCall = [|true|])] partial class TagLoss;",
            "[BCEWithLogitsLoss(PosWeight = 3, PosWeightsPerCall = false, WeightsPerCall = true)] partial class TagLoss;"),
        new(RuleIds.TwoSourcesOfPosWeights, "the default written, and per call",
            "[BCEWithLogitsLoss(PosWeightsPerCall = [|true|], PosWeight = 1)] partial class TagLoss;",
            "[BCEWithLogitsLoss(PosWeightsPerCall = true)] partial class TagLoss;"),
    ];

    private static DiagnosticCase[] Members() =>
    [
        new(RuleIds.ReservedMember, "two overloads of a pass",
            "[CrossEntropyLoss(10)] partial class DigitLoss { static void [|Forward|](int x) { } static void [|Forward|](string x) { } }",
            "[CrossEntropyLoss(10)] partial class DigitLoss { static void Score(int x) { } static void Score(string x) { } }"),
        new(RuleIds.ReservedMember, "of a loss of elements and of a softmax",
            "[MSELoss] partial class PriceLoss { int [|ForwardBackward|]; } [Softmax(10)] partial class Map { int [|BackwardScalar|]; }",
            "[MSELoss] partial class PriceLoss { int Both; } [Softmax(10)] partial class Map { int Scalar; }"),
        new(RuleIds.ReservedMember, "property, in another part",
            "[CrossEntropyLoss(10)] partial class DigitLoss; partial class DigitLoss { public int [|ClassCount|] { get; set; } }",
            "[CrossEntropyLoss(10)] partial class DigitLoss; partial class DigitLoss { public int Count { get; set; } }"),
        new(RuleIds.ReservedMember, "accessor",
            "[CrossEntropyLoss(10)] partial class DigitLoss { private int [|get_ClassCount|]() => 10; }",
            "[CrossEntropyLoss(10)] partial class DigitLoss { private int Get_ClassCount() => 10; }"),
        new(RuleIds.ReservedMember, "field, event and nested type",
            "[CrossEntropyLoss(10)] abstract partial class DigitLoss { int [|ClassCount|] = 1; protected abstract event Action [|Backward|]; enum [|ForwardBackward|] { } public int Use() => ClassCount; }",
            "[CrossEntropyLoss(10)] abstract partial class DigitLoss { int Divisor = 1; protected abstract event Action Moved; enum Pass { Forward } public int Use() => Divisor; }"),
        new(RuleIds.ReservedMember, "private entry",
            "[CrossEntropyLoss(10)] partial class DigitLoss { void [|ForwardVector512|]() { } void [|BackwardScalar|]() { } }",
            "[CrossEntropyLoss(10)] partial class DigitLoss { void Vector512Forward() { } void ForwardOnce() { } }"),
    ];

    private static DiagnosticCase[] Divisions() =>
    [
        new(RuleIds.IntegerDivision, "label smoothing",
            "[CrossEntropyLoss(10, LabelSmoothing = [|1 / 10|])] partial class DigitLoss;",
            "[CrossEntropyLoss(10, LabelSmoothing = 1.0 / 10)] partial class DigitLoss;"),
        new(RuleIds.IntegerDivision, "every other real number",
            "[CrossEntropyLoss(10, ZLoss = [|1 / 1000|], LogitScale = [|3 / 2|], Softcap = [|61 / 2|], FocalGamma = [|1 / 2|], PolyEpsilon = -([|1 / 2|]))] partial class A; "
            + "[BCEWithLogitsLoss(PosWeight = [|10 / 3|])] partial class B; [NLLLoss(2, ClassWeights = new double[] { 1, [|1 / 2|] })] partial class C;",
            "[CrossEntropyLoss(10, ZLoss = 1.0 / 1000, LogitScale = 4 / 2, Softcap = 61 / 2.0, FocalGamma = 1 / 2d, PolyEpsilon = -(1 / 2f), IgnoreIndex = 1 / 2)] partial class A; "
            + "[BCEWithLogitsLoss(PosWeight = 10.0 / 3)] partial class B; [NLLLoss(5 / 2, ClassWeights = new[] { 1, 1.0 / 2 })] partial class C;"),
        new(RuleIds.IntegerDivision, "class weights, with a constant",
            "static class Counts { public const int Cats = 3; } [CrossEntropyLoss(20 / 9, ClassWeights = new double[] { [|7 / Counts.Cats|], 4 / 2 })] partial class PetLoss;",
            "static class Counts { public const int Cats = 3; } [CrossEntropyLoss(20 / 9, ClassWeights = new[] { (double)7 / Counts.Cats, 4 / 2 })] partial class PetLoss;"),
    ];
}

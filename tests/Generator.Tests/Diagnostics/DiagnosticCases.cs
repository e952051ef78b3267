using Gen.CrossEntropy.Generator.Declaration;
using Microsoft.CodeAnalysis.CSharp;

namespace Gen.CrossEntropy.Generator.Tests.Diagnostics;

/// <summary>The cases of every rule about declarations.</summary>
public static class DiagnosticCases
{
    public static IReadOnlyList<DiagnosticCase> All { get; } = [.. Shapes(), .. Projects(), .. Options(), .. ClassWeights(), .. Members(), .. Divisions()];

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
            "[CrossEntropyLoss(10, Reduction = [|Reduction.Mean + 1|])] partial class DigitLoss;",
            "[CrossEntropyLoss(10, Reduction = Reduction.Mean)] partial class DigitLoss;"),
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
        new(RuleIds.TwoSourcesOfClassWeights, "constants and per call",
            "[CrossEntropyLoss(2, ClassWeights = new double[] { 1, 2 }, ClassWeightsPerCall = [|true|])] partial class PetLoss;",
            "[CrossEntropyLoss(2, ClassWeights = new double[] { 1, 2 }, ClassWeightsPerCall = false)] partial class PetLoss;"),
    ];

    private static DiagnosticCase[] Members() =>
    [
        new(RuleIds.ReservedMember, "two overloads of a pass",
            "[CrossEntropyLoss(10)] partial class DigitLoss { static void [|Forward|](int x) { } static void [|Forward|](string x) { } }",
            "[CrossEntropyLoss(10)] partial class DigitLoss { static void Score(int x) { } static void Score(string x) { } }"),
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
        new(RuleIds.IntegerDivision, "class weights, with a constant",
            "static class Counts { public const int Cats = 3; } [CrossEntropyLoss(20 / 9, ClassWeights = new double[] { [|7 / Counts.Cats|], 4 / 2 })] partial class PetLoss;",
            "static class Counts { public const int Cats = 3; } [CrossEntropyLoss(20 / 9, ClassWeights = new[] { (double)7 / Counts.Cats, 4 / 2 })] partial class PetLoss;"),
    ];
}

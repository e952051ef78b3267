using Gen.CrossEntropy.Generator.Model;

namespace Gen.CrossEntropy.Generator.Declaration;

/// <summary>Names of the attributes' parameters and properties. A test asserts that the runtime's attributes have them.</summary>
internal static class ArgumentNames
{
    public const string ClassCount = "classCount";
    public const string Prediction = "prediction";
    public const string DType = "DType";
    public const string Target = "Target";
    public const string Reduction = "Reduction";
    public const string LabelSmoothing = "LabelSmoothing";
    public const string IgnoreIndex = "IgnoreIndex";
    public const string ClassWeights = "ClassWeights";
    public const string ClassWeightsPerCall = "ClassWeightsPerCall";
    public const string Outputs = "Outputs";
    public const string WeightsPerCall = "WeightsPerCall";
    public const string PosWeight = "PosWeight";
    public const string PosWeightsPerCall = "PosWeightsPerCall";
    public const string LogTarget = "LogTarget";
    public const string Gpu = "Gpu";

    /// <summary>The constructors' parameters in their order: a constructor has none, the first, or both.</summary>
    public static IReadOnlyList<string> Parameters { get; } = [ClassCount, Prediction];

    /// <summary>Those that are real numbers, or arrays of them.</summary>
    public static IReadOnlyList<string> Reals { get; } = [LabelSmoothing, ClassWeights, PosWeight, .. TermOptions.All.Select(option => option.Name)];
}

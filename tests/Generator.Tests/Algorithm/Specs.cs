using Gen.CrossEntropy.Generator.Model;

namespace Gen.CrossEntropy.Generator.Tests.Algorithm;

/// <summary>Specs by what matters to a test.</summary>
internal static class Specs
{
    /// <summary>Class indices, Float32, mean, and no option.</summary>
    public static LossSpec Of(int classes) =>
        new(new TypeName("", default, "L"), LossKind.CrossEntropy, classes) { IgnoreIndex = -100 };

    /// <summary>Another loss of the family, with what it always has.</summary>
    public static LossSpec Of(LossKind kind, int classes = 10) =>
        new(new TypeName("", default, "L"), kind, kind is LossKind.BCE or LossKind.BCEWithLogits or LossKind.KLDiv or LossKind.MSE ? 1 : classes)
        {
            IgnoreIndex = kind is LossKind.CrossEntropy or LossKind.NLL ? -100 : null,
        };

    public static LossSpec Smoothed(this LossSpec spec, double smoothing) => spec with { LabelSmoothing = smoothing };

    public static LossSpec Weighted(this LossSpec spec, params double[] weights) => spec with { Weights = WeightKind.Constant, ClassWeights = new(weights) };

    public static LossSpec WeightedPerCall(this LossSpec spec) => spec with { Weights = WeightKind.PerCall };

    public static LossSpec Probabilities(this LossSpec spec) => spec with { Target = Model.TargetKind.ClassProbabilities, IgnoreIndex = null };

    public static LossSpec Unreduced(this LossSpec spec) => spec with { Reduction = Model.Reduction.None };

    public static LossSpec Double(this LossSpec spec) => spec with { DType = Model.DType.Float64 };
}

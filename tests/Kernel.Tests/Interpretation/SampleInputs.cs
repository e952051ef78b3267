using Gen.CrossEntropy.Generator.Algorithm;

namespace Gen.CrossEntropy.Kernel.Tests.Interpretation;

/// <summary>What one sample's program reads, in double precision.</summary>
/// <param name="Prediction">x, one per class.</param>
/// <param name="ClassWeights">w, one per class; 1 throughout where there are none.</param>
/// <param name="Target">t, or -1 where there is none.</param>
/// <param name="DenseTargets">q, one per class, or y; empty where targets are indices.</param>
/// <param name="Factor">g: the upstream gradient of the sample, or that of the call over the divisor.</param>
internal sealed record SampleInputs(double[] Prediction, double[] ClassWeights, int Target, double[] DenseTargets, double Factor)
{
    public int ClassCount => Prediction.Length;

    /// <summary>g, one per class, where every class has one.</summary>
    public double[] ClassUpstream { get; init; } = [];

    /// <summary>w of an element.</summary>
    public double Weight { get; init; } = 1;

    /// <summary>r of an element.</summary>
    public double PosWeight { get; init; } = 1;

    /// <summary>An input's value at a class; those that do not vary with the class ignore it.</summary>
    public Number Read(LossInput input, int c) => input switch
    {
        LossInput.Prediction => Number.Exact(Prediction[c]),
        LossInput.DenseTarget => Number.Exact(DenseTargets[c]),
        LossInput.ClassWeight => Number.Exact(ClassWeights[c]),
        LossInput.ClassUpstream => Number.Exact(ClassUpstream[c]),
        LossInput.ClassIndex => Number.Exact(c),
        LossInput.TargetPrediction => Number.Exact(Prediction[Target]),
        LossInput.TargetWeight => Number.Exact(ClassWeights[Target]),
        LossInput.TargetIndex => Number.Exact(Target),
        LossInput.Upstream => Number.Exact(Factor),
        LossInput.Element => Number.Exact(Prediction[0]),
        LossInput.ElementTarget => Number.Exact(DenseTargets[0]),
        LossInput.ElementWeight => Number.Exact(Weight),
        LossInput.PosWeight => Number.Exact(PosWeight),
        LossInput.Scale => Number.Rounded(Factor),
        LossInput.WeightSum => Number.Rounded(ClassWeights.Sum()),
        _ => throw new NotSupportedException($"No value for the input {input}."),
    };
}

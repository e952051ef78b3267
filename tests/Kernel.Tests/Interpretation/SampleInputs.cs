using Gen.CrossEntropy.Generator.Algorithm;

namespace Gen.CrossEntropy.Kernel.Tests.Interpretation;

/// <summary>What one sample's program reads, in double precision.</summary>
/// <param name="Logits">x, one per class.</param>
/// <param name="ClassWeights">w, one per class; 1 throughout where there are none.</param>
/// <param name="Target">t, or -1 where targets are probabilities.</param>
/// <param name="Probabilities">q, one per class; empty where targets are indices.</param>
/// <param name="Factor">g: the upstream gradient of the sample, or that of the call over the divisor.</param>
internal sealed record SampleInputs(double[] Logits, double[] ClassWeights, int Target, double[] Probabilities, double Factor)
{
    public int ClassCount => Logits.Length;

    /// <summary>An input's value at a class; those that do not vary with the class ignore it.</summary>
    public Number Read(LossInput input, int c) => input switch
    {
        LossInput.Logits => Number.Exact(Logits[c]),
        LossInput.Probabilities => Number.Exact(Probabilities[c]),
        LossInput.ClassWeights => Number.Exact(ClassWeights[c]),
        LossInput.TargetLogit => Number.Exact(Logits[Target]),
        LossInput.TargetWeight => Number.Exact(ClassWeights[Target]),
        LossInput.Upstream => Number.Exact(Factor),
        LossInput.Scale => Number.Rounded(Factor),
        LossInput.WeightSum => Number.Rounded(ClassWeights.Sum()),
        _ => throw new NotSupportedException($"No value for the input {input}."),
    };
}

using Gen.CrossEntropy.Kernel.Tests.Conformance;
using Gen.CrossEntropy.Testing;
using Xunit;

namespace Gen.CrossEntropy.Kernel.Tests.Accuracy;

/// <summary>The limits that docs/numerics.md names.</summary>
public sealed class LimitTests
{
    // exp of these: the last but one is subnormal in Float32, the last less than half of the smallest subnormal number.
    private static readonly double[] Logits = [0, -87, 0, -88, 0, -105];

    public static TheoryData<VectorWidth> VectorWidths => [.. Enum.GetValues<VectorWidth>()];

    [SkippableTheory]
    [MemberData(nameof(VectorWidths))]
    public void Softmax_KeepsSubnormalProbabilities(VectorWidth width)
    {
        using IDisposable scope = Suite.Use(width);
        double[] p = LossCompiler.Compile(new Declaration(2) { Kind = LossKind.Softmax }).Loss.Forward(new Batch { Logits = Logits });
        Assert.Equal(Math.Exp(-87), p[1], 1e-44);
        Assert.Equal(Math.Exp(-88), p[3], 2e-45);
        Assert.Equal(0, p[5]);
    }

    [SkippableTheory]
    [MemberData(nameof(VectorWidths))]
    public void GradientOfExponentialsBelowTwoToTheMinus120_IsZero(VectorWidth width)
    {
        // exp(-83) is 2^-119.7, exp(-84) is 2^-121.2; two classes have a lane each, 600 a row in loops.
        using IDisposable scope = Suite.Use(width);
        foreach (int classes in (int[])[2, 40, 600])
        {
            double[] kept = new double[classes], flushed = new double[classes];
            Array.Fill(kept, -83, 1, classes - 1);
            Array.Fill(flushed, -84, 1, classes - 1);
            double[] dx = LossCompiler.Compile(new Declaration(classes) { Reduction = Reduction.None }).Loss.Backward(new Batch { Logits = [.. kept, .. flushed], Targets = Targets.Of(0, 0) });
            Assert.All(dx[1..classes], d => Assert.InRange(d, Math.Exp(-83) * (1 - 1e-5), Math.Exp(-83) * (1 + 1e-5)));
            Assert.All(dx[(classes + 1)..], d => Assert.Equal(0, d));
        }
    }
}

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
    public void GradientBelowTheSmallestNormalNumber_IsZeroWithoutAvx512(VectorWidth width)
    {
        using IDisposable scope = Suite.Use(width);
        double[] dx = LossCompiler.Compile(new Declaration(2) { Reduction = Reduction.None }).Loss.Backward(new Batch { Logits = Logits, Targets = Targets.Of(0, 0, 0) });
        Assert.InRange(dx[1], Math.Exp(-87) * (1 - 1e-5), Math.Exp(-87) * (1 + 1e-5));
        Assert.Equal(width == VectorWidth.Vector512 ? Math.Exp(-88) : 0, dx[3], 1e-43);
        Assert.Equal(0, dx[5]);
    }
}

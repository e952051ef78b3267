using Gen.CrossEntropy.Simulator.Tests.Support;
using ILGPU;
using ILGPU.Runtime;

namespace Gen.CrossEntropy.Simulator.Tests.Execution;

public sealed class IntrinsicMathTests
{
    [Fact]
    public void NaN_LosesAgainstANumber()
    {
        Assert.Equal(1, IntrinsicMath.Max(float.NaN, 1));
        Assert.Equal(1, IntrinsicMath.Max(1, float.NaN));
        Assert.Equal(1, IntrinsicMath.Min(float.NaN, 1));
        Assert.Equal(-1, IntrinsicMath.Min(-1.0, double.NaN));
        Assert.Equal(double.NegativeInfinity, IntrinsicMath.Max(double.NaN, double.NegativeInfinity));
        Assert.True(float.IsNaN(IntrinsicMath.Max(float.NaN, float.NaN)));
        Assert.Equal(2, IntrinsicMath.Clamp(float.NaN, -1, 2));
    }

    [Fact]
    public void NegativeZero_IsLessThanZero()
    {
        Assert.False(float.IsNegative(IntrinsicMath.Max(-0f, 0f)));
        Assert.False(float.IsNegative(IntrinsicMath.Max(0f, -0f)));
        Assert.True(double.IsNegative(IntrinsicMath.Min(0.0, -0.0)));
    }

    [Fact]
    public void Integers_AreCompared()
    {
        Assert.Equal(5, IntrinsicMath.Max(-7, 5));
        Assert.Equal(-7L, IntrinsicMath.Min(-7L, 5L));
        Assert.Equal(0xFFFFFFFFu, IntrinsicMath.Max(0xFFFFFFFFu, 1u));
        Assert.Equal(7, IntrinsicMath.Abs(-7));
        Assert.Equal(3, IntrinsicMath.Clamp(9, 1, 3));
    }

    [Fact]
    public void PowersAndLogarithms_AreOfBaseTwo()
    {
        Assert.Equal(8, IntrinsicMath.CPUOnly.Exp2(3f));
        Assert.Equal(-3, IntrinsicMath.CPUOnly.Log2(0.125f));
        Assert.Equal(0, IntrinsicMath.CPUOnly.Exp2(float.NegativeInfinity));
        Assert.Equal(float.PositiveInfinity, IntrinsicMath.CPUOnly.Exp2(128f));
        Assert.Equal(float.NegativeInfinity, IntrinsicMath.CPUOnly.Log2(0f));
        Assert.True(float.IsNaN(IntrinsicMath.CPUOnly.Log2(-1f)));
        Assert.Equal(MathF.Sqrt(2), IntrinsicMath.CPUOnly.Exp2(0.5f), 1e-6f);
        Assert.Equal(-2, IntrinsicMath.CPUOnly.Floor(-1.5));
        Assert.Equal(3, IntrinsicMath.CPUOnly.Sqrt(9f));
        Assert.Equal(-3, IntrinsicMath.CopySign(3.0, -0.0));
    }

    [Fact]
    public void ExponentialOfADouble_IsNotOnCuda()
    {
        using Settings settings = new();
        using Rig rig = new();
        ArrayView<double> view = rig.View(3.0);
        Assert.Equal("Kernel IntrinsicMathTests.PowerOfADouble: lane 0 of group 0 uses Exp2 of a double, which CUDA has not.", rig.Fault(PowerOfADouble, 1, 1, view));
        SimulatorSettings.HasShuffles = false;
        rig.Run(PowerOfADouble, 1, 1, view);
        Assert.Equal(8, view.GetAsArray()[0]);
    }

    [Fact]
    public void Bits_AreThoseOfTheNumber()
    {
        Assert.Equal(0x3F800000u, Interop.FloatAsInt(1f));
        Assert.Equal(0xBFF0000000000000ul, Interop.FloatAsInt(-1.0));
        Assert.Equal(1f, Interop.IntAsFloat(0x3F800000u));
        Assert.Equal(-1.0, Interop.IntAsFloat(0xBFF0000000000000ul));
        Assert.Equal(8, Interop.SizeOf<FloatPair>());
    }

    private static void PowerOfADouble(ArrayView<double> view) => view[0] = IntrinsicMath.CPUOnly.Exp2(view[0]);
}

using Gen.CrossEntropy.Kernels;
using Gen.CrossEntropy.Runtime.Tests.Support;

namespace Gen.CrossEntropy.Runtime.Tests.Kernels;

public sealed class ProbabilityCheckTests
{
    private static readonly double[] Outside = [1.01, 2, -1, -1e-3, double.PositiveInfinity, double.NegativeInfinity, double.NaN];

    [Fact]
    public void ValueOutsideZeroToOne_IsRefusedWithItsElement()
    {
        RefusedEverywhere<float>();
        RefusedEverywhere<double>();
        RefusedEverywhere<Half>();
        RefusedEverywhere<BFloat16>();
    }

    [Fact]
    public void NumbersNextToTheBounds_AreTold()
    {
        IsProbability(1.0, true);
        IsProbability(Math.BitIncrement(1.0), false);
        IsProbability(-0.0, true);
        IsProbability(-double.Epsilon, false);
        IsProbability(double.Epsilon, true);
        IsProbability(1f, true);
        IsProbability(MathF.BitIncrement(1), false);
        IsProbability(-0f, true);
        IsProbability(-float.Epsilon, false);
        IsProbability(-float.NaN, false);
    }

    [Fact]
    public void EverySixteenBitNumber_IsTold()
    {
        for (int bits = 0; bits < 1 << 16; bits++)
        {
            Half half = BitConverter.UInt16BitsToHalf((ushort)bits);
            IsProbability(half, half >= Half.Zero && half <= Half.One);
            BFloat16 value = BFloat16.FromBits((ushort)bits);
            IsProbability(value, value >= BFloat16.Zero && value <= BFloat16.One);
        }
    }

    [Theory]
    [InlineData(LossPass.Forward)]
    [InlineData(LossPass.Backward)]
    [InlineData(LossPass.ForwardBackward)]
    public void RefusedCall_WritesNothing(LossPass pass)
    {
        ElementScene<Half, float> scene = new(5000);
        Array.Fill(scene.Input, (Half)0.5f);
        scene.Input[4999] = (Half)1.5f;
        ElementCall<Half, float> call = scene.Call(pass, Reduction.None) with { InputName = "probabilities", InputIsProbability = true };
        ArgumentOutOfRangeException e = Assert.Throws<ArgumentOutOfRangeException>("probabilities", () => Runs.Compute(call));
        Assert.StartsWith("probabilities: expected probabilities, from 0 to 1, got 1.5 at element 4999.", e.Message, StringComparison.Ordinal);
        Assert.True(scene.NothingWritten);
        scene.Input[4999] = Half.One;
        Runs.Compute(call);
        Assert.False(scene.NothingWritten);
    }

    private static void RefusedEverywhere<T>()
        where T : unmanaged
    {
        foreach (int length in (int[])[1, 7, 33, 100])
        {
            T[] values = Pinned.Build(length, i => Number.Of<T>(i / 100.0));
            ProbabilityCheck.Run(Pinned.Slice(values), "probabilities");
            foreach (double outside in Outside)
            {
                foreach (int place in new HashSet<int> { 0, length / 2, length - 1 })
                {
                    T valid = values[place];
                    values[place] = Number.Of<T>(outside);
                    ArgumentOutOfRangeException e = Assert.Throws<ArgumentOutOfRangeException>("probabilities", () => ProbabilityCheck.Run(Pinned.Slice(values), "probabilities"));
                    Assert.Equal(values[place], e.ActualValue);
                    Assert.Contains($" at element {place}.", e.Message, StringComparison.Ordinal);
                    values[place] = valid;
                }
            }
        }
    }

    private static unsafe void IsProbability<T>(T value, bool expected)
        where T : unmanaged
    {
        // Beyond one vector of any width, so that vectors tell as single elements do.
        T* values = stackalloc T[64];
        new Span<T>(values, 64).Fill(value);
        Assert.Equal(expected ? 1 : 0, ProbabilityCheck.FindRefused(new Slice<T>(values, 1)));
        Assert.Equal(expected ? 64 : 0, ProbabilityCheck.FindRefused(new Slice<T>(values, 64)));
    }
}

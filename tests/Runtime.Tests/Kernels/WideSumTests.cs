using System.Numerics;
using Gen.CrossEntropy.Kernels;
using Gen.CrossEntropy.Runtime.Tests.Support;

namespace Gen.CrossEntropy.Runtime.Tests.Kernels;

public sealed unsafe class WideSumTests
{
    [Fact]
    public void Sum_IsThatOfEightLanesOnEveryMachine()
    {
        foreach (int length in (int[])[0, 1, 7, 8, 9, 16, 31, 1000])
        {
            IsThatOfEightLanes<float>(length);
            IsThatOfEightLanes<double>(length);
        }
    }

    [Fact]
    public void FloatsWhoseSumNoFloatHolds_AreAddedInDouble()
    {
        float[] values = Pinned.Of(16_777_216f, 1, 1, 1);
        Assert.Equal(16_777_219, WideSum.Of(Pinned.Slice(values).Pointer, 4));
    }

    private static void IsThatOfEightLanes<T>(int length)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T[] values = Pinned.Build(length, i => T.CreateTruncating(Math.Pow(-1.37, i % 60)));
        double[] lanes = new double[8];
        double rest = 0;
        for (int i = 0; i < length; i++)
        {
            (i < length / 8 * 8 ? ref lanes[i % 8] : ref rest) += double.CreateTruncating(values[i]);
        }

        double expected = ((lanes[0] + lanes[4] + (lanes[1] + lanes[5])) + (lanes[2] + lanes[6] + (lanes[3] + lanes[7]))) + rest;
        Assert.Equal(BitConverter.DoubleToInt64Bits(expected), BitConverter.DoubleToInt64Bits(WideSum.Of(Pinned.Slice(values).Pointer, length)));
    }
}

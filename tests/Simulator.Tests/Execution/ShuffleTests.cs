using Gen.CrossEntropy.Simulator.Tests.Support;
using ILGPU;
using ILGPU.Runtime;

namespace Gen.CrossEntropy.Simulator.Tests.Execution;

public sealed class ShuffleTests
{
    [Fact]
    public void EveryShuffle_GivesTheLaneThatItNames()
    {
        using Rig rig = new();
        ArrayView<int> result = rig.View(new int[64 * 8]);
        rig.Run(AllShuffles, 1, 64, result);
        int[] values = result.GetAsArray();
        for (int i = 0; i < 64; i++)
        {
            int warp = i & 32, lane = i & 31;
            int[] expected =
            [
                warp + 7,
                warp + (lane ^ 5),
                lane + 3 < 32 ? i + 3 : i,
                lane >= 3 ? i - 3 : i,
                (i & ~7) + 6,
                i ^ 4,
                (lane & 7) + 3 < 8 ? i + 3 : i,
                (lane & 7) >= 3 ? i - 3 : i,
            ];
            Assert.Equal(expected, values[(8 * i)..(8 * i + 8)]);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(11)]
    public void ValuesOfEveryType_AreMovedWhole(int seed)
    {
        using Settings settings = new();
        SimulatorSettings.Seed = seed;
        using Rig rig = new();
        ArrayView<double> result = rig.View(new double[32]);
        rig.Run(SumOfTypes, 1, 32, result);
        double expected = Enumerable.Range(0, 32).Sum(i => (i * 0.1) + (float)(i * 0.25) + (i * 10_000_000_000L) + -i);
        Assert.All(result.GetAsArray(), sum => Assert.Equal(expected, sum, 1e-3));
        Assert.Single(result.GetAsArray().Distinct());
    }

    [Fact]
    public void FastLane_DoesNotOverwriteWhatASlowOneHasYetToRead()
    {
        using Rig rig = new();
        ArrayView<int> result = rig.View(new int[96]);
        rig.Run(ManyInARow, 1, 96, result);
        Assert.Equal(Enumerable.Range(0, 96).Select(i => (i & ~31) + ((i + 50) & 31)), result.GetAsArray());
    }

    [Theory]
    [InlineData(32, 32)]
    [InlineData(-1, 32)]
    [InlineData(4, 4)]
    [InlineData(0, 3)]
    [InlineData(0, 64)]
    public void OperandThatDevicesDisagreeOn_IsRefused(int operand, int width)
    {
        using Rig rig = new();
        Assert.Contains($"shuffles by {operand} among {width} lanes, which devices disagree on", rig.Fault(ShuffleBy, 1, 32, operand, width), StringComparison.Ordinal);
    }

    private static void AllShuffles(ArrayView<int> result)
    {
        int i = Group.IdxX;
        result[8 * i] = Warp.Shuffle(i, 7);
        result[(8 * i) + 1] = Warp.ShuffleXor(i, 5);
        result[(8 * i) + 2] = Warp.ShuffleDown(i, 3);
        result[(8 * i) + 3] = Warp.ShuffleUp(i, 3);
        result[(8 * i) + 4] = Warp.Shuffle(i, 6, 8);
        result[(8 * i) + 5] = Warp.ShuffleXor(i, 4, 8);
        result[(8 * i) + 6] = Warp.ShuffleDown(i, 3, 8);
        result[(8 * i) + 7] = Warp.ShuffleUp(i, 3, 8);
    }

    private static void SumOfTypes(ArrayView<double> result)
    {
        int i = Warp.LaneIdx;
        double a = i * 0.1;
        float b = i * 0.25f;
        long c = i * 10_000_000_000L;
        int d = -i;
        for (int mask = Warp.WarpSize / 2; mask > 0; mask /= 2)
        {
            a += Warp.ShuffleXor(a, mask);
            b += Warp.ShuffleXor(b, mask);
            c += Warp.ShuffleXor(c, mask);
            d += Warp.ShuffleXor(d, mask);
        }

        result[i] = a + b + c + d;
    }

    private static void ManyInARow(ArrayView<int> result)
    {
        int value = Group.IdxX;
        for (int i = 0; i < 50; i++)
        {
            value = Warp.Shuffle(value, (Warp.LaneIdx + 1) & 31);
        }

        result[Group.IdxX] = value;
    }

    private static void ShuffleBy(int operand, int width) => Warp.ShuffleXor(1f, operand, width);
}

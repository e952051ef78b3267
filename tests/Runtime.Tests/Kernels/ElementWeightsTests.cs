using System.Numerics;
using Gen.CrossEntropy.Kernels;
using Gen.CrossEntropy.Runtime.Tests.Support;

namespace Gen.CrossEntropy.Runtime.Tests.Kernels;

public sealed class ElementWeightsTests
{
    /// <summary>Weights, positions, repetitions: periods of one element, of parts of a block, of blocks, and too long to be laid out once.</summary>
    public static TheoryData<int, int, int> Periods => new()
    {
        { 1, 1, 1 }, { 1, 1, 5000 }, { 3, 1, 1 }, { 3, 1, 2 }, { 3, 1, 3000 }, { 1000, 1, 10 }, { 4096, 1, 3 }, { 4097, 1, 3 }, { 16384, 1, 2 }, { 16385, 1, 2 }, { 20_000, 1, 3 },
        { 1, 2, 1 }, { 1, 7, 1000 }, { 3, 2, 1 }, { 3, 5, 700 }, { 2, 5000, 3 }, { 3, 8192, 2 }, { 5000, 2, 4 }, { 9000, 2, 2 }, { 2, 20_000, 2 }, { 1, 16_400, 3 },
    };

    [Theory]
    [MemberData(nameof(Periods))]
    public void EveryElement_HasTheWeightOfItsPlaceInThePeriod(int count, int positions, int repetitions)
    {
        Weighs<float, float>(count, positions, repetitions);
        Weighs<double, double>(count, positions, repetitions);
        Weighs<Half, float>(count, positions, repetitions);
        Weighs<BFloat16, float>(count, positions, repetitions);
    }

    [Fact]
    public void WeightForEachElement_IsTheCallersMemory()
    {
        ElementScene<float, float> scene = new(9000);
        float[] weights = Pinned.Build(9000, i => (float)i);
        ElementCall<float, float> call = scene.Call(LossPass.Forward, Reduction.Sum, weights);
        Runs.Compute(call);
        unsafe
        {
            Assert.Equal([(nint)call.Weights.Pointer, (nint)(call.Weights.Pointer + 4096), (nint)(call.Weights.Pointer + 8192)], ToyElementKernel<float>.Seen.Take(3).Select(b => b.WeightsAddress));
        }
    }

    [Fact]
    public void WeightForEachElement_DoesNotMindThePositionsOfTheOther()
    {
        // [4, 3, 4]: a weight for each element, and a positive weight for each index of axis 1.
        ElementScene<double, double> scene = new(48);
        double[] weights = Pinned.Build(48, i => (double)i);
        double[] posWeights = Pinned.Of(5.0, 6, 7);
        Runs.Compute(scene.Call(LossPass.Forward, Reduction.Sum, weights, posWeights, positions: 4));
        SeenElements block = Assert.Single(ToyElementKernel<double>.Seen);
        Assert.Equal(weights, block.Weights!);
        Assert.Equal(Enumerable.Repeat((double[])[5, 5, 5, 5, 6, 6, 6, 6, 7, 7, 7, 7], 4).SelectMany(x => x), block.PosWeights!);
    }

    [Fact]
    public void WithoutWeights_ThereAreNone()
    {
        Runs.Compute(new ElementScene<float, float>(10).Call(LossPass.Forward, Reduction.Sum));
        SeenElements block = Assert.Single(ToyElementKernel<float>.Seen);
        Assert.Null(block.Weights);
        Assert.Null(block.PosWeights);
    }

    private static void Weighs<T, TReal>(int count, int positions, int repetitions)
        where T : unmanaged
        where TReal : unmanaged, IFloatingPointIeee754<TReal>
    {
        ElementScene<T, TReal> scene = new(count * positions * repetitions);
        T[] weights = Pinned.Build(count, i => Number.Of<T>(i % 250));
        T[] reversed = Pinned.Build(count, i => Number.Of<T>((count - 1 - i) % 250));
        Runs.Compute(scene.Call(LossPass.Forward, Reduction.Sum, weights, reversed, positions));
        Assert.Equal(Enumerable.Range(0, scene.Input.Length).Select(i => (double)(i / positions % count % 250)), ToyElementKernel<TReal>.Seen.SelectMany(b => b.Weights!));
        Assert.Equal(Enumerable.Range(0, scene.Input.Length).Select(i => (double)((count - 1 - (i / positions % count)) % 250)), ToyElementKernel<TReal>.Seen.SelectMany(b => b.PosWeights!));
    }
}

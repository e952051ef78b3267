using System.Numerics;
using Gen.CrossEntropy.Kernels;
using Gen.CrossEntropy.Runtime.Tests.Support;

namespace Gen.CrossEntropy.Runtime.Tests.Kernels;

public sealed class ElementLossTests
{
    /// <summary>None, one, blocks of 4096 with and without a rest.</summary>
    private static readonly int[] Lengths = [0, 1, 7, 100, 4095, 4096, 4097, 8192, 9000];

    [Fact]
    public void EveryElementType_GivesTheSameNumbers()
    {
        foreach (int length in Lengths)
        {
            LossesAndGradients<float, float>(length);
            LossesAndGradients<double, double>(length);
            LossesAndGradients<Half, float>(length);
            LossesAndGradients<BFloat16, float>(length);
        }
    }

    [Fact]
    public void Blocks_Have4096ElementsInOrder_AndTheLastThatFillNoVectorAreACopyOfTheirOwn()
    {
        ElementScene<float, float> scene = new(9000);
        Runs.Compute(scene.Call(LossPass.ForwardBackward, Reduction.Sum));
        Assert.Equal([4096, 4096, 800, 8], ToyElementKernel<float>.Seen.Select(b => (int)b.Count));
        Assert.All(ToyElementKernel<float>.Seen, b => Assert.Equal(1, b.Stride));
        Assert.Equal([0, 16384, 32768], ToyElementKernel<float>.Seen.Take(3).Select(b => (int)(b.Input - ToyElementKernel<float>.Seen[0].Input)));
        Assert.NotInRange(ToyElementKernel<float>.Seen[3].Input - ToyElementKernel<float>.Seen[0].Input, 0, (9000 * sizeof(float)) - 1);
    }

    [Fact]
    public void Mean_DividesByTheElementsWhateverTheirWeights()
    {
        ElementScene<double, double> scene = new(60);
        double[] weights = Pinned.Build(60, i => i + 1.0);
        double sum = Runs.Compute(scene.Call(LossPass.ForwardBackward, Reduction.Sum, weights, weights));
        double[] gradient = [.. scene.Gradient];
        Assert.Equal(sum / 60, Runs.Compute(scene.Call(LossPass.ForwardBackward, Reduction.Mean, weights, weights)));
        Assert.Equal(1 / 60.0, ToyElementKernel<double>.Seen[0].Scale);
        for (int i = 0; i < gradient.Length; i++)
        {
            Assert.Equal(gradient[i] / 60, scene.Gradient[i], 1e-12);
        }
    }

    [Fact]
    public void BatchMean_DividesByTheBatchSize()
    {
        ElementScene<double, double> scene = new(60);
        double sum = Runs.Compute(scene.Call(LossPass.Forward, Reduction.Sum));
        ElementCall<double, double> call = scene.Call(LossPass.ForwardBackward, Reduction.BatchMean);
        call.BatchSize = 4;
        call.Upstream = 2;
        Assert.Equal(sum / 4, Runs.Compute(call));
        Assert.Equal(.5, ToyElementKernel<double>.Seen[0].Scale);
    }

    [Theory]
    [InlineData(Reduction.Sum)]
    [InlineData(Reduction.Mean)]
    [InlineData(Reduction.BatchMean)]
    public void GivenDivisor_ReplacesTheReductionsOwn(Reduction reduction)
    {
        ElementScene<double, double> scene = new(60);
        double sum = Runs.Compute(scene.Call(LossPass.Forward, Reduction.Sum));
        ElementCall<double, double> call = scene.Call(LossPass.ForwardBackward, reduction);
        call.Divisor = -8;
        Assert.Equal(sum / -8, Runs.Compute(call));
        Assert.Equal(-.125, ToyElementKernel<double>.Seen[0].Scale);
    }

    [Fact]
    public void NoElements_HaveMeanNaNAndSumZero()
    {
        foreach (LossPass pass in Enum.GetValues<LossPass>())
        {
            ElementScene<Half, float> scene = new(0);
            Assert.Equal(0, Runs.Compute(scene.Call(pass, Reduction.None)));
            Assert.Equal(0, Runs.Compute(scene.Call(pass, Reduction.Sum)));
            Assert.Equal(double.NaN, Runs.Compute(scene.Call(pass, Reduction.Mean)));
            Assert.Equal(double.NaN, Runs.Compute(scene.Call(pass, Reduction.BatchMean) with { BatchSize = 0 }));
            Assert.Equal(0, Runs.Compute(scene.Call(pass, Reduction.BatchMean) with { BatchSize = 3 }));
            Assert.Equal(0, Runs.Compute(scene.Call(pass, Reduction.Sum, weights: [], posWeights: Pinned.Build(3, _ => Half.One), positions: int.MaxValue)));
            Assert.Empty(ToyElementKernel<float>.Seen);
        }
    }

    [Fact]
    public void GradientInTheInputsOwnMemory_ReplacesIt()
    {
        InPlace<float, float>();
        InPlace<BFloat16, float>();
    }

    [Fact]
    public void CallThatSaysNothingOfNames_HasTheDefaults()
    {
        ElementCall<float, float> call = default;
        Assert.Equal(("logits", "targets", 1), (call.InputName, call.TargetsName, call.Positions));
    }

    private static void InPlace<T, TReal>()
        where T : unmanaged
        where TReal : unmanaged, IFloatingPointIeee754<TReal>
    {
        ElementScene<T, TReal> scene = new(5000);
        Runs.Compute(scene.Call(LossPass.ForwardBackward, Reduction.None) with { Gradient = Pinned.Slice(scene.Input) });
        Assert.Equal(Enumerable.Range(0, 5000).Select(i => (double)(i % 5 * (i % 3))), Number.Values(scene.Input));
        Assert.Equal(Enumerable.Range(0, 5000).Select(i => (double)(i % 7 * (i % 5))), Number.Values(scene.Losses));
    }

    private static void LossesAndGradients<T, TReal>(int length)
        where T : unmanaged
        where TReal : unmanaged, IFloatingPointIeee754<TReal>
    {
        double[] losses = [.. Enumerable.Range(0, length).Select(i => (double)(i % 7 * (i % 5)))];
        ElementScene<T, TReal> scene = new(length);
        Assert.Equal(0, Runs.Compute(scene.Call(LossPass.Forward, Reduction.None)));
        Assert.Equal(losses, Number.Values(scene.Losses));
        Runs.Compute(scene.Call(LossPass.Backward, Reduction.None));
        Assert.Equal(Enumerable.Range(0, length).Select(i => (double)(i % 5 * (i % 3))), Number.Values(scene.Gradient));

        ElementScene<T, TReal> fused = new(length);
        Runs.Compute(fused.Call(LossPass.ForwardBackward, Reduction.None));
        Assert.Equal(scene.Losses, fused.Losses);
        Assert.Equal(scene.Gradient, fused.Gradient);

        // A sum is the kernel's, of what was not rounded.
        Assert.Equal(losses.Sum(), Runs.Compute(fused.Call(LossPass.ForwardBackward, Reduction.Sum)));
        Assert.Equal(Enumerable.Range(0, length).Select(i => (double)(i % 5)), Number.Values(fused.Gradient));
    }
}

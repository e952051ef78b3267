using Gen.CrossEntropy.Kernels;
using Gen.CrossEntropy.Runtime.Tests.Support;

namespace Gen.CrossEntropy.Runtime.Tests.Kernels;

public sealed class DivisorTests
{
    // Rows 0 to 3 of 3 classes: x[t] is x[0], x[4], x[8], x[9], that is 0, 2, 4 and 4.5; w[t] is 1, 2, 3 and 1.
    private readonly Scene<float, int> scene = new(4, 3);

    [Fact]
    public void Sum_DividesByOne()
    {
        Assert.Equal(10.5, Runs.Compute(scene.Call(LossPass.ForwardBackward, Reduction.Sum)));
        Assert.Equal([1f, 0, 0, 0, 1, 0, 0, 0, 1, 1, 0, 0], scene.Gradient);
    }

    [Fact]
    public void Mean_DividesByTheRowsThatAreNotIgnored()
    {
        scene.Targets[3] = -100;
        LossCall<float, float, int> call = scene.Call(LossPass.ForwardBackward, Reduction.Mean);
        call.Upstream = 6;
        Assert.Equal(2, Runs.Compute(call));
        Assert.Equal([2f, 0, 0, 0, 2, 0, 0, 0, 2, 0, 0, 0], scene.Gradient);
    }

    [Fact]
    public void WeightedMean_DividesByTheirWeights()
    {
        scene.Targets[3] = -100;
        LossCall<float, float, int> call = scene.Call(LossPass.ForwardBackward, Reduction.Mean, weighted: true);
        call.Upstream = 12;
        Assert.Equal((4.0 + 12) / 6, Runs.Compute(call));
        Assert.Equal([2f, 0, 0, 0, 4, 0, 0, 0, 6, 0, 0, 0], scene.Gradient);
    }

    [Fact]
    public void MeanOverProbabilities_DividesByTheSamplesWhateverTheWeights()
    {
        Scene<double, double> dense = new(2, 3, 4);
        double sum = Runs.Compute(dense.Call(LossPass.Forward, Reduction.Sum, weighted: true));
        Assert.Equal(sum / 8, Runs.Compute(dense.Call(LossPass.Forward, Reduction.Mean, weighted: true)));
    }

    [Theory]
    [InlineData(Reduction.Sum)]
    [InlineData(Reduction.Mean)]
    public void GivenDivisor_ReplacesTheReductionsOwn(Reduction reduction)
    {
        LossCall<float, float, int> call = scene.Call(LossPass.ForwardBackward, reduction, weighted: true);
        call.Divisor = 4;
        Assert.Equal((4 + 12 + 4.5) / 4, Runs.Compute(call));
        Assert.Equal([.25f, 0, 0, 0, .5f, 0, 0, 0, .75f, .25f, 0, 0], scene.Gradient);

        Scene<float, float> dense = new(4, 3);
        double sum = Runs.Compute(dense.Call(LossPass.Forward, Reduction.Sum));
        LossCall<float, float, float> denseCall = dense.Call(LossPass.Forward, reduction);
        denseCall.Divisor = -8;
        Assert.Equal(sum / -8, Runs.Compute(denseCall));
    }

    [Fact]
    public void PartsOfABatchWithTheWholeDivisor_AddUpToItsMean()
    {
        Scene<double, int> whole = new(6, 3);
        double mean = Runs.Compute(whole.Call(LossPass.ForwardBackward, Reduction.Mean));
        double[] gradient = [.. whole.Gradient];
        double parts = 0;
        for (int part = 0; part < 3; part++)
        {
            LossCall<double, double, int> call = whole.Call(LossPass.ForwardBackward, Reduction.Mean);
            call.Divisor = 6;
            unsafe
            {
                call.Input = new(call.Input.Pointer + (6 * part), 6);
                call.Targets = new(call.Targets.Pointer + (2 * part), 2);
                call.Gradient = new(call.Gradient.Pointer + (6 * part), 6);
            }

            parts += Runs.Compute(call);
        }

        Assert.Equal(mean, parts, 1e-15);
        Assert.Equal(gradient, whole.Gradient);
    }

    [Fact]
    public void AllRowsIgnored_MeanIsNaNAndSumIsZero()
    {
        Array.Fill(scene.Targets, -100);
        foreach (bool weighted in (bool[])[false, true])
        {
            Assert.Equal(double.NaN, Runs.Compute(scene.Call(LossPass.ForwardBackward, Reduction.Mean, weighted)));
            Assert.All(scene.Gradient, v => Assert.Equal(0, v));
            Assert.Equal(0, Runs.Compute(scene.Call(LossPass.ForwardBackward, Reduction.Sum, weighted)));
            Assert.Equal(0, Runs.Compute(scene.Call(LossPass.ForwardBackward, Reduction.None, weighted)));
            Assert.All(scene.Losses, v => Assert.Equal(0, v));
        }

        LossCall<float, float, int> call = scene.Call(LossPass.ForwardBackward, Reduction.Mean);
        call.Divisor = 2;
        Assert.Equal(0, Runs.Compute(call));
    }

    [Fact]
    public void EveryKeptWeightZero_MeanAndGradientAreNaN()
    {
        Array.Clear(scene.ClassWeights);
        LossCall<float, float, int> call = scene.Call(LossPass.ForwardBackward, Reduction.Mean, weighted: true);
        Assert.Equal(double.NaN, Runs.Compute(call));
        Assert.Equal(float.NaN, scene.Gradient[0]);
        Runs.Record(call);
        Assert.All(ToyKernel<float>.Seen, b => Assert.Equal(double.NaN, b.Scale));
    }

    [Fact]
    public void EmptyBatch_HasMeanNaNAndSumZero()
    {
        foreach (LossPass pass in Enum.GetValues<LossPass>())
        {
            Scene<float, int> empty = new(0, 3);
            Assert.Equal(double.NaN, Runs.Record(empty.Call(pass, Reduction.Mean)));
            Assert.Equal(double.NaN, Runs.Record(empty.Call(pass, Reduction.Mean, weighted: true)));
            Assert.Equal(0, Runs.Record(empty.Call(pass, Reduction.Sum)));
            Assert.Equal(0, Runs.Record(empty.Call(pass, Reduction.None)));
            Assert.Empty(ToyKernel<float>.Seen);

            Scene<float, float> dense = new(0, 3, 5);
            Assert.Equal(double.NaN, Runs.Record(dense.Call(pass, Reduction.Mean)));
            Assert.Equal(0, Runs.Record(dense.Call(pass, Reduction.Sum)));
            Assert.Equal(0, Runs.Record(dense.Call(pass, Reduction.None)));
        }
    }

    [Fact]
    public void ReductionNone_ReturnsZeroAndScalesByTheUpstreamRows()
    {
        Assert.Equal(0, Runs.Compute(scene.Call(LossPass.ForwardBackward, Reduction.None)));
        Assert.Equal([0f, 2, 4, 4.5f], scene.Losses);
        Assert.Equal([1f, 0, 0, 0, 2, 0, 0, 0, 3, 4, 0, 0], scene.Gradient);
    }
}

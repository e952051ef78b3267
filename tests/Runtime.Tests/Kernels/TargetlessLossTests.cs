using Gen.CrossEntropy.Kernels;
using Gen.CrossEntropy.Runtime.Tests.Support;

namespace Gen.CrossEntropy.Runtime.Tests.Kernels;

public sealed class TargetlessLossTests
{
    [Fact]
    public void Targets_AreNeitherNeededNorSeen()
    {
        Scene<double, double> scene = new(2, 3, 5);
        Runs.RecordWithoutTargets(scene.Call(LossPass.Forward, Reduction.Sum) with { Targets = default });
        Assert.Equal(4, ToyKernel<double>.Seen.Count);
        Assert.All(ToyKernel<double>.Seen, b => Assert.Equal((0, 0), (b.TargetsAddress, b.DenseTargets)));
    }

    [Fact]
    public void Mean_DividesByTheSamplesAndTheirPositions()
    {
        Scene<double, double> scene = new(2, 3, 4);
        double sum = Runs.ComputeWithoutTargets(scene.Call(LossPass.Forward, Reduction.Sum));
        Assert.Equal(Enumerable.Range(0, 24).Sum(i => i * i / 4.0), sum);
        Assert.Equal(sum / 8, Runs.ComputeWithoutTargets(scene.Call(LossPass.ForwardBackward, Reduction.Mean)));
        Assert.Equal(2 * 11.5 / 8, scene.Gradient[23]);
    }

    [Fact]
    public void EmptyBatch_HasMeanNaNAndSumZero()
    {
        Scene<Half, float, Half> scene = new(0, 3);
        Assert.Equal(double.NaN, Runs.ComputeWithoutTargets(scene.Call(LossPass.ForwardBackward, Reduction.Mean)));
        Assert.Equal(0, Runs.ComputeWithoutTargets(scene.Call(LossPass.ForwardBackward, Reduction.Sum)));
    }

    [Fact]
    public void Refusals_NameTheInput()
    {
        Scene<float, float> scene = new(2, 3);
        LossCall<float, float, float> call = scene.Call(LossPass.Backward, Reduction.Sum);
        call.InputName = "probabilities";
        ArgumentException e = Assert.Throws<ArgumentException>("probabilities", () => Runs.ComputeWithoutTargets(call with { ClassCount = 4 }));
        Assert.StartsWith("probabilities: expected a multiple of C = 4 classes, got 6 elements.", e.Message, StringComparison.Ordinal);
        e = Assert.Throws<ArgumentException>("gradient", () => Runs.ComputeWithoutTargets(call with { Gradient = default }));
        Assert.StartsWith("gradient: expected 6 elements, as many as probabilities, got 0 elements.", e.Message, StringComparison.Ordinal);
        unsafe
        {
            call.Gradient = new(call.Input.Pointer - 1, 6);
        }

        e = Assert.Throws<ArgumentException>("gradient", () => Runs.ComputeWithoutTargets(call));
        Assert.StartsWith("gradient: expected memory apart from probabilities, got memory that overlaps it without being exactly the same memory.", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void BlocksOfMoreRowsThanIndicesAllow_AreAccepted()
    {
        Scene<float, float> scene = new(1000, 2);
        Runs.RecordWithoutTargets(scene.Call(LossPass.Forward, Reduction.Sum) with { BlockRows = 700 });
        Assert.Equal([700, 300], ToyKernel<float>.Seen.Select(b => (int)b.Count));
    }
}

using Gen.CrossEntropy.Kernels;
using Gen.CrossEntropy.Runtime.Tests.Support;

namespace Gen.CrossEntropy.Runtime.Tests.Kernels;

public sealed class ElementBindTests
{
    [Theory]
    [InlineData(new int[] { }, 1)]
    [InlineData(new int[] { 5 }, 5)]
    [InlineData(new int[] { 4, 5 }, 4)]
    [InlineData(new int[] { 4, 5, 3, 2 }, 4)]
    [InlineData(new int[] { 0, 5 }, 0)]
    [InlineData(new int[] { 4, 0 }, 4)]
    public void AnyShape_BecomesSlices(int[] shape, int batchSize)
    {
        TensorBuffer<Half>[] buffers = [.. Enumerable.Range(0, 7).Select(_ => Host(shape))];
        ElementCall<Half, float> call = Call() with { Weighted = true, PosWeighted = true, Reduction = Reduction.None };
        call.Bind(buffers[0], buffers[1], buffers[2], buffers[3], buffers[4], buffers[5], buffers[6]);
        Assert.Equal((1, batchSize), (call.Positions, call.BatchSize));
        Same(buffers[0], call.Input);
        Same(buffers[1], call.Targets);
        Same(buffers[2], call.Weights);
        Same(buffers[3], call.PosWeights);
        Same(buffers[4], call.UpstreamElements);
        Same(buffers[5], call.Losses);
        Same(buffers[6], call.Gradient);
        Runs.Compute(call);
        Array.ForEach(buffers, buffer => buffer.Dispose());
    }

    [Theory]
    [InlineData(new int[] { 4, 5 }, 1)]
    [InlineData(new int[] { 5, 5 }, 1)]
    [InlineData(new int[] { 4, 5, 3 }, 3)]
    [InlineData(new int[] { 4, 5, 3, 2 }, 6)]
    [InlineData(new int[] { 0, 5, 3 }, 1)]
    public void WeightsOfClasses_LieAlongAxisOne(int[] shape, int positions)
    {
        using TensorBuffer<Half> input = Host(shape);
        using TensorBuffer<Half> perClass = Host(5);
        ElementCall<Half, float> call = Call() with { Weighted = true, PosWeighted = true, Pass = LossPass.Forward };
        call.Bind(input, input, perClass, input);
        Assert.Equal(positions, call.Positions);
        Runs.Compute(call);
        call.Bind(input, input, input, perClass);
        Assert.Equal(positions, call.Positions);
        Runs.Compute(call);
    }

    [Theory]
    [InlineData(new int[] { 4, 5 }, new int[] { 4 }, "[4, 5] of the predictions or [5], one element for each index of axis 1, got [4].")]
    [InlineData(new int[] { 4, 5 }, new int[] { 1, 5 }, "[4, 5] of the predictions or [5], one element for each index of axis 1, got [1, 5].")]
    [InlineData(new int[] { 5 }, new int[] { 1 }, "[5] of the predictions, got [1].")]
    [InlineData(new int[] { }, new int[] { 1 }, "[] of the predictions, got [1].")]
    public void OtherWeights_AreRefused(int[] shape, int[] weightShape, string message)
    {
        using TensorBuffer<Half> input = Host(shape);
        using TensorBuffer<Half> weights = Host(weightShape);
        Refused("weights", "weights: expected the shape " + message, () => Call().Bind(input, input, weights));
        Refused("posWeights", "posWeights: expected the shape " + message, () => Call().Bind(input, input, posWeights: weights));
    }

    [Fact]
    public void OtherShapes_AreRefusedByName()
    {
        using TensorBuffer<Half> input = Host(4, 5);
        using TensorBuffer<Half> flat = Host(20);
        const string Expected = ": expected the shape [4, 5] of the predictions, got [20].";
        Refused("logTargets", "logTargets" + Expected, () => Call().Bind(input, flat));
        Refused("upstream", "upstream" + Expected, () => Call().Bind(input, input, upstream: flat));
        Refused("losses", "losses" + Expected, () => Call().Bind(input, input, losses: flat));
        Refused("gradient", "gradient" + Expected, () => Call().Bind(input, input, gradient: flat));
        Assert.Throws<ArgumentNullException>("predictions", () => Call().Bind(null!, flat));
        Assert.Throws<ArgumentNullException>("logTargets", () => Call().Bind(flat, null!));
    }

    private static ElementCall<Half, float> Call() => new() { Pass = LossPass.ForwardBackward, Reduction = Reduction.Sum, InputName = "predictions", TargetsName = "logTargets" };

    private static TensorBuffer<Half> Host(params int[] shape) => Device.Cpu.Allocate<Half>([.. shape.Select(extent => (nint)extent)]);

    private static unsafe void Same(TensorBuffer<Half> buffer, Slice<Half> slice)
    {
        Assert.Equal(buffer.Length, slice.Length);
        Assert.True(slice.Pointer == ((HostBuffer<Half>)buffer).Pointer);
    }

    private static void Refused(string argument, string message, Action bind)
    {
        ArgumentException e = Assert.Throws<ArgumentException>(argument, bind);
        Assert.StartsWith(message, e.Message, StringComparison.Ordinal);
    }
}

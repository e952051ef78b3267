using System.Runtime.CompilerServices;
using Gen.CrossEntropy.Kernels;
using Gen.CrossEntropy.Runtime.Tests.Support;

namespace Gen.CrossEntropy.Runtime.Tests.Kernels;

public sealed unsafe class BindTests
{
    [ThreadStatic]
    private static WeakReference? watched;

    [Theory]
    [InlineData(new int[] { 5 }, new int[] { }, 1)]
    [InlineData(new int[] { 5 }, new int[] { 1 }, 1)]
    [InlineData(new int[] { 4, 5 }, new int[] { 4 }, 1)]
    [InlineData(new int[] { 5, 5 }, new int[] { 5 }, 1)]
    [InlineData(new int[] { 0, 5 }, new int[] { 0 }, 1)]
    [InlineData(new int[] { 4, 5, 1 }, new int[] { 4, 1 }, 1)]
    [InlineData(new int[] { 4, 5, 3 }, new int[] { 4, 3 }, 3)]
    [InlineData(new int[] { 4, 5, 3, 2 }, new int[] { 4, 3, 2 }, 6)]
    [InlineData(new int[] { 4, 5, 0 }, new int[] { 4, 0 }, 1)]
    [InlineData(new int[] { 0, 5, int.MaxValue, int.MaxValue, int.MaxValue }, new int[] { 0, int.MaxValue, int.MaxValue, int.MaxValue }, 1)]
    public void ShapesThatFit_BecomeSlices(int[] logitsShape, int[] sampleShape, int positions)
    {
        using TensorBuffer<float> logits = Host<float>(logitsShape);
        using TensorBuffer<float> gradient = Host<float>(logitsShape);
        using TensorBuffer<long> targets = Host<long>(sampleShape);
        using TensorBuffer<float> losses = Host<float>(sampleShape);
        using TensorBuffer<float> upstream = Host<float>(sampleShape);
        using TensorBuffer<float> weights = Host<float>(5);
        using TensorBuffer<float> logSumExps = Host<float>(sampleShape);
        using TensorBuffer<float> hits = Host<float>(sampleShape);
        using TensorBuffer<float> entropies = Host<float>(sampleShape);
        LossCall<float, float, long> call = Call<long>();
        call.Outputs = LossOutputs.LogSumExp | LossOutputs.Hits | LossOutputs.Entropy;
        call.Bind(logits, targets, weights, upstream, losses, gradient, logSumExps, hits, entropies);
        Assert.Equal(positions, call.Positions);
        Same(logits, call.Input);
        Same(gradient, call.Gradient);
        Same(targets, call.Targets);
        Same(losses, call.Losses);
        Same(upstream, call.UpstreamRows);
        Same(weights, call.ClassWeights);
        Same(logSumExps, call.LogSumExps);
        Same(hits, call.Hits);
        Same(entropies, call.Entropies);
        ToyKernel<float>.Classes = 5;
        Runs.Compute(call);
    }

    [Fact]
    public void Null_IsNotPartOfTheCall()
    {
        using TensorBuffer<float> logits = Host<float>(4, 5);
        using TensorBuffer<int> targets = Host<int>(4);
        LossCall<float, float, int> call = Call<int>();
        call.Bind(logits, targets);
        Assert.Equal(0, call.ClassWeights.Length);
        Assert.Equal(0, call.UpstreamRows.Length);
        Assert.Equal(0, call.Losses.Length);
        Assert.Equal(0, call.Gradient.Length);
        Assert.Throws<ArgumentNullException>("logits", () => call.Bind(null!, targets));
        Assert.Throws<ArgumentNullException>("targets", () => call.Bind(logits, null!));
    }

    [Fact]
    public void Probabilities_AreShapedLikeTheLogits()
    {
        using TensorBuffer<float> logits = Host<float>(4, 5, 3);
        using TensorBuffer<float> same = Host<float>(4, 5, 3);
        using TensorBuffer<float> other = Host<float>(4, 3);
        LossCall<float, float, float> call = Call<float>();
        call.Bind(logits, same);
        Same(same, call.Targets);
        Refused("targets", "targets: expected the shape [4, 5, 3] of the logits, got [4, 3].", () => call.Bind(logits, other));
    }

    [Fact]
    public void MissingProbabilities_AreRefusedByTheLossThatNeedsThem()
    {
        foreach (int samples in (int[])[0, 4])
        {
            using TensorBuffer<float> logits = Host<float>(samples, 5);
            LossCall<float, float, float> call = Call<float>() with { Pass = LossPass.Forward, Reduction = Reduction.Sum, Weighted = false };
            call.Bind(logits);
            Assert.Throws<ArgumentNullException>("targets", () => Runs.Compute(call));
            ToyKernel<float>.Classes = 5;
            Assert.Equal(0, Runs.ComputeWithoutTargets(call));
        }
    }

    [Fact]
    public void InputOfAnotherName_IsCalledByIt()
    {
        using TensorBuffer<float> input = Host<float>(4, 5);
        using TensorBuffer<float> flat = Host<float>(20);
        using TensorBuffer<int> targets = Host<int>(4);
        LossCall<float, float, int> call = Call<int>();
        call.InputName = "logProbabilities";
        Assert.Throws<ArgumentNullException>("logProbabilities", () => call.Bind(null!, targets));
        Refused("logProbabilities", "logProbabilities: expected the shape [5], [N, 5] or [N, 5, d1, …, dk], got [20].", () => call.Bind(flat, targets));
        Refused("gradient", "gradient: expected the shape [4, 5] of the logProbabilities, got [20].", () => call.Bind(input, targets, gradient: flat));
        Refused("losses", "losses: expected the shape [4], the logProbabilities' [4, 5] without the class axis, got [20].", () => call.Bind(input, targets, losses: flat));
    }

    [Fact]
    public void SixteenBitBuffers_BecomeSlices()
    {
        using TensorBuffer<BFloat16> logits = Host<BFloat16>(4, 5, 3);
        using TensorBuffer<BFloat16> gradient = Host<BFloat16>(4, 5, 3);
        using TensorBuffer<BFloat16> probabilities = Host<BFloat16>(4, 5, 3);
        using TensorBuffer<float> upstream = Host<float>(4, 3);
        LossCall<BFloat16, float, BFloat16> call = new() { Pass = LossPass.Backward, ClassCount = 5, BlockRows = 4 };
        call.Bind(logits, probabilities, upstream: upstream, gradient: gradient);
        Same(logits, call.Input);
        Same(probabilities, call.Targets);
        Same(upstream, call.UpstreamRows);
        Same(gradient, call.Gradient);
        Assert.Equal(3, call.Positions);
    }

    [Theory]
    [InlineData(new int[] { }, "[]")]
    [InlineData(new int[] { 4 }, "[4]")]
    [InlineData(new int[] { 5, 4 }, "[5, 4]")]
    [InlineData(new int[] { 4, 3, 5 }, "[4, 3, 5]")]
    [InlineData(new int[] { 0, 4 }, "[0, 4]")]
    public void LogitsWithoutTheClassAxis_AreRefused(int[] shape, string printed)
    {
        using TensorBuffer<float> logits = Host<float>(shape);
        using TensorBuffer<int> targets = Host<int>(4);
        Refused("logits", $"logits: expected the shape [5], [N, 5] or [N, 5, d1, …, dk], got {printed}.", () => Call<int>().Bind(logits, targets));
    }

    [Theory]
    [InlineData(new int[] { 5 }, new int[] { 2 }, "expected the shape [] or [1], one element for logits [5], got [2].")]
    [InlineData(new int[] { 5 }, new int[] { 1, 1 }, "expected the shape [] or [1], one element for logits [5], got [1, 1].")]
    [InlineData(new int[] { 4, 5 }, new int[] { 5 }, "expected the shape [4], the logits' [4, 5] without the class axis, got [5].")]
    [InlineData(new int[] { 4, 5 }, new int[] { 4, 1 }, "expected the shape [4], the logits' [4, 5] without the class axis, got [4, 1].")]
    [InlineData(new int[] { 1, 5 }, new int[] { }, "expected the shape [1], the logits' [1, 5] without the class axis, got [].")]
    [InlineData(new int[] { 4, 5, 3 }, new int[] { 12 }, "expected the shape [4, 3], the logits' [4, 5, 3] without the class axis, got [12].")]
    [InlineData(new int[] { 4, 5, 3 }, new int[] { 3, 4 }, "expected the shape [4, 3], the logits' [4, 5, 3] without the class axis, got [3, 4].")]
    [InlineData(new int[] { 4, 5, 3, 2 }, new int[] { 4, 2, 3 }, "expected the shape [4, 3, 2], the logits' [4, 5, 3, 2] without the class axis, got [4, 2, 3].")]
    public void ShapesThatDoNotFit_AreRefusedByName(int[] logitsShape, int[] sampleShape, string message)
    {
        using TensorBuffer<float> logits = Host<float>(logitsShape);
        using TensorBuffer<int> good = Host<int>(logitsShape.Length == 1 ? [] : [logitsShape[0], .. logitsShape[2..]]);
        using TensorBuffer<int> targets = Host<int>(sampleShape);
        using TensorBuffer<float> other = Host<float>(sampleShape);
        Refused("targets", "targets: " + message, () => Call<int>().Bind(logits, targets));
        Refused("losses", "losses: " + message, () => Call<int>().Bind(logits, good, losses: other));
        Refused("upstream", "upstream: " + message, () => Call<int>().Bind(logits, good, upstream: other));
        Refused("logSumExps", "logSumExps: " + message, () => Call<int>().Bind(logits, good, logSumExps: other));
        Refused("hits", "hits: " + message, () => Call<int>().Bind(logits, good, hits: other));
        Refused("entropies", "entropies: " + message, () => Call<int>().Bind(logits, good, entropies: other));
    }

    [Fact]
    public void GradientAndWeightsOfAnotherShape_AreRefused()
    {
        using TensorBuffer<float> logits = Host<float>(4, 5);
        using TensorBuffer<int> targets = Host<int>(4);
        using TensorBuffer<float> flat = Host<float>(20);
        using TensorBuffer<float> column = Host<float>(5, 1);
        Refused("gradient", "gradient: expected the shape [4, 5] of the logits, got [20].", () => Call<int>().Bind(logits, targets, gradient: flat));
        Refused("classWeights", "classWeights: expected the shape [5], one element per class, got [5, 1].", () => Call<int>().Bind(logits, targets, column));
    }

    [Fact]
    public void DisposedBuffer_IsRefused()
    {
        using TensorBuffer<float> logits = Host<float>(4, 5);
        using TensorBuffer<int> targets = Host<int>(4);
        TensorBuffer<float> gone = Host<float>(4, 5);
        gone.Dispose();
        Assert.Throws<ObjectDisposedException>(() => Call<int>().Bind(gone, targets));
        Assert.Throws<ObjectDisposedException>(() => Call<int>().Bind(logits, targets, gradient: gone));
    }

    [Fact]
    public void DeviceWithoutKernels_IsNamed()
    {
        using FakeDevice device = new();
        using TensorBuffer<float> logits = device.Allocate<float>(4, 5);
        using TensorBuffer<int> targets = device.Allocate<int>(4);
        NotSupportedException e = Assert.Throws<NotSupportedException>(() => Call<int>().Bind(logits, targets));
        Assert.Contains("Fake 9000 (Cuda)", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void BuffersOfTwoDevices_AreRefused()
    {
        using FakeDevice device = new();
        using TensorBuffer<float> logits = Host<float>(4, 5);
        using TensorBuffer<int> targets = Host<int>(4);
        using TensorBuffer<int> elsewhere = device.Allocate<int>(4);
        using TensorBuffer<float> gradient = device.Allocate<float>(4, 5);
        Refused("targets", "targets: expected a buffer on the logits' device CPU (Cpu), got one on Fake 9000 (Cuda).", () => Call<int>().Bind(logits, elsewhere));
        Refused("gradient", "gradient: expected a buffer on the logits' device CPU (Cpu), got one on Fake 9000 (Cuda).", () => Call<int>().Bind(logits, targets, gradient: gradient));
    }

    [Fact]
    public void BoundBuffers_AreNotCollectedDuringTheRun()
    {
        LossCall<float, float, int> call = BindToUnnamedBuffers() with { Pass = LossPass.Forward, Reduction = Reduction.Sum, Weighted = false };
        Assert.Equal(0, IndexLoss.Run(in call, &CollectAndLook));
        Assert.True(watched is not null);
    }

    private static double CollectAndLook(Block<float>* block)
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        Assert.True(watched!.IsAlive);
        return block->Input[0];
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static LossCall<float, float, int> BindToUnnamedBuffers()
    {
        TensorBuffer<float> logits = Host<float>(1, 5);
        watched = new WeakReference(logits);
        LossCall<float, float, int> call = Call<int>();
        call.Bind(logits, Host<int>(1));
        return call;
    }

    private static LossCall<float, float, TTarget> Call<TTarget>()
        where TTarget : unmanaged => new()
        {
            Pass = LossPass.ForwardBackward,
            ClassCount = 5,
            Reduction = Reduction.None,
            IgnoreIndex = -100,
            Weighted = true,
            BlockRows = 4,
        };

    private static TensorBuffer<T> Host<T>(params int[] shape)
        where T : unmanaged => Device.Cpu.Allocate<T>([.. shape.Select(extent => (nint)extent)]);

    private static void Same<T>(TensorBuffer<T> buffer, Slice<T> slice)
        where T : unmanaged
    {
        Assert.Equal(buffer.Length, slice.Length);
        Assert.True(slice.Pointer == ((HostBuffer<T>)buffer).Pointer);
    }

    private static void Refused(string argument, string message, Action bind)
    {
        ArgumentException e = Assert.Throws<ArgumentException>(bind);
        Assert.Equal(argument, e.ParamName);
        Assert.StartsWith(message, e.Message, StringComparison.Ordinal);
    }
}

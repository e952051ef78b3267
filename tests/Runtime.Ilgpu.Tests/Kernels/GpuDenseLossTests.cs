using Gen.CrossEntropy.Ilgpu.Tests.Support;
using Gen.CrossEntropy.Kernels;

namespace Gen.CrossEntropy.Ilgpu.Tests.Kernels;

public sealed class GpuDenseLossTests
{
    private static readonly float[] X = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12];
    private static readonly float[] Q = [0, 1, 0, 0, 0, 2, 3, 0, 0, 0, 0, 1];
    private static readonly float[] W = [2, 3, 5];

    public static TheoryData<string> DeviceNames => TestDevices.Names;

    [Theory]
    [MemberData(nameof(DeviceNames))]
    public void Mean_DividesByTheSamples(string device)
    {
        using Scene scene = new(TestDevices.Get(device), 4, 3);

        Assert.Equal((2 + 12 + 21 + 12) / 4.0, GpuDenseLoss.Run(scene.Call(LossPass.ForwardBackward, Reduction.Mean), OtherKernels.DenseProduct));
        Assert.Equal(Q.Select(q => q * 8 / 4), Batch<int>.Read(scene.Gradient));
    }

    [Theory]
    [MemberData(nameof(DeviceNames))]
    public void ClassWeightsAndTheirSum_ReachTheKernel(string device)
    {
        using Scene scene = new(TestDevices.Get(device), 4, 3);

        Assert.Equal(6 + 60 + 42 + 60, GpuDenseLoss.Run(scene.Call(LossPass.Forward, Reduction.Sum, weighted: true, LossOutputs.LogSumExp), OtherKernels.DenseProduct));
        Assert.Equal([10, 10, 10, 10], Batch<int>.Read(scene.LogSumExps));
    }

    [Theory]
    [MemberData(nameof(DeviceNames))]
    public void Positions_AndLossesOfSamples(string device)
    {
        using Scene scene = new(TestDevices.Get(device), 2, 3, 2);

        Assert.Equal(0, GpuDenseLoss.Run(scene.Call(LossPass.ForwardBackward, Reduction.None), OtherKernels.DenseProduct));
        Assert.Equal([0, 14, 21, 12], Batch<int>.Read(scene.Losses));
        Assert.Equal([0, 2, 0, 0, 0, 4, 9, 0, 0, 0, 0, 4], Batch<int>.Read(scene.Gradient));
    }

    [Theory]
    [MemberData(nameof(DeviceNames))]
    public void EmptyBatch_HasAMeanOfNaN(string device)
    {
        using Scene scene = new(TestDevices.Get(device), 0, 3);

        Assert.True(double.IsNaN(GpuDenseLoss.Run(scene.Call(LossPass.ForwardBackward, Reduction.Mean), OtherKernels.DenseProduct)));
    }

    [Theory]
    [MemberData(nameof(DeviceNames))]
    public void LossWithoutTargets_NeedsNone(string device)
    {
        using Scene scene = new(TestDevices.Get(device), 4, 3);
        LossCall<float, float, float> call = scene.Call(LossPass.Forward, Reduction.Mean);
        call.Bind(scene.Input);

        Assert.Equal(650 / 4.0, GpuTargetlessLoss.Run(in call, OtherKernels.SumOfSquares));
        Assert.Throws<ArgumentNullException>("targets", () => GpuDenseLoss.Run(in call, OtherKernels.DenseProduct));
    }

    [Theory]
    [MemberData(nameof(DeviceNames))]
    public void RefusalOfAnEarlierCall_IsToldByTheNextThatWaits_BeforeItWrites(string device)
    {
        using Scene scene = new(TestDevices.Get(device), 4, 3);
        using Batch<int> bad = new(TestDevices.Get(device), 1);
        float[] untouched = [.. Enumerable.Repeat(Batch<int>.Canary, 12)];
        bad.Targets.CopyFrom([10]);
        Assert.Equal(0, GpuIndexLoss.Run(bad.Call(LossPass.Backward, Reduction.Mean), TenClasses.PerThread));

        // One that does not wait tells nothing.
        Assert.Equal(0, GpuDenseLoss.Run(scene.Call(LossPass.ForwardBackward, Reduction.None), OtherKernels.DenseProduct));
        scene.Gradient.CopyFrom(untouched);
        ArgumentOutOfRangeException refused = Assert.Throws<ArgumentOutOfRangeException>(
            () => GpuDenseLoss.Run(scene.Call(LossPass.ForwardBackward, Reduction.Mean), OtherKernels.DenseProduct));

        Assert.Equal(("targets", 10L), (refused.ParamName, refused.ActualValue));
        Assert.Contains("an earlier one", refused.Message, StringComparison.Ordinal);
        Assert.Equal(untouched, Batch<int>.Read(scene.Gradient));
        Assert.Equal((2 + 12 + 21 + 12) / 4.0, GpuDenseLoss.Run(scene.Call(LossPass.ForwardBackward, Reduction.Mean), OtherKernels.DenseProduct));
    }

    private sealed class Scene : IDisposable
    {
        public Scene(IlgpuDevice device, params nint[] shape)
        {
            nint[] perSample = shape.Length == 2 ? [shape[0]] : [shape[0], shape[2]];
            Input = device.Allocate<float>(shape);
            Targets = device.Allocate<float>(shape);
            Weights = device.Allocate<float>(3);
            Upstream = device.Allocate<float>(perSample);
            Losses = device.Allocate<float>(perSample);
            LogSumExps = device.Allocate<float>(perSample);
            Gradient = device.Allocate<float>(shape);
            Input.CopyFrom(X.AsSpan(0, (int)Input.Length));
            Targets.CopyFrom(Q.AsSpan(0, (int)Input.Length));
            Weights.CopyFrom(W);
            Upstream.CopyFrom(((float[])[1, 2, 3, 4]).AsSpan(0, (int)Upstream.Length));
        }

        public TensorBuffer<float> Input { get; }

        public TensorBuffer<float> Targets { get; }

        public TensorBuffer<float> Weights { get; }

        public TensorBuffer<float> Upstream { get; }

        public TensorBuffer<float> Losses { get; }

        public TensorBuffer<float> LogSumExps { get; }

        public TensorBuffer<float> Gradient { get; }

        public LossCall<float, float, float> Call(LossPass pass, Reduction reduction, bool weighted = false, LossOutputs outputs = LossOutputs.None)
        {
            LossCall<float, float, float> call = new()
            {
                Pass = pass,
                ClassCount = 3,
                Reduction = reduction,
                Outputs = outputs,
                Weighted = weighted,
                BlockRows = 1,
                Upstream = 8,
                HasDeviceKernels = true,
            };
            bool rows = reduction == Reduction.None;
            call.Bind(Input, Targets, weighted ? Weights : null, rows ? Upstream : null, rows ? Losses : null, pass == LossPass.Forward ? null : Gradient, outputs == LossOutputs.None ? null : LogSumExps);
            return call;
        }

        public void Dispose()
        {
            Input.Dispose();
            Targets.Dispose();
            Weights.Dispose();
            Upstream.Dispose();
            Losses.Dispose();
            LogSumExps.Dispose();
            Gradient.Dispose();
        }
    }
}

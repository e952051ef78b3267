using Gen.CrossEntropy.Ilgpu.Tests.Support;
using Gen.CrossEntropy.Kernels;

namespace Gen.CrossEntropy.Ilgpu.Tests.Kernels;

public sealed class GpuClassMapTests
{
    private static readonly float[] X = [.. Enumerable.Range(0, 300).Select(i => (float)i)];

    public static TheoryData<string> DeviceNames => TestDevices.Names;

    [Theory]
    [MemberData(nameof(DeviceNames))]
    public void ForwardAndBackward_WriteEveryElement(string device)
    {
        using TensorBuffer<float> x = TestDevices.Get(device).Allocate<float>(100, 3);
        using TensorBuffer<float> y = TestDevices.Get(device).Allocate<float>(100, 3);
        using TensorBuffer<float> dx = TestDevices.Get(device).Allocate<float>(100, 3);
        x.CopyFrom(X);
        MapCall<float, float> forward = new() { Pass = LossPass.Forward, ClassCount = 3, BlockRows = 1, HasDeviceKernels = true };
        forward.Bind(x, output: y);
        MapCall<float, float> backward = new() { Pass = LossPass.Backward, ClassCount = 3, BlockRows = 1, HasDeviceKernels = true };
        backward.Bind(y, upstream: x, gradient: dx);

        GpuClassMap.Run(in forward, OtherKernels.Doubling);
        GpuClassMap.Run(in backward, OtherKernels.Doubling);

        Assert.Equal(X.Select(v => 2 * v), Batch<int>.Read(y));
        Assert.Equal(X.Select(v => 2 * v * v), Batch<int>.Read(dx));
    }

    [Theory]
    [MemberData(nameof(DeviceNames))]
    public void Output_MayReplaceTheInput(string device)
    {
        using TensorBuffer<float> x = TestDevices.Get(device).Allocate<float>(100, 3);
        x.CopyFrom(X);
        MapCall<float, float> call = new() { Pass = LossPass.Forward, ClassCount = 3, BlockRows = 1, HasDeviceKernels = true };
        call.Bind(x, output: x);

        GpuClassMap.Run(in call, OtherKernels.Doubling);

        Assert.Equal(X.Select(v => 2 * v), Batch<int>.Read(x));
    }

    [Fact]
    public void EmptyBatch_RunsNothing()
    {
        using TensorBuffer<float> x = TestDevices.Get("emulated, shuffles").Allocate<float>(0, 3);
        MapCall<float, float> call = new() { Pass = LossPass.Forward, ClassCount = 3, BlockRows = 1, HasDeviceKernels = true };
        call.Bind(x, output: x);

        GpuClassMap.Run(in call, OtherKernels.Doubling);

        Assert.Equal(0, x.Length);
    }

    [Fact]
    public void MissingOutput_IsRefusedAsOnTheCpu()
    {
        using TensorBuffer<float> x = TestDevices.Get("emulated, shuffles").Allocate<float>(2, 3);
        MapCall<float, float> call = new() { Pass = LossPass.Forward, ClassCount = 3, BlockRows = 1, OutputName = "probabilities", HasDeviceKernels = true };
        call.Bind(x);

        Assert.Throws<ArgumentException>("probabilities", () => GpuClassMap.Run(in call, OtherKernels.Doubling));
    }
}

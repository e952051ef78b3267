using Gen.CrossEntropy.Ilgpu.Tests.Support;
using Gen.CrossEntropy.Kernels;

namespace Gen.CrossEntropy.Ilgpu.Tests.Kernels;

public sealed class CompilationTests
{
    private static readonly object Captured = new();

    /// <summary>No device runs a method of an object: what it captures is in the host's memory.</summary>
    private static readonly GpuKernel<float, float> Impossible = new(new Instance(Captured).Run, new Instance(Captured).Run, 32, 32);

    [Fact]
    public void KernelThatCannotBeCompiled_IsNamedAndTheDeviceSaysThatItCompilesNoMore()
    {
        using IlgpuDevice device = IlgpuDevices.Emulated(largestGroup: 256);
        using TensorBuffer<float> x = device.Allocate<float>(10, 3);
        x.CopyFrom(Enumerable.Repeat(1f, 30).ToArray());
        MapCall<float, float> call = new() { Pass = LossPass.Forward, ClassCount = 3, BlockRows = 1, HasDeviceKernels = true };
        call.Bind(x, output: x);
        GpuClassMap.Run(in call, OtherKernels.Doubling);

        InvalidOperationException refused = Assert.Throws<InvalidOperationException>(() => GpuClassMap.Run(in call, Impossible));
        Assert.Contains($"{device}: the kernel Instance.Run cannot be compiled: ", refused.Message, StringComparison.Ordinal);
        Assert.NotNull(refused.InnerException);

        // A kernel that it has not compiled yet, and one that it has.
        InvalidOperationException poisoned = Assert.Throws<InvalidOperationException>(() => GpuClassMap.Run(in call, TenClasses.PerThread));
        Assert.Equal(refused.Message, poisoned.Message);
        GpuClassMap.Run(in call, OtherKernels.Doubling);
        Assert.All(Batch<int>.Read(x), v => Assert.Equal(4, v));
    }

    private sealed class Instance(object captured)
    {
        public void Run(GpuBlock<float, float> block) => block.Output[0] = captured.GetHashCode();
    }
}

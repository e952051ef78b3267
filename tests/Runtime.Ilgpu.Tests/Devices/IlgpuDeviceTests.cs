using Gen.CrossEntropy.Kernels;
using ILGPU.Runtime.Cuda;

namespace Gen.CrossEntropy.Ilgpu.Tests.Devices;

public sealed class IlgpuDeviceTests
{
    [Fact]
    public void Best_IsAGpuOrASentenceSaysWhyNot()
    {
        using IlgpuDevice? best = IlgpuDevices.Best();
        string? reason = IlgpuDevices.WhyNoGpu();

        Assert.Equal(best is null, reason is not null);
        if (best is null)
        {
            Assert.Contains("Cuda: ", reason, StringComparison.Ordinal);
            Assert.Contains("OpenCL: ", reason, StringComparison.Ordinal);
            Assert.EndsWith(".", reason, StringComparison.Ordinal);
        }
        else
        {
            Assert.NotEqual(DeviceKind.Emulated, best.Kind);
        }
    }

    [Fact]
    public void All_ListsNewObjectsWithoutEmulatedOnes()
    {
        IReadOnlyList<IlgpuDevice> once = IlgpuDevices.All();
        IReadOnlyList<IlgpuDevice> again = IlgpuDevices.All();

        Assert.Equal(once.Select(device => device.ToString()), again.Select(device => device.ToString()));
        Assert.Empty(once.Intersect(again));
        Assert.All(once, device => Assert.True(device.Kind is DeviceKind.Cuda or DeviceKind.OpenCL));
    }

    [Fact]
    public void RegisteredDevices_AreKnownToTheCoreOnce()
    {
        IlgpuDevices.Register();
        IlgpuDevices.Register();

        Assert.Equal([.. IlgpuDevices.All().Select(device => device.ToString()), Device.Cpu.ToString()], Device.All().Select(device => device.ToString()));
        using Device best = Device.Best();
        using IlgpuDevice? gpu = IlgpuDevices.Best();
        Assert.Equal(gpu?.ToString() ?? Device.Cpu.ToString(), best.ToString());
    }

    [Fact]
    public void EmulatedDevice_SaysWhatItIs()
    {
        using IlgpuDevice device = IlgpuDevices.Emulated();

        Assert.Equal(DeviceKind.Emulated, device.Kind);
        Assert.Equal("Emulated GPU (Emulated)", device.ToString());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(16)]
    [InlineData(128)]
    [InlineData(2048)]
    public void EmulatedGroups_HoldTheDevicesOwnKernels(int largestGroup)
    {
        Assert.Contains($"got {largestGroup}", Assert.Throws<ArgumentOutOfRangeException>(() => IlgpuDevices.Emulated(largestGroup: largestGroup)).Message, StringComparison.Ordinal);
    }

    /// <summary>What Ampere brought, no older card has.</summary>
    [Fact]
    public void Cards_GetTheKernelsOfTheirGeneration()
    {
        Assert.Equal(KernelFlavour.Shuffles, CudaBackend.FlavourOf(CudaArchitecture.SM_75));
        Assert.Equal(KernelFlavour.Ampere, CudaBackend.FlavourOf(CudaArchitecture.SM_80));
        Assert.Equal(KernelFlavour.Ampere, CudaBackend.FlavourOf(CudaArchitecture.SM_90));
        Assert.Equal(KernelFlavour.Shuffles, CudaBackend.FlavourOf((CudaArchitecture?)null));
    }

    [Fact]
    public void Flavours_AreThoseThatCanBeEmulated()
    {
        Assert.Contains("got 9.", Assert.Throws<ArgumentOutOfRangeException>(() => IlgpuDevices.Emulated((KernelFlavour)9)).Message, StringComparison.Ordinal);
        if (typeof(ILGPU.Context).Assembly.GetName().Name == "ILGPU")
        {
            Assert.Contains("only NVIDIA's cards have", Assert.Throws<ArgumentOutOfRangeException>(() => IlgpuDevices.Emulated(KernelFlavour.Ampere)).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void DisposedDevice_CannotBeUsedAndItsBuffersNeither()
    {
        IlgpuDevice device = IlgpuDevices.Emulated(largestGroup: 256);
        TensorBuffer<float> buffer = device.Allocate<float>(3);
        device.Dispose();
        device.Dispose();

        Assert.Throws<ObjectDisposedException>(() => device.Allocate<float>(3));
        Assert.Throws<ObjectDisposedException>(device.Synchronize);
        Assert.Throws<ObjectDisposedException>(() => buffer.CopyFrom(new float[3]));
        MapCall<float, float> call = new() { ClassCount = 3, HasDeviceKernels = true };
        Assert.Throws<ObjectDisposedException>(() => call.Bind(buffer));
        buffer.Dispose();
    }

    [Fact]
    public void UnusedDevice_IsDisposedWithoutHavingBeenOpened()
    {
        IlgpuDevice device = IlgpuDevices.Emulated();
        device.Dispose();

        Assert.Throws<ObjectDisposedException>(() => device.Allocate<float>(1));
    }
}

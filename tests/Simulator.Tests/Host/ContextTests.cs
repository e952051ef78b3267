using Gen.CrossEntropy.Simulator.Tests.Support;
using ILGPU;
using ILGPU.Runtime;
using ILGPU.Runtime.CPU;
using ILGPU.Runtime.Cuda;
using ILGPU.Runtime.OpenCL;

namespace Gen.CrossEntropy.Simulator.Tests.Host;

public sealed class ContextTests
{
    [Fact]
    public void UnlessSet_ThereIsOneDevice()
    {
        using Context context = Context.Create(builder => builder.Optimize(OptimizationLevel.O2).AllAccelerators());
        Device device = Assert.Single(context.Devices);
        Assert.Equal(AcceleratorType.CPU, device.AcceleratorType);
        Assert.Equal((32, 1024, 48 * 1024), (device.WarpSize, device.MaxNumThreadsPerGroup, device.MaxSharedMemoryPerGroup));
    }

    [Fact]
    public void Devices_AreThoseThatAreSetAndAskedFor()
    {
        using Settings settings = new();
        SimulatorSettings.Devices = SimulatedDevices.Cuda | SimulatedDevices.OpenCL;
        using Context all = Context.CreateDefault();
        Assert.Equal([AcceleratorType.OpenCL, AcceleratorType.Cuda], all.Devices.Select(device => device.AcceleratorType));
        using Context cuda = Context.Create(builder => builder.Cuda().DefaultCPU());
        Assert.IsType<CudaDevice>(Assert.Single(cuda.Devices));
        using Context none = Context.Create(builder => builder.OpenCL(device => device.DeviceType == CLDeviceType.CL_DEVICE_TYPE_GPU));
        Assert.Empty(none.Devices);
    }

    [Fact]
    public void OpenCLDevice_HasNoShuffles()
    {
        using Settings settings = new();
        SimulatorSettings.Devices = SimulatedDevices.OpenCL;
        using Context context = Context.Create(builder => builder.OpenCL());
        using Accelerator accelerator = context.Devices[0].CreateAccelerator(context);
        Assert.Equal(AcceleratorType.OpenCL, accelerator.AcceleratorType);
        Action<KernelConfig, int> kernel = accelerator.LoadStreamKernel<int>(Shuffle);
        Assert.Contains("on a device without shuffles", Assert.Throws<SimulatorException>(() => kernel((1, 32), 0)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void DisposedContext_TakesItsAcceleratorsAlong()
    {
        Context context = Context.Create(builder => builder.CPU(CPUDeviceKind.Nvidia));
        Accelerator accelerator = context.CreateCPUAccelerator(0);
        context.Dispose();
        Assert.True(accelerator.IsDisposed);
        Assert.Throws<ObjectDisposedException>(() => context.Devices[0].CreateAccelerator(context));
    }

    private static void Shuffle(int n) => Warp.Shuffle(n, 0);
}

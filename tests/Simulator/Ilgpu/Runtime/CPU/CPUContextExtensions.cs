using Gen.CrossEntropy.Simulator;

namespace ILGPU.Runtime.CPU;

/// <summary>CPU devices of contexts.</summary>
public static class CPUContextExtensions
{
    /// <summary>Adds the CPU device.</summary>
    /// <param name="builder">The builder.</param>
    /// <returns>The builder.</returns>
    public static Context.Builder DefaultCPU(this Context.Builder builder) => builder.CPU(CPUDeviceKind.Default);

    /// <summary>Adds the CPU device.</summary>
    /// <param name="builder">The builder.</param>
    /// <returns>The builder.</returns>
    public static Context.Builder CPU(this Context.Builder builder) => builder.CPU(CPUDeviceKind.Default);

    /// <summary>Adds the CPU device.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="kind">What it imitates.</param>
    /// <returns>The builder.</returns>
    public static Context.Builder CPU(this Context.Builder builder, CPUDeviceKind kind)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return Enum.IsDefined(kind) ? builder.CPU(new CPUDevice(32, 32, 2)) : throw new ArgumentOutOfRangeException(nameof(kind));
    }

    /// <summary>Adds a CPU device.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="device">The device.</param>
    /// <returns>The builder.</returns>
    public static Context.Builder CPU(this Context.Builder builder, CPUDevice device)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(device);
        return builder.Add(SimulatedDevices.Cpu, device);
    }

    /// <summary>The i-th CPU device.</summary>
    /// <param name="context">The context.</param>
    /// <param name="cpuDeviceIndex">i.</param>
    /// <returns>The device.</returns>
    public static CPUDevice GetCPUDevice(this Context context, int cpuDeviceIndex)
    {
        ArgumentNullException.ThrowIfNull(context);
        return context.Devices.OfType<CPUDevice>().ElementAt(cpuDeviceIndex);
    }

    /// <summary>An accelerator of the i-th CPU device.</summary>
    /// <param name="context">The context.</param>
    /// <param name="cpuDeviceIndex">i.</param>
    /// <returns>The accelerator.</returns>
    public static Accelerator CreateCPUAccelerator(this Context context, int cpuDeviceIndex) => context.GetCPUDevice(cpuDeviceIndex).CreateAccelerator(context);
}

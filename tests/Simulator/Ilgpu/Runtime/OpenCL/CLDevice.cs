namespace ILGPU.Runtime.OpenCL;

/// <summary>The device that passes for OpenCL's: without shuffles.</summary>
public sealed class CLDevice : Device
{
    internal CLDevice()
        : base(AcceleratorType.OpenCL, "Simulator (OpenCL)", warpSize: 1)
    {
    }

    /// <summary>What it can do that not all devices can.</summary>
    public CapabilityContext Capabilities { get; } = new CLCapabilityContext();

    /// <summary>What it is: no graphics card.</summary>
    public CLDeviceType DeviceType => CLDeviceType.CL_DEVICE_TYPE_CPU;
}

namespace ILGPU.Runtime.OpenCL;

/// <summary>The device that passes for OpenCL's: without shuffles.</summary>
public sealed class CLDevice : Device
{
    internal CLDevice()
        : base(AcceleratorType.OpenCL, "Simulator (OpenCL)", warpSize: 1)
    {
    }

    /// <summary>What it can do that not all devices can.</summary>
    public CLCapabilityContext Capabilities { get; } = new CLCapabilityContext();

    /// <summary>The name of the platform.</summary>
    public string PlatformName => "Simulator";

    /// <summary>What it is: no graphics card.</summary>
    public CLDeviceType DeviceType => CLDeviceType.CL_DEVICE_TYPE_CPU;
}

using System.Reflection;
using ILGPU;
using ILGPU.Runtime.OpenCL;

namespace Gen.CrossEntropy;

/// <summary>Devices of all makers.</summary>
internal sealed class OpenCLBackend : Backend
{
    /// <summary>PoCL, which runs kernels on processors. Its version 3 does not say that it has a generic address space; kernels of ours need none that is more than a name, and run.</summary>
    private const string Pocl = "Portable Computing Language";

    public override DeviceKind Kind => DeviceKind.OpenCL;

    public override string? WhyNot(ILGPU.Runtime.Device device) => device is not CLDevice { Capabilities: CLCapabilityContext can }
        ? null
        : !can.Float64 ? "it has no 64-bit floating-point numbers"
        : !can.GenericAddressSpace ? "it has no generic address space, which is optional in OpenCL 3"
        : null;

    public override bool IsGpu(ILGPU.Runtime.Device device) => device is CLDevice cl && (cl.DeviceType & CLDeviceType.CL_DEVICE_TYPE_GPU) != 0;

    public override KernelFlavour FlavourOf(ILGPU.Runtime.Device device) => KernelFlavour.SharedMemory;

    public override string? WhyNone() => NativeLibraries.WhyNoOpenCL();

    // All of them, so that reasons can be given for those that are left out.
    protected override void AddDevices(Context.Builder builder) => builder.OpenCL(device =>
    {
        if (device.PlatformName == Pocl)
        {
            typeof(CLCapabilityContext).GetProperty(nameof(CLCapabilityContext.GenericAddressSpace), BindingFlags.Public | BindingFlags.Instance)?.GetSetMethod(nonPublic: true)?.Invoke(device.Capabilities, [true]);
        }

        return true;
    });
}

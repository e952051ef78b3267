using ILGPU;
using ILGPU.Runtime.CPU;
using ILGPU.Runtime.Cuda;
using ILGPU.Runtime.OpenCL;

namespace Gen.CrossEntropy;

/// <summary>A part of ILGPU that has devices: how a context for it is made, and which of its devices can run kernels.</summary>
internal abstract class Backend
{
    /// <summary>NVIDIA's cards.</summary>
    public static Backend Cuda { get; } = new CudaBackend();

    /// <summary>Devices of all makers.</summary>
    public static Backend OpenCL { get; } = new OpenCLBackend();

    /// <summary>What its devices are.</summary>
    public abstract DeviceKind Kind { get; }

    /// <summary>The host's processor, with warps of 32 threads.</summary>
    /// <param name="warps">The most warps of a group: a power of two. Each has 32 threads of the operating system.</param>
    public static Backend Emulated(int warps) => new EmulatedBackend(warps);

    /// <summary>A context that has this backend's devices, in an order that does not change while the process lives.</summary>
    public Context CreateContext()
    {
        NativeLibraries.ResolveFor(typeof(Context).Assembly);

        // O2 is what turns the access to a structure of four into one instruction.
        return Context.Create(builder => AddDevices(builder.Optimize(OptimizationLevel.O2)));
    }

    /// <summary>Why this device of a context cannot run the kernels of losses; null if it can.</summary>
    public abstract string? WhyNot(ILGPU.Runtime.Device device);

    /// <summary>Whether losses are likely to run faster on this device than on the processor.</summary>
    public abstract bool IsGpu(ILGPU.Runtime.Device device);

    /// <summary>Why there is no device at all; null if there should be some.</summary>
    public abstract string? WhyNone();

    protected abstract void AddDevices(Context.Builder builder);

    private sealed class CudaBackend : Backend
    {
        public override DeviceKind Kind => DeviceKind.Cuda;

        public override string? WhyNot(ILGPU.Runtime.Device device) => null;

        public override bool IsGpu(ILGPU.Runtime.Device device) => true;

        public override string? WhyNone() => NativeLibraries.WhyNoCuda();

        protected override void AddDevices(Context.Builder builder) => builder.Cuda();
    }

    private sealed class OpenCLBackend : Backend
    {
        public override DeviceKind Kind => DeviceKind.OpenCL;

        public override string? WhyNot(ILGPU.Runtime.Device device) => device is not CLDevice { Capabilities: CLCapabilityContext can }
            ? null
            : !can.Float64 ? "it has no 64-bit floating-point numbers"
            : !can.GenericAddressSpace ? "it has no generic address space, which is optional in OpenCL 3"
            : null;

        public override bool IsGpu(ILGPU.Runtime.Device device) => device is CLDevice cl && (cl.DeviceType & CLDeviceType.CL_DEVICE_TYPE_GPU) != 0;

        public override string? WhyNone() => NativeLibraries.WhyNoOpenCL();

        // All of them, so that reasons can be given for those that are left out.
        protected override void AddDevices(Context.Builder builder) => builder.OpenCL(_ => true);
    }

    private sealed class EmulatedBackend(int warps) : Backend
    {
        private const int WarpThreads = 32;

        public override DeviceKind Kind => DeviceKind.Emulated;

        public override string? WhyNot(ILGPU.Runtime.Device device) => null;

        public override bool IsGpu(ILGPU.Runtime.Device device) => false;

        public override string? WhyNone() => null;

        protected override void AddDevices(Context.Builder builder) => builder.CPU(new CPUDevice(WarpThreads, warps, 1));
    }
}

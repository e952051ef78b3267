using ILGPU;

namespace Gen.CrossEntropy;

/// <summary>A part of ILGPU that has devices: how a context for it is made, and which of its devices can run kernels.</summary>
internal abstract class Backend
{
    /// <summary>What its devices are.</summary>
    public abstract DeviceKind Kind { get; }

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

    /// <summary>The flavour of kernels that a device runs.</summary>
    public abstract KernelFlavour FlavourOf(ILGPU.Runtime.Device device);

    /// <summary>Why there is no device at all; null if there should be some.</summary>
    public abstract string? WhyNone();

    /// <summary>Adds this backend's devices, usable or not.</summary>
    protected abstract void AddDevices(Context.Builder builder);
}

using System.Collections.Immutable;
using Gen.CrossEntropy.Simulator;
using ILGPU.Runtime;
using ILGPU.Runtime.CPU;
using ILGPU.Runtime.Cuda;
using ILGPU.Runtime.OpenCL;

namespace ILGPU;

/// <summary>What devices and accelerators belong to.</summary>
public sealed class Context : IDisposable
{
    private readonly List<Accelerator> accelerators = [];

    private Context(ImmutableArray<Device> devices) => Devices = devices;

    /// <summary>The devices that were asked for and found.</summary>
    public ImmutableArray<Device> Devices { get; }

    internal bool IsDisposed { get; private set; }

    /// <summary>A new context.</summary>
    /// <param name="buildingCallback">Says what it has.</param>
    /// <returns>The context.</returns>
    public static Context Create(Action<Builder> buildingCallback)
    {
        ArgumentNullException.ThrowIfNull(buildingCallback);
        Builder builder = new();
        buildingCallback(builder);
        return new Context([.. builder.Found]);
    }

    /// <summary>A new context with all devices.</summary>
    /// <returns>The context.</returns>
    public static Context CreateDefault() => Create(builder => builder.Default());

    /// <summary>The device that is best: the first that is no CPU, unless one is preferred.</summary>
    /// <param name="preferCPU">Whether a CPU is better.</param>
    /// <returns>The device.</returns>
    public Device GetPreferredDevice(bool preferCPU) =>
        Devices.FirstOrDefault(device => device.AcceleratorType == AcceleratorType.CPU == preferCPU) ?? Devices[0];

    /// <summary>Disposes its accelerators.</summary>
    public void Dispose()
    {
        IsDisposed = true;
        foreach (Accelerator accelerator in accelerators)
        {
            accelerator.Dispose();
        }
    }

    internal void Add(Accelerator accelerator)
    {
        ObjectDisposedException.ThrowIf(IsDisposed, this);
        accelerators.Add(accelerator);
    }

    /// <summary>Says what a context has.</summary>
    public sealed class Builder
    {
        internal Builder()
        {
        }

        internal List<Device> Found { get; } = [];

        /// <summary>All devices.</summary>
        /// <returns>This.</returns>
        public Builder Default() => AllAccelerators();

        /// <summary>All devices.</summary>
        /// <returns>This.</returns>
        public Builder AllAccelerators() => this.DefaultCPU().OpenCL().Cuda();

        /// <summary>How much the compiler does: here there is none.</summary>
        /// <param name="level">How much.</param>
        /// <returns>This.</returns>
        public Builder Optimize(OptimizationLevel level) => Enum.IsDefined(level) ? this : throw new ArgumentOutOfRangeException(nameof(level));

        internal Builder Add(SimulatedDevices kind, Device device)
        {
            if (SimulatorSettings.Devices.HasFlag(kind))
            {
                Found.Add(device);
            }

            return this;
        }
    }
}

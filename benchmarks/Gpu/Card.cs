using Gen.CrossEntropy;

namespace GpuBenchmark;

/// <summary>The device that is measured.</summary>
internal sealed class Card : IDisposable
{
    private readonly DeviceChoice choice;

    private Card(DeviceChoice choice, IlgpuDevice device) => (this.choice, Device) = (choice, device);

    /// <summary>The open device.</summary>
    public IlgpuDevice Device { get; private set; }

    /// <summary>Opens it; null where there is none.</summary>
    public static Card? Open(DeviceChoice choice) => Find(choice) is { } device ? new Card(choice, device) : null;

    /// <summary>After an error: a kernel that does not compile, or crashes, takes the device of the rows that follow with it.</summary>
    public void Reopen()
    {
        Dispose();
        Device = Find(choice) ?? throw new InvalidOperationException($"{Device.Name} is gone.");
    }

    public void Dispose()
    {
        try
        {
            Device.Dispose();
        }
#pragma warning disable CA1031 // A driver after a crash refuses even to let go.
        catch (Exception)
#pragma warning restore CA1031
        {
        }
    }

    private static IlgpuDevice? Find(DeviceChoice choice) => choice switch
    {
        DeviceChoice.Gpu => IlgpuDevices.Best(),
        DeviceChoice.OpenCL => IlgpuDevices.All().FirstOrDefault(device => device.Kind == DeviceKind.OpenCL),
        _ => IlgpuDevices.Emulated(),
    };
}

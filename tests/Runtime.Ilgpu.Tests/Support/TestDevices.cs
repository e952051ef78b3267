namespace Gen.CrossEntropy.Ilgpu.Tests.Support;

/// <summary>The devices that tests run on, each opened once: emulated ones with shuffles and with shared memory alone, and all that the machine has.</summary>
internal static class TestDevices
{
    private static readonly Dictionary<string, Lazy<IlgpuDevice>> Devices = Find();

    public static IReadOnlyCollection<string> Keys => Devices.Keys;

    /// <summary>A row of a theory for each.</summary>
    public static TheoryData<string> Names => [.. Keys];

    public static IlgpuDevice Get(string name) => Devices[name].Value;

    private static Dictionary<string, Lazy<IlgpuDevice>> Find()
    {
        Dictionary<string, Lazy<IlgpuDevice>> devices = new()
        {
            ["emulated, shuffles"] = new(() => IlgpuDevices.Emulated(KernelFlavour.Shuffles, largestGroup: 256)),
            ["emulated, shared memory"] = new(() => IlgpuDevices.Emulated(KernelFlavour.SharedMemory, largestGroup: 256)),
        };
        foreach (IlgpuDevice device in IlgpuDevices.All())
        {
            devices.Add($"{devices.Count - 2}: {device}", new(device));
        }

        Console.WriteLine($"GPU tests run on: {string.Join("; ", devices.Keys)}. {IlgpuDevices.WhyNoGpu()}");
        return devices;
    }
}

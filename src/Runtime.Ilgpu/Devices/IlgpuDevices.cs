using Gen.CrossEntropy.Kernels;
using ILGPU;

namespace Gen.CrossEntropy;

/// <summary>The devices that ILGPU finds on this machine: of CUDA, then of OpenCL.</summary>
public static class IlgpuDevices
{
    /// <summary>What was found, once for the process: looking takes long where there are drivers, and devices seldom come and go.</summary>
    private static readonly Lazy<Found> Search = new(Look);

    /// <summary>Whether there is more than the simulator of the tests, which finds no devices.</summary>
    private static bool IsBuiltWithIlgpu => typeof(Context).Assembly.GetName().Name == "ILGPU";

    /// <summary>Makes the devices known to <see cref="Device.All"/> and <see cref="Device.Best"/>. Executables that reference this assembly do it when they start.</summary>
    public static void Register() => Device.Register(Source.Instance);

    /// <summary>A new object for each device that can run losses, CUDA's first. None holds anything before it is first used.</summary>
    /// <returns>The devices; the caller disposes those it uses.</returns>
    public static IReadOnlyList<IlgpuDevice> All() => [.. Search.Value.Devices.Select(device => device.Open())];

    /// <summary>The first CUDA device, or else the first GPU of OpenCL.</summary>
    /// <returns>A new object, which the caller disposes; null where there is no GPU (<see cref="WhyNoGpu"/>).</returns>
    public static IlgpuDevice? Best() => Search.Value.Devices.FirstOrDefault(device => device.IsGpu)?.Open();

    /// <summary>
    /// A device that runs GPU kernels on the host's processor, to test and to debug them: each thread of a group is a thread of the operating system. It is slower than <see cref="Device.Cpu"/> by a factor of a thousand,
    /// and an index beyond the memory that a group shares ends the process.
    /// </summary>
    /// <param name="flavour">The flavour of kernels: those with shuffles, or as on OpenCL. Those with NVIDIA's own instructions, ILGPU cannot emulate.</param>
    /// <param name="largestGroup">The most threads of a group: 256, which the device's own kernels take, 512 or 1024.</param>
    /// <returns>A new object, which the caller disposes.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="largestGroup"/> is something else, or <paramref name="flavour"/> cannot be emulated.</exception>
    public static IlgpuDevice Emulated(KernelFlavour flavour = KernelFlavour.Shuffles, int largestGroup = 512)
    {
        if (!Enum.IsDefined(flavour) || (flavour == KernelFlavour.Ampere && IsBuiltWithIlgpu))
        {
            throw new ArgumentOutOfRangeException(nameof(flavour), flavour, $"flavour: expected {KernelFlavour.Shuffles} or {KernelFlavour.SharedMemory}, got {flavour}{(flavour == KernelFlavour.Ampere ? ", whose instructions only NVIDIA's cards have" : "")}.");
        }

        if (largestGroup is < GroupTree.MostThreads or > 1024 || (largestGroup & (largestGroup - 1)) != 0)
        {
            throw new ArgumentOutOfRangeException(nameof(largestGroup), largestGroup, $"largestGroup: expected 256, 512 or 1024, got {largestGroup}.");
        }

        return new IlgpuDevice(new EmulatedBackend(largestGroup / EmulatedBackend.WarpThreads), index: 0, "Emulated GPU", flavour);
    }

    /// <summary>Why <see cref="Best"/> has nothing to give: what is missing for CUDA and for OpenCL, in a sentence.</summary>
    /// <returns>The sentence; null where there is a GPU.</returns>
    public static string? WhyNoGpu() => Search.Value.Devices.Any(device => device.IsGpu) ? null : $"No GPU: {string.Join("; ", Search.Value.Reasons)}.";

    private static Found Look()
    {
        List<FoundDevice> devices = [];
        List<string> reasons = [];
        foreach (Backend backend in (Backend[])[new CudaBackend(), new OpenCLBackend()])
        {
            int before = devices.Count;
            string? reason = backend.WhyNone() ?? LookAt(backend, devices);
            if (reason is null)
            {
                reason = devices.Count > before ? "there are only processors"
                    : IsBuiltWithIlgpu ? "the driver has devices, ILGPU supports none of them"
                    : "the driver has devices, but this was built without ILGPU, which -p:EnableIlgpu=true builds with";
            }

            reasons.Add($"{backend.Kind}: {reason}");
        }

        return new Found(devices, reasons);
    }

    /// <returns>What is in the way of the devices that were left out; null if none was.</returns>
    private static string? LookAt(Backend backend, List<FoundDevice> devices)
    {
        List<string> refused = [];
        using Context context = backend.CreateContext();
        int index = 0;
        foreach (ILGPU.Runtime.Device device in context.Devices)
        {
            if (backend.WhyNot(device) is string reason)
            {
                refused.Add($"{device.Name} cannot be used, since {reason}");
            }
            else
            {
                devices.Add(new FoundDevice(backend, index, device.Name, backend.IsGpu(device), backend.FlavourOf(device)));
            }

            index++;
        }

        return refused.Count == 0 ? null : string.Join(", ", refused);
    }

    private sealed record Found(IReadOnlyList<FoundDevice> Devices, IReadOnlyList<string> Reasons);

    private sealed record FoundDevice(Backend Backend, int Index, string Name, bool IsGpu, KernelFlavour Flavour)
    {
        public IlgpuDevice Open() => new(Backend, Index, Name, Flavour);
    }

    private sealed class Source : IDeviceSource
    {
        public static Source Instance { get; } = new();

        public IReadOnlyList<Device> OpenAll() => All();

        public Device? OpenBest() => Best();
    }
}

using Gen.CrossEntropy.Generator.Plan;
using Gen.CrossEntropy.Generator.Plan.Gpu;
using Gen.CrossEntropy.Kernel.Tests.Conformance;
using Gen.CrossEntropy.Kernel.Tests.Interpretation;
using Gen.CrossEntropy.Testing;
using Xunit;

namespace Gen.CrossEntropy.Kernel.Tests.Gpu;

/// <summary>Runs many losses on a device and collects what is wrong with any. Devices: two emulated ones, of the two flavours of kernels, and what the machine has.</summary>
internal static class GpuSuite
{
    private static readonly Dictionary<string, Lazy<IlgpuDevice>> Devices = Find();

    private const string Shuffles = "emulated, shuffles", SharedMemory = "emulated, shared memory";

    /// <summary>Every device and element type. Of the flavour with shared memory on the emulated device, only the types that kernels compute in: the flavours differ in the exchange of such values.</summary>
    public static TheoryData<string, DType> Runs
    {
        get
        {
            TheoryData<string, DType> runs = [];
            foreach (string device in Devices.Keys)
            {
                foreach (DType dtype in Enum.GetValues<DType>().Where(dtype => device != SharedMemory || dtype is DType.Float32 or DType.Float64))
                {
                    runs.Add(device, dtype);
                }
            }

            return runs;
        }
    }

    /// <summary>The devices.</summary>
    public static IEnumerable<string> Names => Devices.Keys;

    /// <summary>A device, unless this process is there for CPU kernels of other widths.</summary>
    public static IlgpuDevice Open(string device)
    {
        Skip.If(Widths.Switched, "GPU kernels: the same code runs in the process without a switch.");
        return Devices[device].Value;
    }

    /// <summary>Fails with what is wrong with the losses of these declarations, each with its batches.</summary>
    public static void Check(string device, IReadOnlyCollection<Declaration> declarations, Func<Declaration, IEnumerable<Batch>> batches)
    {
        IlgpuDevice gpu = Open(device);
        List<string> failures = [];
        Dictionary<Declaration, Batch[]> calls = declarations
            .Select(declaration => (declaration, Batches: batches(declaration).Where(batch => IsNew(device, declaration, batch.Positions)).ToArray()))
            .Where(call => call.Batches.Length > 0)
            .ToDictionary(call => call.declaration, call => call.Batches);
        Skip.If(calls.Count == 0, $"{device}: threads exchange nothing here, and {Shuffles} has run the same methods.");
        foreach (DeclaredLoss declared in LossCompiler.CompileForGpu(calls.Keys))
        {
            foreach (Batch batch in calls[declared.Declaration])
            {
                if ((declared.Fault ?? LossCheck.Check(declared.Loss, batch with { Device = gpu })) is { } failure)
                {
                    failures.Add($"{declared.Declaration}, N = {batch.Logits.Length / declared.Declaration.SampleSize / batch.Positions}, S = {batch.Positions}: {failure}");
                }
            }
        }

        Assert.True(failures.Count == 0, $"{failures.Count} failures:\n{string.Join("\n", failures.Take(20))}");
    }

    /// <summary>Whether a device runs other kernels than those before it: where threads exchange nothing, both flavours are the same method, which the emulated device with shuffles has run.</summary>
    public static bool IsNew(string device, Declaration declaration, int positions)
    {
        SampleLayout layout = declaration.IsElementwise ? SampleLayout.Elements : positions > 1 ? SampleLayout.Positions : SampleLayout.Rows;
        return device != SharedMemory || GpuPlanner.Plan(Specs.Of(declaration), layout).Reduces;
    }

    private static Dictionary<string, Lazy<IlgpuDevice>> Find()
    {
        Dictionary<string, Lazy<IlgpuDevice>> devices = new()
        {
            [Shuffles] = new(() => IlgpuDevices.Emulated(withShuffles: true, largestGroup: 256)),
            [SharedMemory] = new(() => IlgpuDevices.Emulated(withShuffles: false, largestGroup: 256)),
        };
        foreach (IlgpuDevice device in IlgpuDevices.All())
        {
            devices.Add($"{devices.Count - 2}: {device}", new(device));
        }

        Console.WriteLine($"GPU kernels run on: {string.Join("; ", devices.Keys)}. {IlgpuDevices.WhyNoGpu()}");
        return devices;
    }
}

using Gen.CrossEntropy.Generator.Plan;
using Gen.CrossEntropy.Generator.Plan.Gpu;
using Gen.CrossEntropy.Kernel.Tests.Conformance;
using Gen.CrossEntropy.Kernel.Tests.Interpretation;
using Gen.CrossEntropy.Testing;
using Xunit;

namespace Gen.CrossEntropy.Kernel.Tests.Gpu;

/// <summary>Runs many losses on a device and collects what is wrong with any. Devices: an emulated one for each flavour of kernels, as far as it can be emulated, and what the machine has.</summary>
internal static class GpuSuite
{
    private static readonly Dictionary<string, Lazy<IlgpuDevice>> Devices = Find();

    private const string Shuffles = "emulated, shuffles", SharedMemory = "emulated, shared memory", Ampere = "emulated, Ampere";

    /// <summary>Every device and element type, as far as the device's flavour has kernels of its own for it.</summary>
    public static TheoryData<string, DType> Runs
    {
        get
        {
            TheoryData<string, DType> runs = [];
            foreach (string device in Devices.Keys)
            {
                foreach (DType dtype in Enum.GetValues<DType>().Where(dtype => IsOwn(device, dtype)))
                {
                    runs.Add(device, dtype);
                }
            }

            return runs;
        }
    }

    /// <summary>The devices that have kernels of their own for a type.</summary>
    public static IEnumerable<string> NamesFor(DType dtype) => Devices.Keys.Where(device => IsOwn(device, dtype));

    /// <summary>A device, unless this process is there for CPU kernels of other widths.</summary>
    public static IlgpuDevice Open(string device)
    {
        Skip.If(Widths.Switched, "GPU kernels: the same code runs in the process without a switch.");

        // CUDA promises no more of shuffles; where ILGPU takes the simulator's place, there is nothing to set.
        typeof(ILGPU.Context).Assembly.GetType("Gen.CrossEntropy.Simulator.SimulatorSettings")?.GetProperty("ShufflesOrderMemory")?.SetValue(null, false);
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

    /// <summary>
    /// Whether a device runs other kernels than those before it: where threads exchange nothing, the flavours with shuffles and with shared memory are the same method, which the emulated device with shuffles has run, if it runs
    /// the type.
    /// </summary>
    public static bool IsNew(string device, Declaration declaration, int positions)
    {
        SampleLayout layout = declaration.IsElementwise ? SampleLayout.Elements : positions > 1 ? SampleLayout.Positions : SampleLayout.Rows;
        return device != SharedMemory || !IsOwn(Shuffles, declaration.DType) || GpuPlanner.Plan(Specs.Of(declaration), layout).Reduces;
    }

    /// <summary>
    /// Flavours differ in how values are exchanged, and in instructions that Float64 does not have; the simulator knows these, ILGPU emulates none. Conversions without them are run in shared memory: those of shuffles are the same.
    /// </summary>
    private static bool IsOwn(string device, DType dtype) => device switch
    {
        Shuffles => dtype is DType.Float32 or DType.Float64 || !Devices.ContainsKey(Ampere),
        Ampere => dtype is not DType.Float64,
        _ => true,
    };

    private static Dictionary<string, Lazy<IlgpuDevice>> Find()
    {
        Dictionary<string, Lazy<IlgpuDevice>> devices = new()
        {
            [Shuffles] = Emulated(KernelFlavour.Shuffles),
            [SharedMemory] = Emulated(KernelFlavour.SharedMemory),
        };
        if (typeof(ILGPU.Context).Assembly.GetName().Name != "ILGPU")
        {
            devices.Add(Ampere, Emulated(KernelFlavour.Ampere));
        }

        int emulated = devices.Count;
        foreach (IlgpuDevice device in IlgpuDevices.All())
        {
            devices.Add($"{devices.Count - emulated}: {device}", new(device));
        }

        Console.WriteLine($"GPU kernels run on: {string.Join("; ", devices.Keys)}. {IlgpuDevices.WhyNoGpu()}");
        return devices;

        static Lazy<IlgpuDevice> Emulated(KernelFlavour flavour) => new(() => IlgpuDevices.Emulated(flavour, largestGroup: 256));
    }
}

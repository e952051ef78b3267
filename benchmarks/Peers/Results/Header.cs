using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using Gen.CrossEntropy;

namespace Peers.Results;

/// <summary>Where and when, and with which versions.</summary>
internal sealed record Header
{
    /// <summary>Year, month, day.</summary>
    public required string Date { get; init; }

    public required string Processor { get; init; }

    /// <summary>How many the process may use.</summary>
    public required int Processors { get; init; }

    /// <summary>What the process may use.</summary>
    public required long MemoryBytes { get; init; }

    public required string System { get; init; }

    public required string Runtime { get; init; }

    /// <summary>Of this library's kernels.</summary>
    public required string VectorWidth { get; init; }

    /// <summary>The version of this library.</summary>
    public required string Library { get; init; }

    /// <summary>The version of TensorPrimitives.</summary>
    public required string Primitives { get; init; }

    /// <summary>PyTorch's version; null where there is none.</summary>
    public string? Torch { get; init; }

    /// <summary>Whether it was the short run.</summary>
    public required bool Quick { get; init; }

    /// <summary>This machine, now.</summary>
    public static Header Now(string? torch, bool quick) => new()
    {
        Date = DateTime.UtcNow.ToString("yyyy-MM-dd"),
        Processor = ProcessorName(),
        Processors = Environment.ProcessorCount,
        MemoryBytes = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes,
        System = RuntimeInformation.OSDescription,
        Runtime = RuntimeInformation.FrameworkDescription,
        VectorWidth = CpuDevice.Instance.VectorWidth.ToString(),
        Library = Version(typeof(Device)),
        Primitives = Version(typeof(TensorPrimitives)),
        Torch = torch,
        Quick = quick,
    };

    private static string Version(Type type) => type.Assembly.GetName().Version!.ToString(3);

    private static string ProcessorName()
    {
        const string file = "/proc/cpuinfo";
        string? line = File.Exists(file) ? File.ReadLines(file).FirstOrDefault(l => l.StartsWith("model name", StringComparison.Ordinal)) : null;
        return line?.Split(':')[1].Trim() ?? Environment.GetEnvironmentVariable("PROCESSOR_IDENTIFIER") ?? RuntimeInformation.ProcessArchitecture.ToString();
    }
}

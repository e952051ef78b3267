using System.Runtime.InteropServices;
using Gen.CrossEntropy;

namespace GpuBenchmark.Results;

/// <summary>Where and when, and with which versions.</summary>
internal sealed record Header
{
    /// <summary>Year, month, day.</summary>
    public required string Date { get; init; }

    public required string Device { get; init; }

    /// <summary>Cuda, OpenCL or Emulated.</summary>
    public required string Kind { get; init; }

    public required string Runtime { get; init; }

    public required string System { get; init; }

    /// <summary>The version of this library.</summary>
    public required string Library { get; init; }

    /// <summary>What the kernels are compiled with: ILGPU and its version, or the simulator.</summary>
    public required string Compiler { get; init; }

    /// <summary>PyTorch's version and the card that it sees; null where there is none.</summary>
    public string? Torch { get; init; }

    /// <summary>2^20 bytes of logits.</summary>
    public required double Megabytes { get; init; }

    /// <summary>Whether it was the short run.</summary>
    public required bool Quick { get; init; }

    /// <summary>This machine, now.</summary>
    public static Header Now(Device device, string? torch, double megabytes, bool quick) => new()
    {
        Date = DateTime.UtcNow.ToString("yyyy-MM-dd"),
        Device = device.Name,
        Kind = device.Kind.ToString(),
        Runtime = RuntimeInformation.FrameworkDescription,
        System = RuntimeInformation.OSDescription,
        Library = typeof(Device).Assembly.GetName().Version!.ToString(3),
        Compiler = $"{typeof(ILGPU.Context).Assembly.GetName().Name} {typeof(ILGPU.Context).Assembly.GetName().Version!.ToString(3)}",
        Torch = torch,
        Megabytes = megabytes,
        Quick = quick,
    };
}

using GpuBenchmark.Measuring;

namespace GpuBenchmark;

/// <summary>What a run is asked for.</summary>
internal sealed record Settings
{
    /// <summary>gpu, opencl or emulated.</summary>
    public required DeviceChoice Device { get; init; }

    /// <summary>Fewer rows and rounds.</summary>
    public required bool Quick { get; init; }

    /// <summary>2^20 bytes of logits; null leaves the choice to the device.</summary>
    public double? Megabytes { get; init; }

    /// <summary>Where the results go, beside the table; null for nowhere.</summary>
    public string? Json { get; init; }

    /// <summary>Parts of names of rows, of which a row must have one; none for all rows.</summary>
    public required IReadOnlyList<string> Only { get; init; }

    /// <summary>No further row begins after so long; null for all rows.</summary>
    public double? Minutes { get; init; }

    /// <summary>The Python that may have PyTorch; null for none at all.</summary>
    public string? Python { get; init; }

    /// <summary>Whether torch.compile is measured too: it compiles for seconds before each row.</summary>
    public required bool TorchCompile { get; init; }

    /// <summary>How long each row is measured.</summary>
    public Turns Turns => Device == DeviceChoice.Emulated ? new Turns(0, 0, 1) : Quick ? new Turns(10, 50, 5) : new Turns(20, 100, 9);
}

/// <summary>Where the losses run.</summary>
internal enum DeviceChoice
{
    /// <summary>The first of CUDA, else the first GPU of OpenCL.</summary>
    Gpu,

    /// <summary>The first of OpenCL, be it a GPU or not.</summary>
    OpenCL,

    /// <summary>The processor in the part of a GPU: to see that everything runs.</summary>
    Emulated,
}

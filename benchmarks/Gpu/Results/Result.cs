using System.Text.Json.Serialization;
using GpuBenchmark.Workloads;

namespace GpuBenchmark.Results;

/// <summary>A line of the table. Times are nanoseconds per call: medians of the rounds, and minima where the name says so. Null: not measured.</summary>
internal sealed record Result
{
    /// <summary>[N, C].</summary>
    public required IReadOnlyList<int> Shape { get; init; }

    /// <summary>C.</summary>
    public required int Classes { get; init; }

    /// <summary>f32, f16 or bf16.</summary>
    public required string Dtype { get; init; }

    public required Pass Pass { get; init; }

    public required double Ns { get; init; }

    public required double MinNs { get; init; }

    /// <summary>What the pass moves at least.</summary>
    public required long Bytes { get; init; }

    public required double GbPerS { get; init; }

    /// <summary>What is read and written by the faster way to copy the logits to where the gradient is.</summary>
    public required double CopyGbPerS { get; init; }

    /// <summary>Which it is: driver or kernel.</summary>
    public required string CopyWay { get; init; }

    public required double CopyDriverGbPerS { get; init; }

    public required double CopyKernelGbPerS { get; init; }

    /// <summary><see cref="GbPerS"/> of <see cref="CopyGbPerS"/>.</summary>
    public required double Fraction { get; init; }

    /// <summary>A fused call of the ten-class loss on one row: what a call costs that computes nothing.</summary>
    public required double OneRowNs { get; init; }

    public double? TorchEagerNs { get; init; }

    public double? TorchEagerMinNs { get; init; }

    public double? TorchCompileNs { get; init; }

    public double? TorchCompileMinNs { get; init; }

    /// <summary>How often each was timed.</summary>
    public required int Rounds { get; init; }

    /// <summary>Shape and type.</summary>
    [JsonIgnore]
    public string Label => $"{string.Join('x', Shape)} {Dtype}";
}

using System.Text.Json.Serialization;
using Peers.Cases;

namespace Peers.Results;

/// <summary>A line of the table. Times are nanoseconds per call: medians of the rounds, and minima where the name says so. Null: not measured.</summary>
internal sealed record Result
{
    /// <summary>[N, C, d1, …, dk], or [N] for losses of elements.</summary>
    public required IReadOnlyList<long> Shape { get; init; }

    /// <summary>cross_entropy or bce_with_logits.</summary>
    public required string Loss { get; init; }

    /// <summary>f32, f64, f16 or bf16.</summary>
    public required string Dtype { get; init; }

    public required Pass Pass { get; init; }

    /// <summary>What the loss has beyond the plain one; empty for the plain one.</summary>
    public required string Option { get; init; }

    /// <summary>Of this library, of PyTorch and of the limits.</summary>
    public required int Threads { get; init; }

    public required double OursNs { get; init; }

    public required double OursMinNs { get; init; }

    /// <summary>The plain loss on the same logits, in the same rounds, where there is an option.</summary>
    public double? PlainNs { get; init; }

    public double? PlainMinNs { get; init; }

    public double? TorchNs { get; init; }

    public double? TorchMinNs { get; init; }

    /// <summary>The instruction set of the child whose time is given: the faster one.</summary>
    public string? TorchCapability { get; init; }

    /// <summary>Why there is no time of PyTorch.</summary>
    public string? TorchMissing { get; init; }

    public double? PrimitivesNs { get; init; }

    public double? PrimitivesMinNs { get; init; }

    /// <summary>The larger of <see cref="MemoryNs"/> and <see cref="ExpNs"/>.</summary>
    public required double LimitNs { get; init; }

    public required double LimitMinNs { get; init; }

    /// <summary>The fastest way to move the row's bytes.</summary>
    public required double MemoryNs { get; init; }

    /// <summary>Which it is: walk, streams or cached.</summary>
    public required string MemoryWay { get; init; }

    /// <summary>One walk through memory, with stores past the caches.</summary>
    public required double WalkNs { get; init; }

    /// <summary>An exponential for each logit, shared by the threads.</summary>
    public required double ExpNs { get; init; }

    /// <summary>How often each was timed.</summary>
    public required int Rounds { get; init; }

    /// <summary>Shape, type and option.</summary>
    [JsonIgnore]
    public string Label => $"{string.Join('x', Shape)} {Dtype}{(Loss == "cross_entropy" ? "" : " bce")}{(Option == "" ? "" : " " + Option)}";
}

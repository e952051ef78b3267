namespace GpuBenchmark.Workloads;

/// <summary>What a call computes.</summary>
internal enum Pass
{
    /// <summary>The losses.</summary>
    Forward,

    /// <summary>The gradient.</summary>
    Backward,

    /// <summary>Both.</summary>
    ForwardBackward,
}

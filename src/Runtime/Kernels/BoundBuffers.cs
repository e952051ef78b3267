namespace Gen.CrossEntropy.Kernels;

/// <summary>The buffers of a call. Named here until its last kernel ends, none is collected, and its memory freed, while a kernel has its address.</summary>
internal struct BoundBuffers
{
    /// <summary>The device that all of them are on.</summary>
    public Device? Device;

    public object? Input;
    public object? Targets;
    public object? Weights;
    public object? PosWeights;
    public object? Upstream;
    public object? Losses;
    public object? LogSumExps;
    public object? Hits;
    public object? Entropies;
    public object? Output;
    public object? Gradient;

    public readonly void RequireHost()
    {
        if (Device is not (null or CpuDevice))
        {
            throw new InvalidOperationException($"The call was bound to buffers on {Device}, and is run with CPU kernels.");
        }
    }

    public readonly void KeepAlive()
    {
        GC.KeepAlive(Input);
        GC.KeepAlive(Targets);
        GC.KeepAlive(Weights);
        GC.KeepAlive(PosWeights);
        GC.KeepAlive(Upstream);
        GC.KeepAlive(Losses);
        GC.KeepAlive(LogSumExps);
        GC.KeepAlive(Hits);
        GC.KeepAlive(Entropies);
        GC.KeepAlive(Output);
        GC.KeepAlive(Gradient);
    }
}

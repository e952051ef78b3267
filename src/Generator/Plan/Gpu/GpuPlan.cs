namespace Gen.CrossEntropy.Generator.Plan.Gpu;

/// <summary>
/// How one GPU kernel runs its program.
/// </summary>
/// <param name="Nest">The loop nest of one thread. Where several threads share a row, they are its lanes.</param>
/// <param name="GroupSize">The threads of a group.</param>
/// <param name="SamplesPerGroup">The samples that a group takes at a time.</param>
/// <param name="Tiled">Whether rows go through shared memory, so that neighbouring threads read and write neighbouring elements although each has a row of its own.</param>
internal sealed record GpuPlan(KernelPlan Nest, int GroupSize, int SamplesPerGroup, bool Tiled)
{
    /// <summary>How many groups are launched as one where their threads meet by shuffles alone.</summary>
    public int GroupsTogether { get; init; } = 1;

    /// <summary>How many groups a multiprocessor is to have room for, at least; 0 where the compiler of the device decides.</summary>
    public int ResidentGroups { get; init; }

    /// <summary>Whether the threads of a group exchange values.</summary>
    public bool Reduces => !Nest.LanesAreSamples || Nest.Layout == SampleLayout.Elements;
}

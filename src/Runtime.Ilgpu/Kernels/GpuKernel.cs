using System.ComponentModel;

namespace Gen.CrossEntropy.Kernels;

/// <summary>A generated GPU kernel of one pass of a loss, in its flavours, and the grid it wants. Each device compiles it once, when it first runs it.</summary>
/// <remarks>
/// The grid has a group for every <see cref="SamplesPerGroup"/> samples (or one for <see cref="GroupsTogether"/> such groups), unless that is more than <see cref="GroupsPerMultiprocessor"/> or the device allows. So a
/// kernel walks: from the samples of its own index in steps of the grid.
/// </remarks>
/// <typeparam name="T">How elements are stored.</typeparam>
/// <typeparam name="TReal">The type that the kernel computes in.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class GpuKernel<T, TReal>
    where T : unmanaged
    where TReal : unmanaged
{
    /// <param name="withShuffles">The kernel for devices whose threads can read each other's registers: a static method.</param>
    /// <param name="withSharedMemory">The same kernel for other devices; may be the same method where it exchanges nothing.</param>
    /// <param name="groupSize">The threads of a group: at least 1.</param>
    /// <param name="samplesPerGroup">The samples, or elements, that a group takes at a time: at least 1.</param>
    public GpuKernel(Action<GpuBlock<T, TReal>> withShuffles, Action<GpuBlock<T, TReal>> withSharedMemory, int groupSize, int samplesPerGroup)
    {
        ArgumentNullException.ThrowIfNull(withShuffles);
        ArgumentNullException.ThrowIfNull(withSharedMemory);
        ArgumentOutOfRangeException.ThrowIfLessThan(groupSize, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(samplesPerGroup, 1);
        WithShuffles = withShuffles;
        WithSharedMemory = withSharedMemory;
        GroupSize = groupSize;
        SamplesPerGroup = samplesPerGroup;
    }

    /// <summary>The kernel for devices whose threads can read each other's registers.</summary>
    public Action<GpuBlock<T, TReal>> WithShuffles { get; }

    /// <summary>The kernel for devices whose threads cannot.</summary>
    public Action<GpuBlock<T, TReal>> WithSharedMemory { get; }

    /// <summary>The kernel with the instructions of NVIDIA's cards of compute capability 8.0 and above; <see cref="WithShuffles"/> where there is none.</summary>
    public Action<GpuBlock<T, TReal>>? OnAmpere { get; init; }

    /// <summary>The threads of a group.</summary>
    public int GroupSize { get; }

    /// <summary>The samples, or elements, that a group takes at a time.</summary>
    public int SamplesPerGroup { get; }

    /// <summary>
    /// How many of these groups are launched as one where threads meet by shuffles alone: their warps do not know of each other then. A multiprocessor has at most 32 groups, and with a warp each that is half of what it could
    /// have; so where there are more. The kernel sees it in its group's size.
    /// </summary>
    public int GroupsTogether { get; init; } = 1;

    /// <summary>The most groups in the grid, for each multiprocessor of the device; 0 for as many as there are samples.</summary>
    public int GroupsPerMultiprocessor { get; init; }

    /// <summary>
    /// How many groups a multiprocessor is to have room for, at least; 0 where the compiler decides. Without a number, NVIDIA's makes room for as many as can be: in a loop that streams, it then saves registers by beginning
    /// most reads after it has used the first ones.
    /// </summary>
    public int ResidentGroups { get; init; }

    /// <summary>Whether each group writes the sum of its losses to <see cref="GpuBlock{T, TReal}.Sums"/>, 0 included; else they are added from <see cref="GpuBlock{T, TReal}.Losses"/>.</summary>
    public bool SumsLosses { get; init; }

    /// <summary>The kernel of a flavour.</summary>
    internal Action<GpuBlock<T, TReal>> Method(KernelFlavour flavour) => flavour switch
    {
        KernelFlavour.SharedMemory => WithSharedMemory,
        KernelFlavour.Shuffles => WithShuffles,
        KernelFlavour.Ampere => OnAmpere ?? WithShuffles,
        _ => throw new ArgumentOutOfRangeException(nameof(flavour), flavour, $"No kernels are called {flavour}."),
    };
}

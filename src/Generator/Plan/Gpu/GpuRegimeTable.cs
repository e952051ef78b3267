namespace Gen.CrossEntropy.Generator.Plan.Gpu;

/// <summary>
/// Rows of up to so many classes.
/// </summary>
/// <param name="Bytes">The largest row, as the kernel computes with it.</param>
/// <param name="Threads">The threads that share a row: a group.</param>
/// <param name="GroupsTogether">How many of these groups are launched as one where threads meet by shuffles alone.</param>
/// <param name="Reason">Why, for the file's header.</param>
internal sealed record GpuRowRegime(int Bytes, int Threads, int GroupsTogether, string Reason);

/// <summary>Thresholds as data.</summary>
internal static class GpuRegimeTable
{
    /// <summary>The largest class count of which a thread has all classes of its sample in registers. A tile of as many rows as a group has threads fits in 32 KB of shared memory then, twice; not all devices have more.</summary>
    public const int ThreadPerSample = 31;

    /// <summary>What a thread reads or writes at once. Buffers begin at a multiple of it.</summary>
    public const int AccessBytes = 16;

    /// <summary>The threads of a group whose threads have a sample each.</summary>
    public const int SampleThreads = 128;

    /// <summary>The same where a sample has doubles, whose tiles are twice as large.</summary>
    public const int DoubleSampleThreads = 64;

    /// <summary>The threads of a group that takes elements, and how many each takes at a time.</summary>
    public const int ElementThreads = 256, ElementsTogether = 4;

    /// <summary>The groups of elements for each multiprocessor: each leaves one sum.</summary>
    public const int ElementGroups = 8;

    /// <summary>The threads of a group that walks a row in loops, and their groups for each multiprocessor, of a kernel that walks it once.</summary>
    public const int StreamThreads = 256, StreamGroups = 8;

    /// <summary>The groups that a multiprocessor is to have room for, whose threads have 64 registers each then: as many as four packs under way, or sixteen elements, take.</summary>
    public const int StreamResident = 4;

    /// <summary>
    /// What the rows of a multiprocessor's groups may come to for a second walk to find them in the second-level cache: 34 MB on the 132 of an H200, whose cache has 50 MB, and takes what is written, too. Of two groups, 32 KB
    /// are under way at once in packs, and 16 to 32 in single elements; an H200's memory needs about 30. Not measured.
    /// </summary>
    public const int CacheBytes = 256 * 1024;

    /// <summary>Steps of a rolled loop in one round: as many reads are under way.</summary>
    public const int Unroll = 4;

    /// <summary>The same of rows that are read an element a thread, at most; and of positions, which always are.</summary>
    public const int MostUnroll = 16, PositionUnroll = 8;

    // A thread holds up to 32 registers of its row. Many OpenCL devices have groups of at most 256 threads.
    public static readonly IReadOnlyList<GpuRowRegime> Rows =
    [
        new(4 * 1024, 32, 4, "a warp has the row in its registers, from the first read to the last write, and meets in shuffles alone"),
        new(4 * 4096, 128, 1, "four warps have the row in their registers, from the first read to the last write"),
        new(4 * 8192, 256, 1, "eight warps have the row in their registers, from the first read to the last write"),
    ];
}

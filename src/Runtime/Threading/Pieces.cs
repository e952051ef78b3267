namespace Gen.CrossEntropy.Threading;

/// <summary>
/// Consecutive blocks in pieces, which one thread runs from first to last. The borders depend on the number of blocks alone, never on the threads: the sums of the pieces, combined in order, are then the same with any.
/// </summary>
/// <param name="blocks">The number of blocks.</param>
internal readonly struct Pieces(nint blocks)
{
    /// <summary>The most pieces: few enough for their sums to be kept on the stack, and enough for any number of threads to end together.</summary>
    public const int Most = 1024;

    private readonly nint length = blocks <= Most ? 1 : (blocks + Most - 1) / Most;

    /// <summary>The number of pieces, at most <see cref="Most"/>; 0 for no blocks.</summary>
    public nint Count => (blocks + length - 1) / length;

    /// <summary>The first block of a piece; of the piece after the last, the number of blocks.</summary>
    public nint Start(nint piece) => nint.Min(piece * length, blocks);
}

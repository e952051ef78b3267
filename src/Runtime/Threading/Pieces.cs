namespace Gen.CrossEntropy.Threading;

/// <summary>
/// Consecutive blocks in pieces, which one thread runs from first to last. The borders depend on the number of blocks alone, never on the threads: the sums of the pieces, combined in order, are then the same with any.
/// </summary>
internal readonly struct Pieces
{
    /// <summary>The most pieces: few enough for their sums to be kept on the stack, and enough for any number of threads to end together.</summary>
    public const int Most = 1024;

    private readonly nint blocks;
    private readonly nint length;

    /// <param name="blocks">The number of blocks.</param>
    public Pieces(nint blocks)
    {
        this.blocks = blocks;
        length = 1;
        Count = blocks;
        if (blocks > Most)
        {
            length = (blocks + Most - 1) / Most;
            Count = (blocks + length - 1) / length;
        }
    }

    /// <summary>The number of pieces, at most <see cref="Most"/>; 0 for no blocks.</summary>
    public nint Count { get; }

    /// <summary>The first block of a piece; of the piece after the last, the number of blocks.</summary>
    public nint Start(nint piece) => nint.Min(piece * length, blocks);
}

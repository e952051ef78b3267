namespace Gen.CrossEntropy.Kernels;

/// <summary>
/// Cuts a batch [N, C, S] into blocks. The borders depend on the shape and the declaration alone, never on the machine or the threads: partial sums per block, combined in order, are then
/// the same everywhere.
/// </summary>
internal readonly struct BlockSchedule
{
    private readonly nint samples;
    private readonly nint classes;
    private readonly nint positions;
    private readonly nint blockRows;
    private readonly nint blocksPerSample;

    public BlockSchedule(nint samples, nint classes, nint positions, nint blockRows)
    {
        this.samples = samples;
        this.classes = classes;
        this.positions = positions;
        this.blockRows = blockRows;
        blocksPerSample = CeilingDivide(positions, blockRows);
        Count = positions == 1 ? CeilingDivide(samples, blockRows) : samples * blocksPerSample;
    }

    /// <summary>The number of blocks; 0 for an empty batch.</summary>
    public nint Count { get; }

    /// <summary>The block of this index, in [0, Count): of rows where S = 1, of positions inside one n where S &gt; 1, where a stretch of positions is what lies together in memory.</summary>
    public BlockRange this[nint index]
    {
        get
        {
            if (positions == 1)
            {
                nint row = index * blockRows;
                return new BlockRange(row, row * classes, nint.Min(blockRows, samples - row));
            }

            nint n = index / blocksPerSample;
            nint position = (index - (n * blocksPerSample)) * blockRows;
            return new BlockRange((n * positions) + position, (n * classes * positions) + position, nint.Min(blockRows, positions - position));
        }
    }

    /// <summary>Without a division for a single block.</summary>
    private static nint CeilingDivide(nint a, nint b) => a <= b ? nint.Min(a, 1) : ((a - 1) / b) + 1;
}

namespace Gen.CrossEntropy.Simulator;

/// <summary>The cells of a stretch of a region. Pages come into being where something is touched: large buffers of which little is used cost little.</summary>
internal sealed unsafe class ShadowPage(byte* start, int granule)
{
    /// <summary>The logarithm of the number of cells.</summary>
    public const int SizeShift = 9;

    public const int Size = 1 << SizeShift;

    /// <summary>The address of the bytes of the first cell.</summary>
    public readonly byte* Start = start;

    public readonly ShadowCell[] Cells = new ShadowCell[Size];

    /// <summary>The bytes of a cell as a number.</summary>
    public uint Value(int cell) => granule switch
    {
        4 => ((uint*)Start)[cell],
        2 => ((ushort*)Start)[cell],
        _ => Start[cell],
    };
}

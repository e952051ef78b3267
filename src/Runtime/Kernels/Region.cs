namespace Gen.CrossEntropy.Kernels;

/// <summary>The memory of one argument of a call.</summary>
internal readonly unsafe struct Region
{
    private readonly byte* start;
    private readonly byte* end;

    private Region(string argument, byte* start, byte* end, bool inPlace)
    {
        Argument = argument;
        this.start = start;
        this.end = end;
        InPlace = inPlace;
    }

    /// <summary>What the caller calls it.</summary>
    public string Argument { get; }

    /// <summary>Of what is read: whether it may be replaced. Of what is written: whether it may replace such. A kernel has read what it replaces.</summary>
    public bool InPlace { get; }

    public bool IsEmpty => start == end;

    public static Region Of<T>(string argument, Slice<T> slice, bool inPlace = false)
        where T : unmanaged => new(argument, (byte*)slice.Pointer, (byte*)(slice.Pointer + slice.Length), inPlace);

    public bool Equals(in Region other) => start == other.start && end == other.end;

    /// <summary>Whether the two have a byte in common; nothing has one with an empty slice.</summary>
    public bool Overlaps(in Region other) => !IsEmpty && !other.IsEmpty && start < other.end && other.start < end;
}

namespace Gen.CrossEntropy.Kernels;

/// <summary>The memory of one argument of a call.</summary>
internal readonly unsafe struct Region
{
    private readonly string argument;
    private readonly byte* start;
    private readonly byte* end;

    /// <summary>Of what is read: whether it may be replaced. Of what is written: whether it may replace such. A kernel has read what it replaces.</summary>
    private readonly bool inPlace;

    private Region(string argument, byte* start, byte* end, bool inPlace)
    {
        this.argument = argument;
        this.start = start;
        this.end = end;
        this.inPlace = inPlace;
    }

    /// <param name="argument">What the caller calls it.</param>
    /// <param name="slice">The memory.</param>
    /// <param name="inPlace">Of what is read: whether it may be replaced. Of what is written: whether it may replace such.</param>
    public static Region Of<T>(string argument, Slice<T> slice, bool inPlace = false)
        where T : unmanaged => new(argument, (byte*)slice.Pointer, (byte*)(slice.Pointer + slice.Length), inPlace);

    /// <summary>
    /// Refuses a call that writes here over what it still reads or writes elsewhere: the two have no byte in common, or are exactly the same memory, where that is legal. Nothing has a byte in common with an empty slice.
    /// </summary>
    public void CheckApart(in Region other)
    {
        if (start < other.end && other.start < end && start != end && other.start != other.end)
        {
            bool replaces = inPlace && other.inPlace;
            if (!(replaces && start == other.start && end == other.end))
            {
                throw Refused(other.argument, replaces ? " without being exactly the same memory" : "");
            }
        }
    }

    private ArgumentException Refused(string other, string how) => new($"{argument}: expected memory apart from {other}, got memory that overlaps it{how}.", argument);
}

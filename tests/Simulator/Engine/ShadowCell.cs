namespace Gen.CrossEntropy.Simulator;

/// <summary>
/// What is known of a few bytes of memory (1, 2 or 4): who wrote and who read them in this launch and in this interval between barriers. The readers that are kept suffice to know, for any later writer, whether one
/// of them races with it.
/// </summary>
internal struct ShadowCell
{
    /// <summary>The segment of a lane that has noted the bytes already.</summary>
    public long Segment;

    /// <summary>The launch that the groups are of.</summary>
    public long Launch;

    /// <summary>The interval between barriers that the lanes are of.</summary>
    public long Interval;

    /// <summary>The group that wrote; -1 if none did.</summary>
    public int WriteGroup;

    /// <summary>The last group that read; -1 if none did.</summary>
    public int ReadGroup;

    /// <summary>The last group that read and is not <see cref="ReadGroup"/>; -1 if none is.</summary>
    public int OtherReadGroup;

    /// <summary>The last write of the interval.</summary>
    public Access Write;

    /// <summary>The last read of the interval.</summary>
    public Access Read;

    /// <summary>The last read by another lane of the same warp in the same epoch as <see cref="Read"/>.</summary>
    public Access NeighbourRead;

    /// <summary>The last read by a lane of another warp than <see cref="Read"/>'s.</summary>
    public Access FarRead;

    /// <summary>Forgets what belongs to launches before this one.</summary>
    public void EnterLaunch(long launch)
    {
        if (Launch != launch)
        {
            Launch = launch;
            WriteGroup = ReadGroup = OtherReadGroup = -1;
        }
    }

    /// <summary>Forgets what a barrier separates from now.</summary>
    public void EnterInterval(long interval)
    {
        if (Interval != interval)
        {
            Interval = interval;
            Write = Read = NeighbourRead = FarRead = Access.None;
        }
    }

    /// <summary>The earlier access that races with a write, or none.</summary>
    public readonly Access RivalOfWrite(in Access writer) =>
        Write.RacesWith(writer) ? Write
        : Read.RacesWith(writer) ? Read
        : NeighbourRead.RacesWith(writer) ? NeighbourRead
        : FarRead.RacesWith(writer) ? FarRead
        : Access.None;

    /// <summary>The earlier access that races with a read, or none.</summary>
    public readonly Access RivalOfRead(in Access reader) => Write.RacesWith(reader) ? Write : Access.None;

    /// <summary>The other group that read or wrote what this group writes, or -1.</summary>
    public readonly int RivalGroupOfWrite(int group) =>
        WriteGroup >= 0 && WriteGroup != group ? WriteGroup
        : ReadGroup >= 0 && ReadGroup != group ? ReadGroup
        : OtherReadGroup >= 0 && OtherReadGroup != group ? OtherReadGroup
        : -1;

    public void NoteRead(in Access reader, int group)
    {
        if (ReadGroup != group)
        {
            OtherReadGroup = ReadGroup;
            ReadGroup = group;
        }

        if (Read.Lane >= 0 && Read.Warp != reader.Warp)
        {
            FarRead = Read;
            NeighbourRead = Access.None;
        }
        else if (Read.Lane >= 0 && Read.WarpEpoch == reader.WarpEpoch)
        {
            NeighbourRead = Read.Lane != reader.Lane ? Read : NeighbourRead;
        }
        else
        {
            NeighbourRead = Access.None;
        }

        Read = reader;
    }

    public void NoteWrite(in Access writer, int group)
    {
        WriteGroup = group;
        Write = writer;
    }
}

namespace Gen.CrossEntropy.Simulator;

/// <summary>Says whether an access may be: none of another lane or group that nothing orders against it, one of the two a write, and none of shared memory that nobody wrote.</summary>
/// <param name="Group">The group that runs.</param>
/// <param name="Launch">The number of the launch.</param>
/// <param name="Interval">The number of the interval between barriers.</param>
internal readonly record struct RaceRules(GroupRun Group, long Launch, long Interval)
{
    public void Read(Lane lane, ref ShadowCell cell, in Segment.Note note)
    {
        Enter(ref cell, note);
        if (note.Region.Kind == RegionKind.Shared && cell.WriteGroup != Group.Index)
        {
            throw new SimulatorException($"{Group.Name(lane)} reads {note.Describe()}, which no lane has written.");
        }

        if (cell.WriteGroup >= 0 && cell.WriteGroup != Group.Index)
        {
            throw Groups(cell.WriteGroup, note);
        }

        Access reader = new(lane.Index, lane.Warp.Epoch);
        Access rival = cell.RivalOfRead(reader);
        if (rival.Lane >= 0)
        {
            throw Lanes(lane, rival.Lane, writer: rival.Lane, note);
        }

        cell.NoteRead(reader, Group.Index);
    }

    public void Write(Lane lane, ref ShadowCell cell, in Segment.Note note)
    {
        Enter(ref cell, note);
        int group = cell.RivalGroupOfWrite(Group.Index);
        if (group >= 0)
        {
            throw Groups(group, note);
        }

        Access writer = new(lane.Index, lane.Warp.Epoch);
        Access rival = cell.RivalOfWrite(writer);
        if (rival.Lane >= 0)
        {
            throw Lanes(lane, rival.Lane, writer: lane.Index, note);
        }

        cell.NoteWrite(writer, Group.Index);
    }

    private void Enter(ref ShadowCell cell, in Segment.Note note)
    {
        cell.EnterLaunch(Launch);
        if (note.Region.Kind == RegionKind.Shared && (cell.WriteGroup != Group.Index || cell.ReadGroup != Group.Index))
        {
            // The memory of another group, which had the same address.
            cell.WriteGroup = cell.WriteGroup == Group.Index ? Group.Index : -1;
            cell.ReadGroup = Group.Index;
            cell.OtherReadGroup = -1;
        }

        cell.EnterInterval(Interval);
    }

    private SimulatorException Groups(int other, in Segment.Note note) =>
        new($"Kernel {Group.Kernel}: groups {Math.Min(other, Group.Index)} and {Math.Max(other, Group.Index)} both touch {note.Describe()}, and one of them writes it: a launch does not order its groups.");

    private SimulatorException Lanes(Lane lane, int other, int writer, in Segment.Note note) =>
        new($"Kernel {Group.Kernel}: lanes {Math.Min(other, lane.Index)} and {Math.Max(other, lane.Index)} of group {Group.Index} both touch {note.Describe()} with no barrier between them, and lane {writer} writes it.");
}

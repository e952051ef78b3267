namespace Gen.CrossEntropy.Simulator;

/// <summary>Who touched something, and when: a lane, between two of its warp's synchronisations.</summary>
/// <param name="Lane">The lane's index in its group; -1 where nobody did.</param>
/// <param name="WarpEpoch">How often the warp had synchronised by then.</param>
internal readonly record struct Access(int Lane, int WarpEpoch)
{
    public const int LanesPerWarp = 32;

    public static Access None => new(-1, 0);

    public int Warp => Lane / LanesPerWarp;

    /// <summary>Whether no synchronisation lies between the two, of which this came first, in one interval between barriers.</summary>
    public bool RacesWith(in Access later) =>
        Lane >= 0 && Lane != later.Lane && !(Warp == later.Warp && WarpEpoch < later.WarpEpoch);
}

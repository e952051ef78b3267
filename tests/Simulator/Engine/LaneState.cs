namespace Gen.CrossEntropy.Simulator;

/// <summary>What a lane is doing.</summary>
internal enum LaneState
{
    /// <summary>Has not begun.</summary>
    Waiting,

    /// <summary>Runs, or could.</summary>
    Running,

    /// <summary>Waits for the lanes of its group.</summary>
    AtBarrier,

    /// <summary>Waits for the lanes of its warp.</summary>
    AtWarp,

    /// <summary>Has ended.</summary>
    Returned,
}

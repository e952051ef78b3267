namespace Gen.CrossEntropy.Simulator;

/// <summary>Numbers that an accelerator never gives twice: the shadow of its memory tells by them what is old.</summary>
internal sealed class Clock
{
    private long launches;
    private long intervals;

    /// <summary>The notes of the lane that runs; one runs at a time on an accelerator.</summary>
    public Segment Segment { get; } = new();

    public long NextLaunch() => ++launches;

    public long NextInterval() => ++intervals;
}

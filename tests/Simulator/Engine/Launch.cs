namespace Gen.CrossEntropy.Simulator;

/// <summary>One launch of a kernel.</summary>
/// <param name="Kernel">Its name.</param>
/// <param name="Body">The kernel with its arguments.</param>
/// <param name="Groups">The number of groups.</param>
/// <param name="GroupSize">The number of lanes of each.</param>
/// <param name="Shuffles">Whether the device has shuffles.</param>
/// <param name="MaxSharedBytes">The shared memory of a group.</param>
/// <param name="Clock">The accelerator's.</param>
internal sealed record Launch(string Kernel, Action Body, int Groups, int GroupSize, bool Shuffles, int MaxSharedBytes, Clock Clock)
{
    /// <summary>The number of the launch on its accelerator.</summary>
    public long Number { get; } = Clock.NextLaunch();

    public int Seed { get; } = SimulatorSettings.Seed;

    public bool ShufflesOrderMemory { get; } = SimulatorSettings.ShufflesOrderMemory;

    public long NextInterval() => Clock.NextInterval();

    /// <summary>Runs all groups, one after the other.</summary>
    /// <exception cref="SimulatorException">The kernel is at fault.</exception>
    public void Run()
    {
        using GroupRun group = new(this, GroupSize, Clock.Segment);
        foreach (int index in Order.Of(Groups, Seed, secondSeed: -1))
        {
            group.Run(index);
        }
    }
}

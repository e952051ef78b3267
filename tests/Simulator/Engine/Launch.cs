namespace Gen.CrossEntropy.Simulator;

/// <summary>One launch of a kernel, which the simulator runs as the .NET method that it is: with real groups, barriers and shuffles, and slowly.</summary>
/// <remarks>
/// <para>
/// Groups run one after the other and the lanes of a group in turns, each up to its next barrier, shuffle or return, in an order that <see cref="SimulatorSettings.Seed"/> permutes. A fault ends the launch with a
/// <see cref="SimulatorException"/>: an index out of bounds of a global, shared or local view; a barrier or shuffle that not all lanes reach, or reach at different lines; lanes that touch an element, one of them
/// writing, with no barrier between them; groups that do so in one launch; shared memory that nobody wrote before it is read, or that is more than a group has; a view not aligned as promised; a buffer disposed or of
/// another accelerator; shuffles where a device has none; groups too large; a kernel or parameter that ILGPU does not load; an exception.
/// </para>
/// <para>
/// What it cannot see: views give references, so that a write is known by what it changed since the lane last waited. Writing the value that is there already, or putting it back, passes for a read: so a race of
/// equal values is none, and repeated launches into the same memory hide what the first shows. A reference kept across a barrier is seen only where it was taken. Touching a part of a structure touches all of it. Which
/// barrier or shared allocation it is, is told by file and line, not by the path of calls that leads there. Global memory that nobody wrote is NaN and far out of range, and no more. Nothing is known of registers, of
/// occupancy, of the accuracy of a device's functions, of asynchrony but for copies (a launch is done when its call returns; a copy that does not wait is done as late as may be), or of what ILGPU can compile: .NET's own functions run here. A kernel that never ends, does not.
/// </para>
/// </remarks>
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

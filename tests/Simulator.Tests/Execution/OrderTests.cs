using Gen.CrossEntropy.Simulator.Tests.Support;
using ILGPU;

namespace Gen.CrossEntropy.Simulator.Tests.Execution;

public sealed class OrderTests
{
    // Written by kernels, whose lanes run one at a time, as the tests of a class do.
    private static readonly List<(int Group, int Lane)> Log = [];

    [Fact]
    public void WithoutASeed_EverythingAscends()
    {
        Assert.Equal(Enumerable.Range(0, 12).Select(i => (i / 4, i % 4)), Begin(0));
    }

    [Fact]
    public void Seed_PermutesGroupsAndLanes()
    {
        (int Group, int Lane)[] ascending = Begin(0), one = Begin(1), two = Begin(2);
        Assert.Equal(one, Begin(1));
        Assert.NotEqual(ascending, one);
        Assert.NotEqual(one, two);
        Assert.Equal(ascending, one.Order());
        Assert.Equal(ascending, two.Order());

        // A group at a time, and its lanes in an order of its own.
        Assert.Equal(3, one.Chunk(4).Count(chunk => chunk.Select(entry => entry.Group).Distinct().Count() == 1));
        Assert.Contains(Enumerable.Range(1, 20), seed => !Begin(seed).Select(entry => entry.Group).SequenceEqual(ascending.Select(entry => entry.Group)));
    }

    [Fact]
    public void BetweenBarriers_EveryLaneRunsOnce()
    {
        using Rig rig = new();
        Log.Clear();
        rig.Run(LogThreeTimes, 1, 40, 0);
        Assert.All(Log.Chunk(40), part => Assert.Equal(Enumerable.Range(0, 40), part.Select(entry => entry.Lane).Order()));
        Assert.Equal(120, Log.Count);
    }

    [Fact]
    public void Message_IsTheSameEveryTime()
    {
        using Rig rig = new();
        string[] messages = Enumerable.Range(0, 5).Select(_ => rig.Fault(Race, 4, 100, rig.View(new float[10]))).ToArray();
        Assert.Single(messages.Distinct());
    }

    private static (int Group, int Lane)[] Begin(int seed)
    {
        using Settings settings = new();
        SimulatorSettings.Seed = seed;
        using Rig rig = new();
        Log.Clear();
        rig.Run(LogOnce, 3, 4, 0);
        return [.. Log];
    }

    private static void LogOnce(int n) => Log.Add((Grid.IdxX, Group.IdxX));

    private static void LogThreeTimes(int n)
    {
        Log.Add((Grid.IdxX, Group.IdxX));
        Group.Barrier();
        Log.Add((Grid.IdxX, Group.IdxX));
        Group.Barrier();
        Log.Add((Grid.IdxX, Group.IdxX));
    }

    private static void Race(ArrayView<float> view)
    {
        Group.Barrier();
        view[(Group.IdxX * 7) % 10] = Group.IdxX;
    }
}

namespace EveryWidth;

/// <summary>Hands out runs in their order, each as soon as the one that it comes after has ended. Workers share it.</summary>
/// <param name="runs">All runs.</param>
internal sealed class RunQueue(IEnumerable<TestRun> runs)
{
    private readonly List<TestRun> waiting = [.. runs];
    private readonly HashSet<TestRun> ended = [];
    private readonly object gate = new();

    /// <summary>The next run; waits where all that are left come after one that goes on.</summary>
    /// <returns>The run; null when none is left.</returns>
    public TestRun? Take()
    {
        lock (gate)
        {
            while (true)
            {
                if (waiting.Find(run => run.After is null || ended.Contains(run.After)) is { } next)
                {
                    waiting.Remove(next);
                    return next;
                }

                if (waiting.Count == 0)
                {
                    return null;
                }

                Monitor.Wait(gate);
            }
        }
    }

    /// <summary>Says that a run has ended.</summary>
    public void End(TestRun run)
    {
        lock (gate)
        {
            ended.Add(run);
            Monitor.PulseAll(gate);
        }
    }
}

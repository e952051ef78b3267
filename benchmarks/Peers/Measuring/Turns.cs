using System.Diagnostics;

namespace Peers.Measuring;

/// <summary>Measures contenders in turns, A B C A B C …, so that whatever the machine does beside happens to all of them.</summary>
/// <param name="BatchNs">How long a turn takes at least.</param>
/// <param name="MinRounds">Rounds, however long they take.</param>
/// <param name="MaxRounds">Rounds, however short they are.</param>
/// <param name="Seconds">No further round begins after so long.</param>
internal sealed record Turns(double BatchNs, int MinRounds, int MaxRounds, double Seconds)
{
    /// <summary>Nanoseconds per call of each, in their order, and the number of rounds.</summary>
    public (Timing[] Timings, int Rounds) Measure(IReadOnlyList<Contender> contenders)
    {
        foreach (int restMs in (ReadOnlySpan<int>)[250, 100])
        {
            // The compiler replaces in the background what was called often, some time after it was.
            contenders.ToList().ForEach(Warm);
            Thread.Sleep(restMs);
        }

        long[] calls = [.. contenders.Select(CallsOfTurn)];
        List<double>[] rounds = [.. contenders.Select(_ => new List<double>())];
        long start = Stopwatch.GetTimestamp();
        for (int round = 0; round < MinRounds || (round < MaxRounds && Stopwatch.GetElapsedTime(start).TotalSeconds < Seconds); round++)
        {
            for (int i = 0; i < contenders.Count; i++)
            {
                rounds[i].Add(Turn(contenders[i], calls[i]));
            }
        }

        return ([.. rounds.Select(Timing.Of)], rounds[0].Count);
    }

    private static double Turn(Contender contender, long calls)
    {
        if (calls > 1)
        {
            // Its data come back into the caches. What takes a whole turn for one call has none there.
            contender.Time((calls + 3) / 4);
        }

        double ns = contender.Time(calls) / calls;
        Thread.Sleep(contender.RestMs);
        return ns;
    }

    private static void Warm(Contender contender)
    {
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < 40 && Stopwatch.GetElapsedTime(start).TotalMilliseconds < 30; i++)
        {
            contender.Time(1);
        }
    }

    /// <summary>So many calls as fill a turn.</summary>
    private long CallsOfTurn(Contender contender)
    {
        for (long calls = 1; ; calls *= 2)
        {
            double ns = contender.Time(calls);
            if (ns >= BatchNs)
            {
                Thread.Sleep(contender.RestMs);
                return calls;
            }
        }
    }
}

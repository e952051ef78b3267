using System.Diagnostics;
using System.Runtime;

namespace Peers.Measuring;

/// <summary>Measures contenders in turns, A B C A B C …, so that whatever the machine does beside happens to all of them.</summary>
/// <param name="BatchNs">How long a turn takes at least.</param>
/// <param name="MinRounds">Rounds, however long they take.</param>
/// <param name="MaxRounds">Rounds, however short they are.</param>
/// <param name="Seconds">No further round begins after so long.</param>
internal sealed record Turns(double BatchNs, int MinRounds, int MaxRounds, double Seconds)
{
    /// <summary>A call that is compiled or not makes no difference to.</summary>
    private const double LongNs = 2e6;

    /// <summary>Nanoseconds per call of each, in their order, and the number of rounds.</summary>
    /// <param name="contenders">What is measured.</param>
    /// <param name="cold">Whether a call's data are more than caches hold. Where not, each turn begins with calls that bring them back and do not count.</param>
    public (Timing[] Timings, int Rounds) Measure(IReadOnlyList<Contender> contenders, bool cold)
    {
        Warm(contenders);
        long[] calls = [.. contenders.Select(CallsOfTurn)];
        List<double>[] rounds = [.. contenders.Select(_ => new List<double>())];
        long start = Stopwatch.GetTimestamp();
        for (int round = 0; round < MinRounds || (round < MaxRounds && Stopwatch.GetElapsedTime(start).TotalSeconds < Seconds); round++)
        {
            for (int i = 0; i < contenders.Count; i++)
            {
                rounds[i].Add(Turn(contenders[i], calls[i], cold));
            }
        }

        return ([.. rounds.Select(Timing.Of)], rounds[0].Count);
    }

    private static double Turn(Contender contender, long calls, bool cold)
    {
        if (!cold)
        {
            contender.Time((calls + 3) / 4);
        }

        double ns = contender.Time(calls) / calls;
        Thread.Sleep(contender.RestMs);
        return ns;
    }

    /// <summary>
    /// Until the compiler is done: it replaces in the background what was called often, some time after it was, and later where the machine is busy. What that saves is nothing beside a long call.
    /// </summary>
    private static void Warm(IReadOnlyList<Contender> contenders)
    {
        List<Contender> warming = [.. contenders];
        long compiled = -1;
        for (int repetition = 0, stable = 0; repetition < 20 && stable < 2; repetition++)
        {
            warming.RemoveAll(contender => Fastest(contender) > LongNs);
            Thread.Sleep(warming.Count > 0 ? 120 : 0);
            long now = JitInfo.GetCompiledMethodCount();
            stable = now == compiled ? stable + 1 : 0;
            compiled = now;
        }
    }

    /// <summary>The fastest of a few calls: enough of them for the compiler to count.</summary>
    private static double Fastest(Contender contender)
    {
        double fastest = double.PositiveInfinity;
        for (int i = 0; i < 40 && (i == 0 || fastest < LongNs); i++)
        {
            fastest = Math.Min(fastest, contender.Time(1));
        }

        return fastest;
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

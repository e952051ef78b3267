namespace GpuBenchmark.Measuring;

/// <summary>Measures contenders in turns, A B C A B C …, so that whatever card and machine do beside, clocks and heat included, happens to all of them.</summary>
/// <param name="TurnMs">How long a turn takes at least, in as many calls.</param>
/// <param name="WarmMs">How long each runs before it counts, at least.</param>
/// <param name="Rounds">How many turns each has.</param>
internal sealed record Turns(double TurnMs, double WarmMs, int Rounds)
{
    /// <summary>Nanoseconds per call, by name.</summary>
    public Dictionary<string, Timing> Measure(IReadOnlyList<Contender> contenders)
    {
        long[] calls = [.. contenders.Select(CallsOfTurn)];
        List<double>[] rounds = [.. contenders.Select(_ => new List<double>())];
        for (int round = 0; round < Rounds; round++)
        {
            for (int i = 0; i < contenders.Count; i++)
            {
                rounds[i].Add(contenders[i].Time(calls[i]) / calls[i]);
            }
        }

        return contenders.Select((contender, i) => (contender.Name, Timing.Of(rounds[i]))).ToDictionary();
    }

    /// <summary>So many calls as fill a turn.</summary>
    private long CallsOfTurn(Contender contender)
    {
        double warmed = 0;
        for (long calls = 1; ; calls *= 2)
        {
            double ms = contender.Time(calls) / 1e6;
            warmed += ms;
            if (ms >= TurnMs)
            {
                while (warmed < WarmMs)
                {
                    warmed += contender.Time(calls) / 1e6;
                }

                return calls;
            }
        }
    }
}

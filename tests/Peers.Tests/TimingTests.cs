using Peers.Measuring;

namespace Peers.Tests;

public sealed class TimingTests
{
    [Theory]
    [InlineData(new double[] { 7 }, 7, 7)]
    [InlineData(new double[] { 9, 1, 5 }, 5, 1)]
    [InlineData(new double[] { 8, 2, 4, 100 }, 6, 2)]
    public void Median_and_minimum_of_the_rounds(double[] rounds, double median, double minimum) => Assert.Equal(new Timing(median, minimum), Timing.Of(rounds));

    [Theory]
    [InlineData(false, "aabbaabbaabb")]
    [InlineData(true, "ababab")]
    public void Contenders_take_turns_and_their_times_are_per_call(bool cold, string turns)
    {
        List<string> order = [];
        Contender Fake(string name, double nsPerCall) => new(name, calls =>
        {
            order.Add(name);
            return nsPerCall * calls;
        });

        (Timing[] timings, int rounds) = new Turns(BatchNs: 1e7, MinRounds: 3, MaxRounds: 3, Seconds: 0).Measure([Fake("a", 4e6), Fake("b", 2e7)], cold);

        Assert.Equal(3, rounds);
        Assert.Equal([new Timing(4e6, 4e6), new Timing(2e7, 2e7)], timings);

        // With data in the caches there are calls before each turn that do not count.
        Assert.EndsWith(turns, string.Concat(order), StringComparison.Ordinal);
        Assert.Equal(cold, !string.Concat(order).EndsWith("aabbaabbaabb", StringComparison.Ordinal));
    }
}

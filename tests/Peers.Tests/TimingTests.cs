using Peers.Measuring;

namespace Peers.Tests;

public sealed class TimingTests
{
    [Theory]
    [InlineData(new double[] { 7 }, 7, 7)]
    [InlineData(new double[] { 9, 1, 5 }, 5, 1)]
    [InlineData(new double[] { 8, 2, 4, 100 }, 6, 2)]
    public void Median_and_minimum_of_the_rounds(double[] rounds, double median, double minimum) => Assert.Equal(new Timing(median, minimum), Timing.Of(rounds));

    [Fact]
    public void Contenders_take_turns_and_their_times_are_per_call()
    {
        List<string> order = [];
        Contender Fake(string name, double nsPerCall) => new(name, calls =>
        {
            order.Add(name);
            return nsPerCall * calls;
        });

        (Timing[] timings, int rounds) = new Turns(BatchNs: 1e7, MinRounds: 3, MaxRounds: 3, Seconds: 0).Measure([Fake("a", 4e6), Fake("b", 2e7)]);

        Assert.Equal(3, rounds);
        Assert.Equal([new Timing(4e6, 4e6), new Timing(2e7, 2e7)], timings);

        // A turn of a is four calls, with one more before that does not count; b's is one.
        Assert.Equal(["a", "a", "b", "a", "a", "b", "a", "a", "b"], order[^9..]);
    }
}

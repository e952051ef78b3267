using Gen.CrossEntropy.Runtime.Tests.Support;
using Gen.CrossEntropy.Threading;

namespace Gen.CrossEntropy.Runtime.Tests.Threading;

[Collection(ThreadsSetting.Name)]
public sealed class SplitTests
{
    [Theory]
    [InlineData(0, 8, 1)]
    [InlineData(1999, 8, 1)]
    [InlineData(2000, 8, 2)]
    [InlineData(2999, 8, 2)]
    [InlineData(3000, 8, 3)]
    [InlineData(1_000_000, 8, 8)]
    [InlineData(1_000_000, 1, 1)]
    [InlineData(2000, 1, 1)]
    [InlineData(1_000_000, int.MaxValue, 1000)]
    public void EachThread_HasAGrainAtLeast(int elements, int threads, int expected) =>
        ThreadsSetting.With(threads, () => Assert.Equal(expected, Split.Of(elements, 1000).Threads));

    [Fact]
    public void SleepingThreads_AreWokenForMuchWorkOnly() => ThreadsSetting.With(4, () =>
    {
        Assert.False(Split.Of((1000 * Grain.Wake) - 1, 1000).Wakes);
        Assert.True(Split.Of(1000 * Grain.Wake, 1000).Wakes);
    });
}

using Gen.CrossEntropy.Threading;

namespace Gen.CrossEntropy.Runtime.Tests.Threading;

public sealed class FirstIndexTests
{
    [Fact]
    public void WithoutAnOffer_ThereIsNone() => Assert.False(new FirstIndex().Any);

    [Fact]
    public void FirstOfTheOffers_IsKept()
    {
        FirstIndex first = new();
        foreach (nint offer in (nint[])[7, 9, 3, 3, 4, 0, 1])
        {
            first.Offer(offer);
        }

        Assert.True(first.Any);
        Assert.Equal(0, first.Index);
    }

    [Fact]
    public void OffersOfManyThreads_KeepTheFirst()
    {
        FirstIndex first = new();
        Parallel.For(0, 8, thread =>
        {
            for (int i = 20_000; i > 0; i--)
            {
                first.Offer((i * 8) + thread);
            }
        });
        Assert.Equal(8, first.Index);
    }
}

using Digits.Images;

namespace Digits.Tests;

public class SplitTests
{
    [Theory]
    [InlineData(1797, 0.2, 359)]
    [InlineData(1797, 0.01, 18)]
    [InlineData(1797, 0.9, 1617)]
    [InlineData(2, 0.5, 1)]
    public void EveryRow_IsInExactlyOnePart(int count, double share, int testCount)
    {
        Split split = Split.Draw(count, share, new Random(1));
        Assert.Equal(testCount, split.TestRows.Length);
        int[] both = [.. split.TrainRows, .. split.TestRows];
        Assert.Equal(Enumerable.Range(0, count), both.Order());
    }

    [Fact]
    public void SameSeed_GivesTheSameSplit() =>
        Assert.Equal(Split.Draw(100, 0.2, new Random(7)).TestRows.ToArray(), Split.Draw(100, 0.2, new Random(7)).TestRows.ToArray());

    [Fact]
    public void OtherSeed_GivesAnotherSplit() =>
        Assert.NotEqual(Split.Draw(100, 0.2, new Random(7)).TestRows.ToArray(), Split.Draw(100, 0.2, new Random(8)).TestRows.ToArray());

    [Theory]
    [InlineData(0)]
    [InlineData(0.0001)]
    [InlineData(1)]
    public void EmptyPart_IsRefused(double share) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Split.Draw(100, share, new Random(1)));
}

namespace Digits.Images;

/// <summary>Which rows are learned from and which are kept back: every row is in exactly one of the two.</summary>
internal sealed class Split
{
    private readonly int[] _trainRows;
    private readonly int[] _testRows;

    private Split(int[] trainRows, int[] testRows)
    {
        _trainRows = trainRows;
        _testRows = testRows;
    }

    /// <summary>The rows to learn from, in random order.</summary>
    public ReadOnlySpan<int> TrainRows => _trainRows;

    /// <summary>The rows that no training step ever sees, in random order.</summary>
    public ReadOnlySpan<int> TestRows => _testRows;

    /// <summary>Draws <paramref name="testShare"/> of <paramref name="count"/> rows, rounded, for the test and leaves the others for training.</summary>
    /// <exception cref="ArgumentOutOfRangeException">One of the two parts would be empty.</exception>
    public static Split Draw(int count, double testShare, Random random)
    {
        int testCount = (int)Math.Round(count * testShare);
        if (testCount <= 0 || testCount >= count)
        {
            throw new ArgumentOutOfRangeException(nameof(testShare), testShare, $"A share of {count} rows must leave at least one row on each side.");
        }

        int[] rows = [.. Enumerable.Range(0, count)];
        random.Shuffle(rows);
        return new Split(rows[testCount..], rows[..testCount]);
    }
}

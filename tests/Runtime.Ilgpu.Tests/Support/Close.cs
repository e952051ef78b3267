namespace Gen.CrossEntropy.Ilgpu.Tests.Support;

internal static class Close
{
    /// <summary>Asserts that values agree to about six digits, those below 1 to six places.</summary>
    public static void Equal(IEnumerable<double> expected, IEnumerable<float> actual)
    {
        int i = 0;
        foreach ((double e, float a) in expected.Zip(actual, (e, a) => (e, a)))
        {
            Assert.True(Math.Abs(e - a) <= 2e-6 * Math.Max(1, Math.Abs(e)), $"element {i}: expected {e}, got {a}");
            i++;
        }

        Assert.Equal(expected.Count(), actual.Count());
    }
}

namespace GpuBenchmark.Measuring;

/// <summary>Nanoseconds per call over all rounds.</summary>
/// <param name="Median">Of the rounds; the mean of the two in the middle where their number is even.</param>
/// <param name="Minimum">The fastest round.</param>
internal sealed record Timing(double Median, double Minimum)
{
    /// <param name="rounds">At least one.</param>
    public static Timing Of(IEnumerable<double> rounds)
    {
        double[] sorted = [.. rounds.Order()];
        int middle = sorted.Length / 2;
        return new((sorted[middle] + sorted[(sorted.Length - 1) / 2]) / 2, sorted[0]);
    }
}

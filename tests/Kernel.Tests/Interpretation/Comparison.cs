namespace Gen.CrossEntropy.Kernel.Tests.Interpretation;

/// <summary>Compares what a kernel computed with what the interpreter did.</summary>
internal static class Comparison
{
    /// <summary>What is wrong with the values of an array, or null.</summary>
    /// <param name="name">What it is called.</param>
    /// <param name="dtype">The element type that the values are stored in.</param>
    /// <param name="expected">The interpreter's values.</param>
    /// <param name="actual">The values.</param>
    /// <param name="slack">How many times the error of the analysis they may be off. Kernels have been seen to use 0.85 of it.</param>
    public static string? Differences(string name, DType dtype, Number[] expected, double[] actual, double slack = 1)
    {
        if (expected.Length != actual.Length)
        {
            return $"{name}: {actual.Length} elements instead of {expected.Length}";
        }

        // What is computed rounds in one type, and where it is stored in a shorter one, once more in that.
        (double unit, double stored, double most, double least) = dtype switch
        {
            DType.Float32 => (Math.Pow(2, -24), 0, float.MaxValue, 1.2e-38),
            DType.Float64 => (Math.Pow(2, -53), 0, double.MaxValue, 2.3e-308),
            DType.Float16 => (Math.Pow(2, -24), Math.Pow(2, -11), 65520 * (1 - Math.Pow(2, -20)), Math.Pow(2, -25)),
            DType.BFloat16 => (Math.Pow(2, -24), Math.Pow(2, -8), 3.3961e38, 1.2e-38),
            _ => throw new NotSupportedException($"No rounding of {dtype}."),
        };
        for (int i = 0; i < expected.Length; i++)
        {
            double value = expected[i].Value;
            if (!double.IsFinite(value) || Math.Abs(value) > most)
            {
                bool same = double.IsNaN(value) ? double.IsNaN(actual[i]) : double.IsInfinity(actual[i]) && Math.Sign(value) == Math.Sign(actual[i]);
                if (!same)
                {
                    return $"{name}[{i}] is {actual[i]:R} instead of {value:R}";
                }

                continue;
            }

            // The interpreter's own roundings are as large as those of a Float64 kernel.
            double allowed = ((dtype == DType.Float64 ? 2 : 1) * unit * (expected[i].Error + Math.Abs(value))) + (stored * Math.Abs(value) * 1.001) + least;
            double error = Math.Abs(actual[i] - value);
            if (!(error <= allowed * slack))
            {
                return $"{name}[{i}] is {actual[i]:R} instead of {value:R}: off by {error:G3}, {error / allowed:G3} of what is allowed";
            }
        }

        return null;
    }
}

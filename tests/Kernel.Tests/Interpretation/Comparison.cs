namespace Gen.CrossEntropy.Kernel.Tests.Interpretation;

/// <summary>Compares what a kernel computed with what the interpreter did.</summary>
internal static class Comparison
{
    /// <summary>What is wrong with the values of an array, or null.</summary>
    /// <param name="name">What it is called.</param>
    /// <param name="dtype">The element type that the values were computed in.</param>
    /// <param name="expected">The interpreter's values.</param>
    /// <param name="actual">The values.</param>
    /// <param name="slack">How many times the error of the analysis they may be off. Kernels have been seen to use 0.85 of it.</param>
    public static string? Differences(string name, DType dtype, Number[] expected, double[] actual, double slack = 1)
    {
        if (expected.Length != actual.Length)
        {
            return $"{name}: {actual.Length} elements instead of {expected.Length}";
        }

        (double unit, double most, double least) = dtype == DType.Float32 ? (Math.Pow(2, -24), float.MaxValue, 1.2e-38) : (Math.Pow(2, -53), double.MaxValue, 2.3e-308);
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
            double allowed = ((dtype == DType.Float64 ? 2 : 1) * unit * (expected[i].Error + Math.Abs(value))) + least;
            double error = Math.Abs(actual[i] - value);
            if (!(error <= allowed * slack))
            {
                return $"{name}[{i}] is {actual[i]:R} instead of {value:R}: off by {error:G3}, {error / allowed:G3} of what is allowed";
            }
        }

        return null;
    }
}

namespace Gen.CrossEntropy.Generator.Emit.Gpu;

/// <summary>Division of small integers by a constant, as a multiplication and a shift.</summary>
internal static class Division
{
    /// <summary>The factor f and the shift s with n / divisor = (n·f) >> s for all n from 0 to below the limit, in 32 bits.</summary>
    /// <param name="divisor">The divisor: at least 1.</param>
    /// <param name="limit">The limit.</param>
    /// <exception cref="NotSupportedException">There are none.</exception>
    public static (int Factor, int Shift) By(int divisor, int limit)
    {
        for (int shift = 0; shift < 31; shift++)
        {
            // Rounded up, the factor is too large by less than 1: by what it exceeds 2^s/divisor, times n, over 2^s. That must stay below 1/divisor, the least distance of a quotient to the next integer.
            long factor = ((1L << shift) + divisor - 1) / divisor, excess = (factor * divisor) - (1L << shift);
            if (excess * (limit - 1) < 1L << shift && factor * (limit - 1) <= int.MaxValue)
            {
                return ((int)factor, shift);
            }
        }

        throw new NotSupportedException($"No factor in 32 bits divides all integers below {limit} by {divisor}.");
    }
}

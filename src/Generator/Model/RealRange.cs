namespace Gen.CrossEntropy.Generator.Model;

/// <summary>The real numbers that an option can be: finite, of a sign, and still so in the precision that kernels compute in.</summary>
/// <param name="Words">The range as an object of "write".</param>
/// <param name="Contains">Whether a finite number is in it.</param>
internal sealed record RealRange(string Words, Func<double, bool> Contains)
{
    /// <summary>(-∞, ∞).</summary>
    public static RealRange Finite { get; } = new("a finite value", static _ => true);

    /// <summary>[0, ∞).</summary>
    public static RealRange NotNegative { get; } = new("a finite value of 0 or more", static value => value >= 0);

    /// <summary>(0, ∞).</summary>
    public static RealRange Positive { get; } = new("a finite value above 0", static value => value > 0);

    /// <summary>What is wrong with <paramref name="value"/> in a declaration of <paramref name="dtype"/>, and what to write instead; null if it is in the range.</summary>
    public (string Reason, string Instead)? FaultOf(double value, DType dtype)
    {
        if (double.IsNaN(value) || double.IsInfinity(value))
        {
            return ("it is not finite", Words);
        }

        if (!Contains(value))
        {
            return (value == 0 ? "it is zero" : "it is negative", Words);
        }

        // The kernels hold it as a float, where it must be what the user wrote: neither infinite nor, if it was not written as 0, zero.
        if (value == 0 || dtype is not (DType.Float32 or DType.Float16 or DType.BFloat16))
        {
            return null;
        }

        const string Wider = "a value that Float32 can hold, or declare DType = DType.Float64";
        float rounded = (float)value;
        return float.IsInfinity(rounded) ? ("it is infinite in Float32", Wider) : rounded == 0 ? ("it is zero in Float32", Wider) : null;
    }
}

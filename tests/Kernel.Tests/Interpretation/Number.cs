namespace Gen.CrossEntropy.Kernel.Tests.Interpretation;

/// <summary>
/// A value in double precision, and how far a kernel's value may be from it: a running error analysis, which follows each operation of a program with the error that its rounding adds.
/// </summary>
/// <param name="Value">The value.</param>
/// <param name="Error">The accumulated absolute error to first order, in units of the element type's rounding (2^-24 for Float32, 2^-53 for Float64).</param>
internal readonly record struct Number(double Value, double Error)
{
    /// <summary>
    /// The kernels' exponentials become 0 below 2^-120. In units of Float32's rounding that is 2^-96; Float64's floor is lower still, and nothing here tells it from 0.
    /// </summary>
    private const double ExponentialFloor = 1.0 / (1L << 48) / (1L << 48);

    /// <summary>Those that are results themselves do so below the smallest normal number: 2^-102 in those units.</summary>
    private const double AccurateFloor = 1.0 / (1L << 51) / (1L << 51);

    /// <summary>A number that the caller gives: it is what it is.</summary>
    public static Number Exact(double value) => new(value, 0);

    /// <summary>A constant of the program: a double, rounded once to the element type.</summary>
    public static Number Rounded(double value) => new(value, (float)value == value ? 0 : Math.Abs(value));

    public static Number operator +(Number a, Number b) => Of(a.Value + b.Value, a.Error + b.Error);

    public static Number operator -(Number a, Number b) => Of(a.Value - b.Value, a.Error + b.Error);

    public static Number operator -(Number a) => new(-a.Value, a.Error);

    public static Number operator *(Number a, Number b) => Of(a.Value * b.Value, Scaled(a.Value, b.Error) + Scaled(b.Value, a.Error));

    public static Number operator /(Number a, Number b)
    {
        double quotient = a.Value / b.Value;
        return Of(quotient, (a.Error + Scaled(quotient, b.Error)) / Math.Abs(b.Value));
    }

    /// <summary>The larger one; the second where either is NaN.</summary>
    public static Number Max(Number a, Number b) => new(a.Value > b.Value ? a.Value : b.Value, Math.Max(a.Error, b.Error));

    /// <summary>exp a. The argument times log2(e) is rounded, which costs |a| of relative error; the polynomial and what surrounds it, two.</summary>
    public static Number Exp(Number a)
    {
        double e = Math.Exp(a.Value);
        return new Number(e, Scaled(e, a.Error + Math.Abs(a.Value) + 2) + ExponentialFloor);
    }

    /// <summary>exp a, where the argument is reduced without a rounding that grows with it.</summary>
    public static Number AccurateExp(Number a)
    {
        double e = Math.Exp(a.Value);
        return new Number(e, Scaled(e, a.Error + 3) + AccurateFloor);
    }

    /// <summary>log a.</summary>
    public static Number Log(Number a)
    {
        double log = Math.Log(a.Value);
        return new Number(log, Scaled(1 / a.Value, a.Error) + (2 * Math.Abs(log)));
    }

    /// <summary>log(1 + a).</summary>
    public static Number Log1p(Number a)
    {
        double sum = 1 + a.Value, log = sum == 0 ? double.NegativeInfinity : Math.Log(sum) + ((a.Value - (sum - 1)) / sum);
        return new Number(log, Scaled(1 / (1 + a.Value), a.Error) + (4 * Math.Abs(log)));
    }

    /// <summary>tanh a.</summary>
    public static Number Tanh(Number a)
    {
        double tanh = Math.Tanh(a.Value);
        return new Number(tanh, ((1 - (tanh * tanh)) * a.Error) + (4 * Math.Abs(tanh)));
    }

    /// <summary>A sum of many: a kernel's roundings have random signs, so that their sum grows with the root of their number. The value itself is summed with compensation.</summary>
    /// <param name="terms">What is summed.</param>
    /// <param name="rounding">The rounding of the sum's own type, in units of the element type's.</param>
    public static Number Sum(IEnumerable<Number> terms, double rounding = 1)
    {
        double sum = 0, lost = 0, error = 0, magnitude = 0;
        int count = 0;
        foreach (Number term in terms)
        {
            double next = sum + term.Value;
            lost += Math.Abs(sum) >= Math.Abs(term.Value) ? (sum - next) + term.Value : (term.Value - next) + sum;
            sum = next;
            error += term.Error;
            magnitude += Math.Abs(term.Value);
            count++;
        }

        // What was lost of an infinity is no number.
        return new Number(double.IsFinite(sum) ? sum + lost : sum, error + (magnitude * Math.Sqrt(count) / 2 * rounding));
    }

    private static Number Of(double value, double error) => new(value, error + Math.Abs(value));

    // An error of nothing is nothing, also of an infinity; an infinite error of 0 is that of the exponential of -∞.
    private static double Scaled(double value, double error) => value == 0 || error == 0 ? 0 : Math.Abs(value) * error;
}

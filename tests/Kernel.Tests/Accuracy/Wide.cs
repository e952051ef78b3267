namespace Gen.CrossEntropy.Kernel.Tests.Accuracy;

/// <summary>
/// A number of about 31 digits: the unevaluated sum of two doubles, of which the second is at most half a unit in the last place of the first. What kernels are measured against.
/// </summary>
internal readonly record struct Wide(double High, double Low)
{
    private const int Terms = 11, Halvings = 8;

    private static readonly Wide Log2 = new(0.693147180559945309417232121458, 2.31904681384629955842e-17);

    public static Wide Zero => default;

    public bool IsFinite => double.IsFinite(High);

    public static implicit operator Wide(double value) => new(value, 0);

    public static explicit operator double(Wide value) => value.High + value.Low;

    public static Wide operator +(Wide a, Wide b)
    {
        Wide high = TwoSum(a.High, b.High), low = TwoSum(a.Low, b.Low);
        Wide sum = QuickTwoSum(high.High, high.Low + low.High);
        return QuickTwoSum(sum.High, sum.Low + low.Low);
    }

    public static Wide operator -(Wide a) => new(-a.High, -a.Low);

    public static Wide operator -(Wide a, Wide b) => a + -b;

    public static Wide operator *(Wide a, Wide b)
    {
        double product = a.High * b.High;
        return QuickTwoSum(product, Math.FusedMultiplyAdd(a.High, b.High, -product) + ((a.High * b.Low) + (a.Low * b.High)));
    }

    public static Wide operator /(Wide a, Wide b)
    {
        double first = a.High / b.High;
        Wide rest = a - (b * first);
        double second = rest.High / b.High;
        rest -= b * second;
        return QuickTwoSum(first, second) + (rest.High / b.High);
    }

    public static Wide Max(Wide a, Wide b) => (a - b).High >= 0 ? a : b;

    /// <summary>|a|, rounded: a size needs no more.</summary>
    public static double Abs(Wide a) => Math.Abs(a.High + a.Low);

    /// <summary>e^a.</summary>
    public static Wide Exp(Wide a)
    {
        if (a.High < -750)
        {
            return Zero;
        }

        double n = Math.Round(a.High / Log2.High);
        return Scale(ExpM1OfSmall(a - (Log2 * n)) + 1, (int)n);
    }

    /// <summary>e^a - 1.</summary>
    public static Wide ExpM1(Wide a) => Math.Abs(a.High) < 0.4 ? ExpM1OfSmall(a) : Exp(a) - 1;

    /// <summary>ln(1 + a), with as many digits near 0 as elsewhere.</summary>
    public static Wide Log1P(Wide a)
    {
        if (a.High <= -1)
        {
            return double.NegativeInfinity;
        }

        // One step of Newton's method from a double, with the second order: t is the remaining (1 + a)·e^-y - 1, of the size of one rounding.
        Wide u = a + 1;
        double y = u.High == 1 ? a.High : Math.Log(u.High) * (Math.Abs(a.High) < 0.5 ? a.High / (u.High - 1) : 1);
        Wide t = a + (u * ExpM1(-(Wide)y));
        return y + (t - (t * t * 0.5) + (t * t * t / 3));
    }

    /// <summary>ln a.</summary>
    public static Wide Log(Wide a)
    {
        if (a.High <= 0)
        {
            return a.High == 0 ? double.NegativeInfinity : double.NaN;
        }

        int n = Math.ILogB(a.High);
        n += Math.ScaleB(a.High, -n) > 1.5 ? 1 : 0;
        return (Log2 * n) + Log1P(Scale(a, -n) - 1);
    }

    /// <summary>a^b for a ≥ 0.</summary>
    public static Wide Pow(Wide a, double b) => b == 0 ? 1 : a.High == 0 ? Zero : Exp(Log(a) * b);

    /// <summary>tanh a.</summary>
    public static Wide Tanh(Wide a)
    {
        if (Math.Abs(a.High) > 40)
        {
            return Math.Sign(a.High);
        }

        Wide e = ExpM1(a * 2);
        return e / (e + 2);
    }

    // (e^(a/2^k) - 1) by its series, then k times (1 + t)² - 1 = 2t + t².
    private static Wide ExpM1OfSmall(Wide a)
    {
        Wide r = Scale(a, -Halvings), sum = Zero;
        for (int i = Terms; i > 0; i--)
        {
            sum = (sum + 1) * r / i;
        }

        for (int i = 0; i < Halvings; i++)
        {
            sum = (sum * 2) + (sum * sum);
        }

        return sum;
    }

    private static Wide Scale(Wide a, int n) => new(Math.ScaleB(a.High, n), Math.ScaleB(a.Low, n));

    private static Wide TwoSum(double a, double b)
    {
        double sum = a + b, part = sum - a;
        return new Wide(sum, double.IsFinite(sum) ? a - (sum - part) + (b - part) : 0);
    }

    private static Wide QuickTwoSum(double a, double b)
    {
        double sum = a + b;
        return new Wide(sum, double.IsFinite(sum) ? b - (sum - a) : 0);
    }
}

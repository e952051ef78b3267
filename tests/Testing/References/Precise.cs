namespace Gen.CrossEntropy.Testing;

/// <summary>Functions that keep their digits where the usual formula cancels. The framework's own forms of the first two subtract.</summary>
internal static class Precise
{
    /// <summary>ln(1 + x). What rounding takes from 1 + x, the quotient puts back.</summary>
    public static double Log1P(double x)
    {
        double u = 1 + x;
        return u == 1 || double.IsInfinity(u) ? (u == 1 ? x : u) : Math.Log(u) * (x / (u - 1));
    }

    /// <summary>e^x - 1, in the same way.</summary>
    public static double ExpM1(double x)
    {
        double u = Math.Exp(x);
        return u == 1 ? x : u - 1 == -1 || double.IsInfinity(u) ? u - 1 : (u - 1) * (x / Math.Log(u));
    }

    /// <summary>1/(1 + e^-x).</summary>
    public static double Sigmoid(double x)
    {
        double e = Math.Exp(-Math.Abs(x));
        return x >= 0 ? 1 / (1 + e) : e / (1 + e);
    }

    /// <summary>ln(1 + e^x).</summary>
    public static double Softplus(double x) => Math.Max(x, 0) + Log1P(Math.Exp(-Math.Abs(x)));

    /// <summary>A sum with the error of each addition carried along.</summary>
    public static double Sum(IEnumerable<double> values)
    {
        double sum = 0, lost = 0;
        foreach (double value in values)
        {
            double next = sum + value;
            lost += Math.Abs(sum) >= Math.Abs(value) ? sum - next + value : value - next + sum;
            sum = next;
        }

        // Beyond the largest number there is nothing to carry.
        return double.IsFinite(sum) ? sum + lost : sum;
    }
}

namespace Gen.CrossEntropy.Testing;

/// <summary>The classes of one sample in an array [N, C, S]; samples count through N, then S.</summary>
internal readonly struct ReferenceRow(double[] array, int classes, int positions, int sample)
{
    private readonly int first = (sample / positions * classes * positions) + (sample % positions);

    public int Classes => classes;

    public double this[int c]
    {
        get => array[first + (c * positions)];
        set => array[first + (c * positions)] = value;
    }

    public double[] ToArray()
    {
        double[] row = new double[classes];
        for (int c = 0; c < classes; c++)
        {
            row[c] = this[c];
        }

        return row;
    }
}

/// <summary>The softmax of one sample and what goes with it.</summary>
/// <remarks>
/// m = max_c z[c], first attained at k; r = Σ_{c≠k} exp(z[c] - m); lp[c] = (z[c] - m) - ln(1 + r). Without the largest term in the sum, neither lp[k] nor 1 - p[k] cancels, however near p[k] is to 1.
/// </remarks>
internal sealed class ReferenceSoftmax
{
    private readonly double[] numerators;
    private readonly double largest;

    public ReferenceSoftmax(double[] z)
    {
        largest = double.NegativeInfinity;
        First = -1;
        for (int c = 0; c < z.Length; c++)
        {
            if (First < 0 || z[c] > largest)
            {
                (largest, First) = (z[c], c);
            }
        }

        // A NaN anywhere is in the sum, or in m itself.
        numerators = [.. z.Select(v => Math.Exp(v - largest))];
        double rest = Rest(First);
        LogSum = double.IsNaN(numerators[First]) ? double.NaN : Precise.Log1P(rest);
        LogProbabilities = [.. z.Select(v => v - largest - LogSum)];
        Probabilities = [.. LogProbabilities.Select(Math.Exp)];
    }

    /// <summary>The first class that has the largest z.</summary>
    public int First { get; }

    /// <summary>lp.</summary>
    public double[] LogProbabilities { get; }

    /// <summary>p.</summary>
    public double[] Probabilities { get; }

    /// <summary>lse = ln Σ exp(z); NaN where lp is.</summary>
    public double LogSumExp => largest + LogSum;

    /// <summary>H = -Σ p·lp, without the classes whose p is 0.</summary>
    public double Entropy
    {
        get
        {
            double h = 0;
            for (int c = 0; c < Probabilities.Length; c++)
            {
                h -= Probabilities[c] == 0 ? 0 : Probabilities[c] * LogProbabilities[c];
            }

            return h;
        }
    }

    private double LogSum { get; }

    /// <summary>1 - p[c], from the other classes.</summary>
    public double Complement(int c) => Rest(c) / (numerators[First] + Rest(First));

    private double Rest(int excluded)
    {
        double rest = 0;
        for (int c = 0; c < numerators.Length; c++)
        {
            rest += c == excluded ? 0 : numerators[c];
        }

        return rest;
    }
}

using Gen.CrossEntropy.Testing;

namespace Gen.CrossEntropy.Kernel.Tests.Accuracy;

/// <summary>The softmax of one row of z, and the sizes of what is made of it.</summary>
/// <remarks>
/// lp[c] = (z[c] - m) - log s has the size Λ[c] = 1 + |lp[c]|: the rounding of s alone moves log s by a rounding of 1.
/// Where z is computed, its own rounding counts too: Λ[c] = 1 + |z[c]| + |m| + log s.
/// An exponential has the size p[c]·Λ[c]: the rounding of its argument moves it by so much.
/// </remarks>
internal sealed class SoftmaxTruth
{
    private readonly Wide[] exponentials;

    /// <param name="z">The row.</param>
    /// <param name="computed">Whether z is a result of computation, not the input.</param>
    public SoftmaxTruth(Wide[] z, bool computed = false)
    {
        int first = 0;
        for (int c = 1; c < z.Length; c++)
        {
            first = (z[c] - z[first]).High > 0 ? c : first;
        }

        Largest = z[first];
        exponentials = [.. z.Select(v => Wide.Exp(v - z[first]))];
        Wide rest = Sum(first);
        LogSum = Wide.Log1P(rest);
        LogProbabilities = [.. z.Select(v => v - z[first] - LogSum)];
        Probabilities = [.. exponentials.Select(e => e / (rest + 1))];
        double m = Wide.Abs(Largest), logs = Wide.Abs(LogSum);
        Sizes = computed ? [.. z.Select(v => 1 + Wide.Abs(v) + m + logs)] : [.. LogProbabilities.Select(lp => 1 + Wide.Abs(lp))];
        LogSumExp = new Cell(Largest + LogSum, 1 + m + logs);
    }

    public Wide Largest { get; }

    /// <summary>log s.</summary>
    public Wide LogSum { get; }

    public Wide[] LogProbabilities { get; }

    public Wide[] Probabilities { get; }

    /// <summary>Λ.</summary>
    public double[] Sizes { get; }

    public Cell LogSumExp { get; }

    /// <summary>The size of p[c].</summary>
    public double ProbabilitySize(int c) => Probabilities[c].High * Sizes[c];

    /// <summary>1 - p[c].</summary>
    public Wide Missed(int c) => Sum(c) * (Probabilities[c].High == 0 ? 1 : Probabilities[c] / exponentials[c]);

    private Wide Sum(int without)
    {
        Wide sum = Wide.Zero;
        for (int c = 0; c < exponentials.Length; c++)
        {
            sum = c == without ? sum : sum + exponentials[c];
        }

        return sum;
    }
}

/// <summary>softmax and log_softmax, and their backward passes from a rounded output.</summary>
internal static class MapTruth
{
    public static Truth Of(Declaration declaration, Batch batch)
    {
        int classes = declaration.ClassCount;
        bool logs = declaration.Kind == LossKind.LogSoftmax;
        Truth truth = new(new Cell[batch.Logits.Length], new Cell[batch.Logits.Length], new double[batch.Logits.Length]);
        Parallel.For(0, batch.Logits.Length / classes, row =>
        {
            int start = row * classes;
            SoftmaxTruth softmax = new([.. batch.Logits[start..(start + classes)].Select(v => (Wide)v)]);
            for (int c = 0; c < classes; c++)
            {
                truth.Losses[start + c] = logs ? new Cell(softmax.LogProbabilities[c], softmax.Sizes[c]) : new Cell(softmax.Probabilities[c], softmax.ProbabilitySize(c));
                truth.Output[start + c] = (double)truth.Losses[start + c].Value;
            }
        });
        double[] output = (batch with { Logits = truth.Output, Targets = Targets.None, Upstream = null }).Rounded(declaration.DType).Logits;
        Parallel.For(0, batch.Logits.Length / classes, row =>
        {
            int start = row * classes;
            Backward(logs, output.AsSpan(start, classes), batch.Upstream.AsSpan(start, classes), truth.Gradient.AsSpan(start, classes));
        });
        return truth with { Output = output };
    }

    private static void Backward(bool logs, ReadOnlySpan<double> y, ReadOnlySpan<double> u, Span<Cell> dx)
    {
        Wide sum = Wide.Zero;
        double size = 0;
        for (int c = 0; c < y.Length; c++)
        {
            Wide term = logs ? u[c] : (Wide)u[c] * y[c];
            sum += term;
            size += Wide.Abs(term);
        }

        for (int c = 0; c < y.Length; c++)
        {
            Wide p = logs ? Wide.Exp(y[c]) : y[c];
            dx[c] = logs
                ? new Cell(u[c] - (p * sum), Math.Abs(u[c]) + (p.High * size))
                : new Cell(p * (u[c] - sum), p.High * (Math.Abs(u[c]) + size));
        }
    }
}

using Gen.CrossEntropy.Testing;

namespace Gen.CrossEntropy.Kernel.Tests.Accuracy;

/// <summary>Inputs over wide ranges: the same for the same arguments, rounded to the element type. Rows, S = 1.</summary>
internal static class Sweep
{
    private static readonly double[] Spreads = [0.1, 1, 10, 80];
    private static readonly double[] Offsets = [0, 0, 1000, -1e4];

    /// <param name="declaration">The loss, with the reduction none.</param>
    /// <param name="samples">How many; a multiple of 24 has as many of each kind.</param>
    public static Batch Of(Declaration declaration, int samples)
    {
        int classes = declaration.SampleSize;
        Random random = new(classes + 17);
        double[] x = new double[samples * classes], dense = new double[declaration.TakesDenseTargets ? x.Length : 0];
        long[] t = new long[samples];
        for (int sample = 0; sample < samples; sample++)
        {
            Span<double> row = x.AsSpan(sample * classes, classes);
            if (declaration.IsElementwise)
            {
                (x[sample], dense[sample]) = Element(declaration, sample, random);
                continue;
            }

            t[sample] = Logits(row, sample, random);
            if (declaration.Kind == LossKind.NLL || declaration is { Kind: LossKind.Entropy, Prediction: PredictionKind.Probabilities })
            {
                Normalise(row, logs: declaration.Kind == LossKind.NLL, declaration.DType);
            }

            if (dense.Length > 0)
            {
                Span<double> q = dense.AsSpan(sample * classes, classes);
                Fill(q, random, sample % 2 == 0 ? 1 : 10, 0);
                Normalise(q, logs: false, DType.Float64);
            }
        }

        return new Batch
        {
            Logits = x,
            Targets = declaration.TakesDenseTargets ? Targets.Probabilities(dense) : declaration.TakesIndices ? new IndexTargets(t, IndexType.Int64) : Targets.None,
            ClassWeights = declaration.ClassWeightsPerCall ? Positive(classes, random) : null,
            Weights = declaration.WeightsPerCall ? Positive(x.Length, random) : null,
            PosWeights = declaration.PosWeightsPerCall ? Positive(x.Length, random) : null,
            Upstream = [.. Positive(declaration.IsMap ? x.Length : samples, random).Select(u => random.Next(2) == 0 ? u : -u)],
        }.Rounded(declaration.DType);
    }

    /// <summary>The same samples as the positions of one: [1, C, S]. The losses and the upstream gradient of the samples keep their order; what has an element per logit is transposed.</summary>
    public static Batch Transposed(Declaration declaration, Batch batch)
    {
        int rows = batch.Logits.Length / declaration.ClassCount;
        return batch with
        {
            Logits = Transpose(batch.Logits, rows),
            Targets = batch.Targets is ProbabilityTargets q ? Targets.Probabilities(Transpose(q.Values, rows)) : batch.Targets,
            Upstream = declaration.IsMap ? Transpose(batch.Upstream!, rows) : batch.Upstream,
            Positions = rows,
        };
    }

    /// <summary>[R, C] as [C, R].</summary>
    public static double[] Transpose(double[] values, int rows)
    {
        int columns = values.Length / rows;
        double[] transposed = new double[values.Length];
        for (int i = 0; i < values.Length; i++)
        {
            transposed[(i % columns * rows) + (i / columns)] = values[i];
        }

        return transposed;
    }

    // The target: the largest, the smallest, or any.
    private static int Logits(Span<double> row, int sample, Random random)
    {
        int kind = sample % 24, any = random.Next(row.Length);
        if (kind < 16)
        {
            Fill(row, random, Spreads[kind % 4], Offsets[kind / 4]);
        }
        else
        {
            // Equal logits, of which one may stand out: a little, so that p is near 1, or beyond the range of exponents; alone, or with a few in the middle.
            row.Fill(kind % 3 - 1.3);
            row[any] += kind switch { 16 or 17 => 0, 18 => 1, 19 => 12.5, 20 => 17.25, 21 => 40, 22 => 100, _ => -100 };
        }

        return (sample / 24 % 3) switch
        {
            0 => any,
            1 => row.IndexOf(Max(row)),
            _ => random.Next(row.Length),
        };
    }

    private static void Fill(Span<double> row, Random random, double spread, double offset)
    {
        foreach (ref double x in row)
        {
            x = (Normal(random) * spread) + offset;
        }
    }

    private static double Max(ReadOnlySpan<double> row)
    {
        double max = double.NegativeInfinity;
        foreach (double x in row)
        {
            max = Math.Max(max, x);
        }

        return max;
    }

    // Logits to probabilities, none of them 0 in the element type, or to their logarithms.
    private static void Normalise(Span<double> row, bool logs, DType dtype)
    {
        double max = Max(row), sum = 0;
        foreach (double x in row)
        {
            sum += Math.Exp(x - max);
        }

        double least = dtype == DType.Float16 ? 6e-8 : dtype == DType.Float64 ? 1e-300 : 1e-37;
        foreach (ref double x in row)
        {
            x = logs ? x - max - Math.Log(sum) : Math.Max(least, Math.Exp(x - max) / sum);
        }
    }

    private static (double X, double Y) Element(Declaration declaration, int i, Random random)
    {
        double spread = Spreads[i % 4], number = Normal(random) * spread, share = (i / 4 % 3) switch { 0 => 0, 1 => 1, _ => random.NextDouble() };
        double least = declaration.DType == DType.Float16 ? 7 : declaration.DType == DType.Float64 ? 300 : 37;
        double tiny = Math.Pow(10, -random.NextDouble() * least);
        return declaration.Kind switch
        {
            LossKind.BCE => ((i / 12 % 4) switch { 0 => random.NextDouble(), 1 => tiny, 2 => 1 - Math.Pow(2, -random.NextDouble() * 30), _ => Edge(i, random) }, share),
            LossKind.BCEWithLogits => (number, share),
            LossKind.KLDiv when declaration.LogTarget => (-Math.Abs(number), -Math.Abs(Normal(random) * Spreads[i / 4 % 4])),
            LossKind.KLDiv => (-Math.Abs(number), (i / 12 % 3) switch { 0 => share, 1 => tiny, _ => random.NextDouble() }),
            LossKind.MSE => (number, (i / 4 % 3) switch { 0 => Normal(random) * spread, 1 => number * (1 + (Normal(random) * 1e-3)), _ => number + 1000 }),
            _ => throw new NotSupportedException($"No inputs for {declaration.Kind}."),
        };
    }

    private static double Edge(int i, Random random) => (i % 96) switch { 36 => 0, 37 => 1, _ => random.NextDouble() };

    private static double[] Positive(int count, Random random) => [.. Enumerable.Range(0, count).Select(_ => 0.25 + (random.NextDouble() * 1.75))];

    private static double Normal(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}

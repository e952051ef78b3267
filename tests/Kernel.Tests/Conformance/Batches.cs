using Gen.CrossEntropy.Testing;

namespace Gen.CrossEntropy.Kernel.Tests.Conformance;

/// <summary>Batches for a declaration: the same for the same arguments, with rows of many kinds and a few that are ignored.</summary>
internal static class Batches
{
    /// <summary>Multiples of an eighth, which both element types hold; no two neighbours are equal, and some are 0.</summary>
    public static double[] Weights(int classCount) => [.. Enumerable.Range(0, classCount).Select(c => classCount > 2 && c % 11 == 5 ? 0 : (1 + (c * 7 % 23)) / 8.0)];

    /// <summary>A batch [N, C, S] of a declaration, rounded to its element type.</summary>
    public static Batch Of(Declaration declaration, int samples, int positions = 1, IndexType indexType = IndexType.Int32, int seed = 1)
    {
        int classes = declaration.SampleSize, rows = samples * positions;
        Random random = new(seed + (classes * 31) + (rows * 1009) + positions);
        double[] logits = new double[rows * classes];
        double[] dense = new double[declaration.TakesDenseTargets ? logits.Length : 0];
        for (int row = 0; row < rows; row++)
        {
            int first = (row / positions * classes * positions) + (row % positions);
            Func<double> prediction = Prediction(declaration, random, row), target = DenseTarget(declaration, random, row);
            for (int c = 0; c < classes; c++)
            {
                int at = first + (c * positions);
                logits[at] = prediction();
                if (dense.Length > 0)
                {
                    dense[at] = target();
                }
            }
        }

        return new Batch
        {
            Logits = logits,
            Targets = declaration.TakesDenseTargets ? Targets.Probabilities(dense) : declaration.TakesIndices ? Indices(declaration, rows, indexType, random) : Targets.None,
            Positions = positions,
            ClassWeights = declaration.ClassWeightsPerCall ? Weights(classes) : null,
            Weights = declaration.WeightsPerCall ? Weights(samples) : null,
            PosWeights = declaration.PosWeightsPerCall ? [.. Weights(samples).Reverse()] : null,
            BatchSize = samples,
            Upstream = declaration.IsMap ? [.. logits.Select(_ => Normal(random))]
                : declaration.IsUnreduced ? [.. Enumerable.Range(0, rows).Select(i => ((i * 5 % 7) - 3) / 4.0)]
                : [1.75],
        }.Rounded(declaration.DType);
    }

    private static Func<double> Prediction(Declaration declaration, Random random, int row) => declaration switch
    {
        { Kind: LossKind.BCE } or { Kind: LossKind.Entropy, Prediction: PredictionKind.Probabilities } => () => (row % 7) switch { 0 => 0, 1 => 1, 2 => random.NextDouble() * 1e-6, _ => random.NextDouble() },
        { Kind: LossKind.NLL or LossKind.KLDiv } => () => -Math.Abs(Normal(random) * 5),

        // The running error analysis of (1 - p)^γ is of first order: where 1 - p is all rounding, nothing can be said of its root. Saturated logits have tests of their own.
        { FocalGamma: > 0 } => () => Normal(random) * 2,
        _ => RowKind(random, row),
    };

    private static Func<double> DenseTarget(Declaration declaration, Random random, int row) => declaration.Kind switch
    {
        LossKind.KLDiv when declaration.LogTarget => () => -Math.Abs(Normal(random) * 5),
        LossKind.MSE => () => Normal(random) * 3,
        LossKind.BCE or LossKind.BCEWithLogits or LossKind.KLDiv => () => (row % 3) switch { 0 => 0, 1 => 1, _ => random.NextDouble() },

        // Neither normalised nor all positive: both are allowed.
        _ => () => (random.NextDouble() * 2 / declaration.ClassCount) - (row % 4 == 3 ? 0.1 / declaration.ClassCount : 0),
    };

    private static Func<double> RowKind(Random random, int row) => (row % 6) switch
    {
        0 or 1 => () => Normal(random) * 3,
        2 => () => (Normal(random) * 0.01) + 5,
        3 => () => Normal(random) * 40,
        4 => () => -7.25,
        _ => () => (Normal(random) * 2) + 1000,
    };

    private static double Normal(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());

    // Some ignored where the type can say so, every class if there are samples enough, and not in the order of the rows.
    private static IndexTargets Indices(Declaration declaration, int rows, IndexType type, Random random)
    {
        long ignore = declaration.IgnoreIndex ?? -100;
        bool canIgnore = new IndexTargets([ignore], type).Holds(type);
        long[] targets = [.. Enumerable.Range(0, rows).Select(_ => random.Next(7) == 0 && canIgnore ? ignore : random.NextInt64(declaration.ClassCount))];
        return new IndexTargets(targets, type);
    }
}

using Gen.CrossEntropy.Kernel.Tests.Conformance;
using Gen.CrossEntropy.Testing;
using Xunit;

namespace Gen.CrossEntropy.Kernel.Tests.Traps;

/// <summary>The ends of the functions inside the kernels: zeros, subnormal numbers, overflow, infinities and NaN, each with each.</summary>
public sealed class EdgeValueTests
{
    private static readonly double[] Numbers =
    [
        0, -0.0, 1e-45, -1e-45, 1e-40, 1.1754943508222875e-38, 1e-30, 1e-10, 1e-7, 0.25, 0.5, 1 - 5.9604644775390625e-8, 1, -1, 2.5, -7, 17, -30, 60, 87, 88.5, -83, -84, -87.5, -103, -104, 150, -150, 1e4, -1e4,
        double.PositiveInfinity, double.NegativeInfinity, double.NaN,
    ];

    /// <summary>Of Float32: below the smallest normal number an exponential is 0; one that only sums take, below 2^-120.</summary>
    private const double Flushed = 1.2e-38, FlushedInSums = 7.6e-37;

    public static TheoryData<VectorWidth, DType> Runs => Suite.Runs;

    [SkippableTheory]
    [MemberData(nameof(Runs))]
    public void EdgesOfElements_AreTheReferences(VectorWidth width, DType dtype)
    {
        using IDisposable scope = Suite.Use(width);
        Declaration of = new(1) { DType = dtype, Reduction = Reduction.None };
        (Declaration Declaration, double[] X, double[] Y)[] cases =
        [
            (of with { Kind = LossKind.MSE }, Numbers, Numbers),
            (of with { Kind = LossKind.KLDiv }, Numbers, Numbers),

            // Where exp(y) is 0 or infinite in Float32 but not in the reference, their products with an infinite difference are not the same.
            (of with { Kind = LossKind.KLDiv, LogTarget = true }, Numbers, [.. Numbers.Where(y => Math.Abs(y) is <= 103 or double.PositiveInfinity or double.NaN)]),
            (of with { Kind = LossKind.BCEWithLogits }, Numbers, [0, 0.25, 1]),
            (of with { Kind = LossKind.BCEWithLogits }, [.. Numbers.Where(x => !double.IsInfinity(x))], [1.5, -0.5]),
            (of with { Kind = LossKind.BCE }, [.. Numbers.Where(x => x is >= 0 and <= 1)], [0, 0.25, 1, 1.5, -0.5, double.NaN]),
        ];
        List<string> failures = [];
        foreach ((Declaration declaration, double[] xs, double[] ys) in cases)
        {
            (double X, double Y)[] pairs = [.. xs.SelectMany(x => ys.Select(y => (x, y)))];
            Batch batch = new Batch { Logits = [.. pairs.Select(p => p.X)], Targets = Targets.Probabilities([.. pairs.Select(p => p.Y)]), Upstream = [.. pairs.Select(_ => 1.0)] }.Rounded(dtype);
            LossResult actual = LossCompiler.Compile(declaration).Loss.ForwardBackward(batch), expected = ReferenceLoss.Compute(declaration, batch);
            failures.AddRange(Enumerable.Range(0, pairs.Length)
                .Where(i => !Near(expected.Losses[i], actual.Losses[i], dtype, Flushed) || !Near(expected.Gradient[i], actual.Gradient[i], dtype, Flushed))
                .Select(i => $"{declaration.Kind}{(declaration.LogTarget ? " of logs" : "")} x = {pairs[i].X:R}, y = {pairs[i].Y:R}: {actual.Losses[i]:R}, {actual.Gradient[i]:R} instead of {expected.Losses[i]:R}, {expected.Gradient[i]:R}"));
        }

        Assert.True(failures.Count == 0, $"{failures.Count} failures:\n{string.Join("\n", failures.Take(40))}");
    }

    [SkippableTheory]
    [MemberData(nameof(Runs))]
    public void EdgesOfRows_AreTheReferences(VectorWidth width, DType dtype)
    {
        using IDisposable scope = Suite.Use(width);
        const int ClassCount = 5;
        Declaration of = new(ClassCount) { DType = dtype, Reduction = Reduction.None };
        Declaration[] declarations =
        [
            of with { Kind = LossKind.Softmax, Reduction = Reduction.Mean },
            of with { Kind = LossKind.LogSoftmax, Reduction = Reduction.Mean },
            of with { Kind = LossKind.Entropy },
            of with { Kind = LossKind.Entropy, Prediction = PredictionKind.Probabilities },
            of with { Softcap = 20, Outputs = LossOutputs.Hits | LossOutputs.LogSumExp | LossOutputs.Entropy },
            of with { FocalGamma = 0.5, Outputs = LossOutputs.Hits | LossOutputs.LogSumExp | LossOutputs.Entropy },
        ];
        (double, double)[] pairs = [.. Numbers.SelectMany(a => Numbers.Select(b => (a, b)))];
        List<string> failures = [];
        foreach (Declaration declaration in declarations)
        {
            // Two classes at the edges, the others between them; probabilities are not negative.
            bool positive = declaration is { Kind: LossKind.Entropy, Prediction: PredictionKind.Probabilities };
            double[] logits = [.. pairs.SelectMany(p => new[] { 0.5, p.Item1, positive ? 0.25 : -1, p.Item2, 1.5 }).Select(x => positive && x < 0 ? -x : x)];
            Batch batch = new Batch
            {
                Logits = logits,
                Targets = declaration.TakesIndices ? Targets.Of([.. pairs.Select((_, i) => i % ClassCount)]) : Targets.None,
                Upstream = declaration.IsMap ? [.. logits.Select((_, i) => (i % 7) - 3.0)] : [.. pairs.Select(_ => 1.0)],
            }.Rounded(dtype);
            CompiledLoss loss = LossCompiler.Compile(declaration).Loss;
            LossResult actual = loss.ForwardBackward(batch), expected = ReferenceLoss.Compute(declaration, batch);
            Compare("loss", actual.Losses, expected.Losses);
            Compare("log-sum-exp", actual.LogSumExps, expected.LogSumExps);
            Compare("hit", actual.Hits, expected.Hits);
            Compare("entropy", actual.Entropies, expected.Entropies);
            if (!declaration.IsMap)
            {
                Compare("gradient", actual.Gradient, expected.Gradient);
            }

            void Compare(string what, double[] values, double[] truths)
            {
                int perRow = truths.Length / pairs.Length;
                failures.AddRange(Enumerable.Range(0, truths.Length).Where(i => !Near(truths[i], values[i], dtype, declaration.IsMap ? Flushed : FlushedInSums, dtype == DType.Float32 ? 2e-6 : 2e-14)).Select(i =>
                    $"{declaration}: {what} of ({string.Join(", ", logits[(i / perRow * ClassCount)..((i / perRow * ClassCount) + ClassCount)])}), t = {i / perRow % ClassCount}: {values[i]:R} instead of {truths[i]:R}"));
            }
        }

        Assert.True(failures.Count == 0, $"{failures.Count} failures:\n{string.Join("\n", failures.Take(40))}");
    }

    // In Float32 what overflows does so there. A row's sum of exponentials, which is 1 or more, rounds for all of its classes.
    private static bool Near(double expected, double actual, DType dtype, double flushed, double ofRows = 0)
    {
        double truth = dtype == DType.Float32 ? (float)expected : expected;
        (double relative, double absolute) = dtype == DType.Float32 ? (1e-6, flushed) : (1e-13, 1e-300);
        return double.IsNaN(truth) ? double.IsNaN(actual)
            : double.IsInfinity(truth) || double.IsInfinity(actual) ? truth.Equals(actual)
            : Math.Abs(actual - truth) <= (relative * Math.Abs(truth)) + absolute + ofRows;
    }
}

using System.Globalization;

namespace Gen.CrossEntropy.Testing.Vectors;

/// <summary>How an answer compares with a worked case.</summary>
/// <param name="Worst">The largest error, in units of the tolerance; above 1 is a failure. Infinite where a number is of another kind: NaN, an infinity, or finite where the truth is not.</param>
/// <param name="What">Where that is.</param>
/// <remarks>
/// The tolerance of an entry e is (2e-6 + 2e-6·|e|)·max(1, 2r) for float32, where r is the other implementation's own float32 error in the same units, and 1e-11 + 1e-11·|e| for float64
/// (1e-8·|e| for the gradient of a binary cross-entropy of probabilities).
/// In float32, an infinity also stands for a truth beyond the largest float, and an entry whose kind the other implementation's float32 gets differently may follow it.
/// </remarks>
public sealed record VectorScore(double Worst, string What)
{
    // PyTorch's floor of 1e-12 in the gradient of a binary cross-entropy is a float.
    private const double FinestDouble = 1e-11, RoughDouble = 1e-8;

    /// <summary>The answer is within the tolerance.</summary>
    public bool Passes => Worst <= 1;

    /// <summary>Compares losses and gradient of a call; what is empty in <paramref name="result"/> is compared too: a missing answer fails.</summary>
    public static VectorScore Of(VectorCase truth, LossResult result, DType dtype)
    {
        VectorScore score = new(0, "");
        if (truth.MustRefuse)
        {
            return new VectorScore(double.PositiveInfinity, "a value where the call must be refused");
        }

        if (truth.Loss is { } loss)
        {
            score = score.Or(Compare("loss", loss, result.Losses, dtype, FinestDouble));
        }

        if (truth.Gradient is { } gradient)
        {
            score = score.Or(Compare("grad", gradient, result.Gradient, dtype, truth.Kind == LossKind.BCE ? RoughDouble : FinestDouble));
        }

        if (truth.LogProbabilities is { } logs)
        {
            score = score.Or(Compare("log_prob", logs, result.LogProbabilities, dtype, FinestDouble));
        }

        foreach ((string name, VectorAnswer answer) in truth.Outputs)
        {
            score = score.Or(Compare(name, answer, Output(result, name), dtype, FinestDouble));
        }

        return truth.PrintedLoss is { } printed ? score.Or(ComparePrinted(printed, truth.PrintedTolerance, result.Losses)) : score;
    }

    private static VectorScore Compare(string what, VectorAnswer answer, double[] given, DType dtype, double relative)
    {
        if (given.Length != answer.Truth.Length)
        {
            return new VectorScore(double.PositiveInfinity, $"{what}: {given.Length} entries, expected {answer.Truth.Length}");
        }

        VectorScore worst = new(0, "");
        for (int i = 0; i < given.Length; i++)
        {
            double expected = answer.Truth[i], got = given[i];
            double ratio = Ratio(expected, got, answer, i, dtype, relative);
            if (ratio > worst.Worst)
            {
                worst = new VectorScore(ratio, string.Create(CultureInfo.InvariantCulture, $"{what}[{i}]: {got}, expected {expected} ({ratio:g3} times the tolerance)"));
            }
        }

        return worst;
    }

    private static double Ratio(double expected, double got, VectorAnswer answer, int index, DType dtype, double relative)
    {
        bool single = dtype == DType.Float32;
        if (single && answer.Float32 is { } other && Same(other[index], got))
        {
            return 0;
        }

        bool overflows = single && Math.Abs(expected) > float.MaxValue && double.IsInfinity(got);
        if (Same(expected, got) || (overflows && Math.Sign(expected) == Math.Sign(got)) || (answer.Lenient && !double.IsFinite(expected)))
        {
            return 0;
        }

        if (!double.IsFinite(expected) || !double.IsFinite(got))
        {
            return double.PositiveInfinity;
        }

        double tolerance = single ? (2e-6 + (2e-6 * Math.Abs(expected))) * Math.Max(1, 2 * answer.Float32Ratio) : 1e-11 + (relative * Math.Abs(expected));
        return Math.Abs(got - expected) / tolerance;
    }

    private static double[] Output(LossResult result, string name) => name switch
    {
        "losses" => result.SampleLosses,
        "lse" => result.LogSumExps,
        "hits" => result.Hits,
        "entropy" => result.Entropies,
        _ => throw new NotSupportedException($"No output {name}."),
    };

    private static VectorScore ComparePrinted(double[] printed, double tolerance, double[] losses)
    {
        for (int i = 0; i < printed.Length; i++)
        {
            if (i >= losses.Length || Math.Abs(printed[i] - losses[i]) > tolerance)
            {
                return new VectorScore(double.PositiveInfinity, $"loss[{i}] is further than {tolerance} from the printed value {printed[i]}");
            }
        }

        return new VectorScore(0, "");
    }

    // NaN equals NaN; an infinity equals itself.
    private static bool Same(double a, double b) => a.Equals(b) || a == b;

    private VectorScore Or(VectorScore other) => other.Worst > Worst ? other : this;
}

namespace Gen.CrossEntropy.Testing;

/// <summary>One element of a loss of elements.</summary>
/// <param name="x">The prediction.</param>
/// <param name="y">The target.</param>
/// <param name="posWeight">The weight of a positive target; 1 where there is none.</param>
/// <returns>The loss, and its derivative by x.</returns>
internal delegate (double Loss, double Slope) ElementFunction(double x, double y, double posWeight);

/// <summary>What the losses of elements have in common: weights that repeat, and a reduction over all elements. l = w·f(x, y), dx = w·f'(x, y)·g/D; D = the number of elements for a mean.</summary>
internal static class ElementReference
{
    public static LossResult Compute(Declaration declaration, Batch batch, ElementFunction function)
    {
        ReferenceBatch common = new(declaration, batch);
        double[] y = ((ProbabilityTargets)batch.Targets).Values, losses = new double[batch.Logits.Length], gradient = new double[losses.Length];
        for (int i = 0; i < losses.Length; i++)
        {
            (double loss, double slope) = function(batch.Logits[i], y[i], Weight(batch.PosWeights, i) ?? declaration.PosWeight);
            double? w = Weight(batch.Weights, i);
            losses[i] = w is null ? loss : w.Value * loss;
            gradient[i] = (w is null ? slope : w.Value * slope) * common.Scale(i);
        }

        return new LossResult(common.Reduce(losses), gradient);

        double? Weight(double[]? weights, int i) => weights is null ? null : weights[i / batch.Positions % weights.Length];
    }
}

/// <summary>Binary cross-entropy of probabilities: -(y·max(ln x, -100) + (1-y)·max(ln(1-x), -100)); (x - y)/max(x·(1-x), 1e-12).</summary>
internal static class BCEReference
{
    private const double LeastLog = -100, LeastVariance = 1e-12;

    public static (double Loss, double Slope) At(double x, double y, double posWeight) => x is >= 0 and <= 1
        ? (-((y * Math.Max(Math.Log(x), LeastLog)) + ((1 - y) * Math.Max(Precise.Log1P(-x), LeastLog))), (x - y) / Math.Max(x * (1 - x), LeastVariance))
        : throw new ArgumentOutOfRangeException(nameof(x), x, "Not a probability.");
}

/// <summary>Binary cross-entropy of logits: (1-y)·x + (1 + (pw-1)·y)·ln(1 + e^-x); (pw·y + 1-y)·σ(x) - pw·y.</summary>
/// <remarks>Computed as (1-y)·ln(1 + e^x) + pw·y·ln(1 + e^-x) and (1-y)·σ(x) - pw·y·σ(-x), which do not cancel; at an infinity the first form decides.</remarks>
internal static class BCEWithLogitsReference
{
    public static (double Loss, double Slope) At(double x, double y, double posWeight)
    {
        double loss = double.IsInfinity(x)
            ? ((1 - y) * x) + ((1 + ((posWeight - 1) * y)) * Precise.Softplus(-x))
            : ((1 - y) * Precise.Softplus(x)) + (posWeight * y * Precise.Softplus(-x));
        return (loss, ((1 - y) * Precise.Sigmoid(x)) - (posWeight * y * Precise.Sigmoid(-x)));
    }
}

/// <summary>Kullback-Leibler divergence from log-probabilities x: y·ln y - y·x with 0·ln 0 = 0, by x: -y. Of log-probabilities y: e^y·(y - x), by x: -e^y.</summary>
internal static class KLDivReference
{
    public static (double Loss, double Slope) At(double x, double y, double posWeight) => ((y == 0 ? 0 : y * Math.Log(y)) - (y * x), -y);

    public static (double Loss, double Slope) AtLogTarget(double x, double y, double posWeight) => (Math.Exp(y) * (y - x), -Math.Exp(y));
}

/// <summary>The squared error: (x - y)², by x: 2·(x - y).</summary>
internal static class MSEReference
{
    public static (double Loss, double Slope) At(double x, double y, double posWeight) => ((x - y) * (x - y), 2 * (x - y));
}

namespace Gen.CrossEntropy.Testing;

/// <summary>
/// Cross-entropy in double precision, written down from its definition with plain loops: what every kernel is compared with. It shares nothing with the generator.
/// </summary>
/// <remarks>
/// <para>lp = log_softmax(x) = (x - m) - ln Σ_c exp(x[c] - m), p = exp(lp), W = Σ_c w[c].</para>
/// <para>Class indices: l = -(1-ε)·w[t]·lp[t] - (ε/C)·Σ_c w[c]·lp[c]; dx = [(1-ε)·w[t]·(p - e_t) + (ε/C)·(p·W - w)]·g/D; both 0 where ignored; D = Σ w[t] over the samples that are not.</para>
/// <para>Class probabilities: q' = (1-ε)·q + ε/C; l = -Σ_c w[c]·q'[c]·lp[c]; dx = (p·Σ_c w[c]·q'[c] - w·q')·g/D; D = N·S.</para>
/// <para>
/// IEEE arithmetic decides the rest: -∞ at the target is a loss of +∞ with a finite gradient; a row that is all -∞, or has a +∞ or a NaN, is NaN; a mean over nothing is NaN. At ε = 0 the
/// smoothing part is not there, so that it does not make 0·∞ of an excluded class.
/// </para>
/// </remarks>
public static class ReferenceLoss
{
    private const long DefaultIgnoreIndex = -100;

    /// <summary>The losses (one number for the reductions sum and mean) and the gradient of a batch.</summary>
    /// <exception cref="ArgumentException">The lengths do not fit.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A target is neither a class nor the ignore index.</exception>
    public static LossResult Compute(Declaration declaration, Batch batch)
    {
        int classes = declaration.ClassCount, positions = batch.Positions;
        int samples = batch.Logits.Length / classes;
        double[] weights = [.. declaration.ClassWeightsPerCall ? batch.ClassWeights! : declaration.ClassWeights ?? Enumerable.Repeat(1.0, classes)];
        CheckLengths(declaration, batch, weights);

        bool mean = declaration.Reduction == Reduction.Mean;
        double divisor = batch.Divisor ?? (mean ? OwnDivisor(declaration, batch, weights, samples) : 1);
        double[] losses = new double[samples];
        double[] gradient = new double[batch.Logits.Length];
        for (int sample = 0; sample < samples; sample++)
        {
            Row x = new(batch.Logits, classes, positions, sample);
            Row dx = new(gradient, classes, positions, sample);
            double upstream = batch.Upstream is not { } u ? 1 : declaration.IsUnreduced ? u[sample] : u[0];

            // Where all the weight of the mean is 0, the mean is 0/0 and so is the scale of its gradient.
            double scale = divisor == 0 ? double.NaN : upstream / divisor;
            double[] lp = LogSoftmax(x);
            if (batch.Targets is ProbabilityTargets q)
            {
                losses[sample] = WithProbabilities(lp, new Row(q.Values, classes, positions, sample), weights, declaration.LabelSmoothing, scale, dx);
            }
            else if (((IndexTargets)batch.Targets).Values[sample] is var t && t != IgnoreIndex(declaration))
            {
                losses[sample] = WithIndex(lp, (int)t, weights, declaration.LabelSmoothing, scale, dx);
            }
        }

        if (declaration.IsUnreduced)
        {
            return new LossResult(losses, gradient);
        }

        double sum = 0;
        foreach (double loss in losses)
        {
            sum += loss;
        }

        return new LossResult([divisor == 0 ? double.NaN : sum / divisor], gradient);
    }

    private static double WithIndex(double[] lp, int t, double[] w, double epsilon, double scale, Row dx)
    {
        int classes = lp.Length;
        double loss = -(1 - epsilon) * w[t] * lp[t];
        if (epsilon > 0)
        {
            double all = 0;
            for (int c = 0; c < classes; c++)
            {
                all += w[c] * lp[c];
            }

            loss -= epsilon / classes * all;
        }

        double weightSum = w.Sum();
        for (int c = 0; c < classes; c++)
        {
            double p = Math.Exp(lp[c]);
            double own = (1 - epsilon) * w[t] * (p - (c == t ? 1 : 0));
            double spread = epsilon / classes * ((p * weightSum) - w[c]);
            dx[c] = (own + spread) * scale;
        }

        return loss;
    }

    private static double WithProbabilities(double[] lp, Row q, double[] w, double epsilon, double scale, Row dx)
    {
        int classes = lp.Length;
        double loss = 0, mass = 0;
        for (int c = 0; c < classes; c++)
        {
            double share = w[c] * (((1 - epsilon) * q[c]) + (epsilon / classes));
            loss -= share * lp[c];
            mass += share;
        }

        for (int c = 0; c < classes; c++)
        {
            double share = w[c] * (((1 - epsilon) * q[c]) + (epsilon / classes));
            dx[c] = ((Math.Exp(lp[c]) * mass) - share) * scale;
        }

        return loss;
    }

    private static double[] LogSoftmax(Row x)
    {
        double m = double.NegativeInfinity;
        for (int c = 0; c < x.Classes; c++)
        {
            m = Math.Max(m, x[c]);
        }

        double s = 0;
        for (int c = 0; c < x.Classes; c++)
        {
            s += Math.Exp(x[c] - m);
        }

        double[] lp = new double[x.Classes];
        for (int c = 0; c < x.Classes; c++)
        {
            lp[c] = x[c] - m - Math.Log(s);
        }

        return lp;
    }

    private static double OwnDivisor(Declaration declaration, Batch batch, double[] weights, int samples) => batch.Targets is IndexTargets t
        ? t.Values.Where(v => v != IgnoreIndex(declaration)).Sum(v => weights[v])
        : samples;

    private static void CheckLengths(Declaration declaration, Batch batch, double[] weights)
    {
        int classes = declaration.ClassCount;
        int samples = batch.Logits.Length / classes;
        Require(batch.Logits.Length % (classes * batch.Positions) == 0, "logits");
        Require(weights.Length == classes, "class weights");
        Require(batch.Upstream is null || batch.Upstream.Length == (declaration.IsUnreduced ? samples : 1), "upstream gradients");
        if (batch.Targets is ProbabilityTargets q)
        {
            Require(q.Values.Length == batch.Logits.Length, "probabilities");
            return;
        }

        long[] targets = ((IndexTargets)batch.Targets).Values;
        Require(targets.Length == samples, "targets");
        for (int sample = 0; sample < samples; sample++)
        {
            long t = targets[sample];
            if (t != IgnoreIndex(declaration) && (t < 0 || t >= classes))
            {
                throw new ArgumentOutOfRangeException(nameof(batch), t, $"The target of sample {sample} is not one of {classes} classes.");
            }
        }

        static void Require(bool fits, string what)
        {
            if (!fits)
            {
                throw new ArgumentException($"The number of {what} does not fit.", nameof(batch));
            }
        }
    }

    private static long IgnoreIndex(Declaration declaration) => declaration.IgnoreIndex ?? DefaultIgnoreIndex;

    /// <summary>The classes of one sample in an array [N, C, S]; samples count through N, then S.</summary>
    private readonly struct Row(double[] array, int classes, int positions, int sample)
    {
        private readonly int first = (sample / positions * classes * positions) + (sample % positions);

        public int Classes => classes;

        public double this[int c]
        {
            get => array[first + (c * positions)];
            set => array[first + (c * positions)] = value;
        }
    }
}

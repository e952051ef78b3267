namespace Gen.CrossEntropy.Testing;

/// <summary>Cross-entropy with all its terms.</summary>
/// <remarks>
/// <para>z = cap·tanh(scale·x/cap) replaces x; lp = log_softmax(z), p = exp(lp), W = Σ_c w[c]. A gradient by z goes through dz/dx = scale/cosh²(scale·x/cap).</para>
/// <para>Class indices: -(1-ε)·w[t]·lp[t]·(1-p[t])^γ - (ε/C)·Σ_c w[c]·lp[c] + ε₁·w[t]·(1-p[t]) + λ·lse².</para>
/// <para>
/// By z[c], with e_t = (c = t ? 1 : 0): (1-ε)·w[t]·((1-p[t])^γ - γ·p[t]·lp[t]·(1-p[t])^(γ-1))·(p - e_t) + (ε/C)·(p·W - w) + ε₁·w[t]·p[t]·(p - e_t) + 2·λ·lse·p.
/// </para>
/// <para>Class probabilities: -Σ_c w[c]·q'[c]·lp[c] + λ·lse² with q' = (1-ε)·q + ε/C; by z: p·Σ_c w[c]·q'[c] - w·q' + 2·λ·lse·p.</para>
/// </remarks>
internal static class CrossEntropyReference
{
    public static LossResult Compute(Declaration declaration, Batch batch)
    {
        ReferenceBatch common = new(declaration, batch);
        int samples = common.Samples;
        double[] losses = new double[samples], lses = new double[samples], hits = new double[samples], entropies = new double[samples];
        double[] gradient = new double[batch.Logits.Length];
        for (int sample = 0; sample < samples; sample++)
        {
            if (common.Ignores(sample))
            {
                continue;
            }

            double[] x = common.Row(batch.Logits, sample).ToArray();
            double[] dz = new double[x.Length];
            ReferenceSoftmax softmax = new([.. x.Select(v => Transform(declaration, v))]);
            lses[sample] = softmax.LogSumExp;
            entropies[sample] = softmax.Entropy;
            if (batch.Targets is ProbabilityTargets q)
            {
                losses[sample] = WithProbabilities(declaration, softmax, common.Row(q.Values, sample).ToArray(), common.Weights, dz);
            }
            else
            {
                int t = (int)((IndexTargets)batch.Targets).Values[sample];
                losses[sample] = WithIndex(declaration, softmax, t, common.Weights, dz);
                hits[sample] = softmax.First == t && !double.IsNaN(softmax.LogSumExp) ? 1 : 0;
            }

            if (declaration.ZLoss != 0)
            {
                losses[sample] += declaration.ZLoss * softmax.LogSumExp * softmax.LogSumExp;
                for (int c = 0; c < dz.Length; c++)
                {
                    dz[c] += 2 * declaration.ZLoss * softmax.LogSumExp * softmax.Probabilities[c];
                }
            }

            ReferenceRow dx = common.Row(gradient, sample);
            for (int c = 0; c < dz.Length; c++)
            {
                dx[c] = dz[c] * Derivative(declaration, x[c]) * common.Scale(sample);
            }
        }

        return new LossResult(common.Reduce(losses), gradient)
        {
            SampleLosses = declaration.Outputs.HasFlag(LossOutputs.Losses) ? losses : [],
            LogSumExps = declaration.Outputs.HasFlag(LossOutputs.LogSumExp) ? lses : [],
            Hits = declaration.Outputs.HasFlag(LossOutputs.Hits) ? hits : [],
            Entropies = declaration.Outputs.HasFlag(LossOutputs.Entropy) ? entropies : [],
        };
    }

    private static double WithIndex(Declaration declaration, ReferenceSoftmax softmax, int t, double[] w, double[] dz)
    {
        int classes = dz.Length;
        double[] lp = softmax.LogProbabilities, p = softmax.Probabilities;
        double epsilon = declaration.LabelSmoothing, gamma = declaration.FocalGamma;
        double complement = softmax.Complement(t);

        double own = (1 - epsilon) * w[t], factor = 1, slope = 1;
        if (gamma != 0)
        {
            factor = Math.Pow(complement, gamma);

            // p·ln p is 0 at 0, and -ln p/(1 - p) is 1 at p = 1: neither 0·∞ is formed.
            double ratio = complement == 0 ? 1 : p[t] == 0 ? 0 : -lp[t] / complement;
            slope = factor * (1 + (gamma * p[t] * ratio));
        }

        double loss = -own * lp[t] * factor;
        double target = own * slope;
        if (declaration.PolyEpsilon != 0)
        {
            loss += declaration.PolyEpsilon * w[t] * complement;
            target += declaration.PolyEpsilon * w[t] * p[t];
        }

        double weightSum = w.Sum();
        for (int c = 0; c < classes; c++)
        {
            dz[c] = target * (c == t ? -complement : p[c]);
            if (epsilon > 0)
            {
                loss -= epsilon / classes * w[c] * lp[c];
                dz[c] += epsilon / classes * ((p[c] * weightSum) - w[c]);
            }
        }

        return loss;
    }

    private static double WithProbabilities(Declaration declaration, ReferenceSoftmax softmax, double[] q, double[] w, double[] dz)
    {
        int classes = dz.Length;
        double epsilon = declaration.LabelSmoothing, loss = 0, mass = 0;
        double[] share = new double[classes];
        for (int c = 0; c < classes; c++)
        {
            share[c] = w[c] * (((1 - epsilon) * q[c]) + (epsilon / classes));
            loss -= share[c] * softmax.LogProbabilities[c];
            mass += share[c];
        }

        for (int c = 0; c < classes; c++)
        {
            dz[c] = (softmax.Probabilities[c] * mass) - share[c];
        }

        return loss;
    }

    private static double Transform(Declaration declaration, double x)
    {
        double v = declaration.LogitScale * x;
        return declaration.Softcap == 0 ? v : declaration.Softcap * Math.Tanh(v / declaration.Softcap);
    }

    private static double Derivative(Declaration declaration, double x)
    {
        double cosh = declaration.Softcap == 0 ? 1 : Math.Cosh(declaration.LogitScale * x / declaration.Softcap);
        return declaration.LogitScale / cosh / cosh;
    }
}

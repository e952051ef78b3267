namespace Gen.CrossEntropy.Testing;

/// <summary>
/// H = -Σ_c p·ln p with 0·ln 0 = 0. Of logits, dx = -p·(ln p + H)·g/D, 0 where p is 0; of probabilities, dx = -(ln p + 1)·g/D, infinite where p is 0. D = N·S for a mean.
/// </summary>
internal static class EntropyReference
{
    public static LossResult Compute(Declaration declaration, Batch batch)
    {
        ReferenceBatch common = new(declaration, batch);
        double[] losses = new double[common.Samples], gradient = new double[batch.Logits.Length];
        for (int sample = 0; sample < losses.Length; sample++)
        {
            double[] x = common.Row(batch.Logits, sample).ToArray();
            ReferenceRow dx = common.Row(gradient, sample);
            losses[sample] = declaration.Prediction == PredictionKind.Logits ? OfLogits(x, common.Scale(sample), dx) : OfProbabilities(x, common.Scale(sample), dx);
        }

        return new LossResult(common.Reduce(losses), gradient);
    }

    private static double OfLogits(double[] x, double scale, ReferenceRow dx)
    {
        ReferenceSoftmax softmax = new(x);
        double h = softmax.Entropy;
        for (int c = 0; c < x.Length; c++)
        {
            double p = softmax.Probabilities[c];
            dx[c] = p == 0 ? 0 : -p * (softmax.LogProbabilities[c] + h) * scale;
        }

        return h;
    }

    private static double OfProbabilities(double[] p, double scale, ReferenceRow dx)
    {
        double h = 0;
        for (int c = 0; c < p.Length; c++)
        {
            h -= p[c] == 0 ? 0 : p[c] * Math.Log(p[c]);
            dx[c] = -(Math.Log(p[c]) + 1) * scale;
        }

        return h;
    }
}

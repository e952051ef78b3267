namespace Gen.CrossEntropy.Testing;

/// <summary>The negative log-likelihood of log-probabilities: l = -w[t]·x[t], dx[t] = -w[t]·g/D; every other entry of a sample is neither read nor has a gradient.</summary>
internal static class NLLReference
{
    public static LossResult Compute(Declaration declaration, Batch batch)
    {
        ReferenceBatch common = new(declaration, batch);
        double[] losses = new double[common.Samples], gradient = new double[batch.Logits.Length];
        for (int sample = 0; sample < losses.Length; sample++)
        {
            if (!common.Ignores(sample))
            {
                int t = (int)((IndexTargets)batch.Targets).Values[sample];
                losses[sample] = -common.Weights[t] * common.Row(batch.Logits, sample)[t];
                ReferenceRow dx = common.Row(gradient, sample);
                dx[t] = -common.Weights[t] * common.Scale(sample);
            }
        }

        return new LossResult(common.Reduce(losses), gradient);
    }
}

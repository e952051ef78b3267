namespace Gen.CrossEntropy.Testing;

/// <summary>
/// Softmax: y = p, dx = y·(u - Σ_c u[c]·y[c]). Its logarithm: y = lp, dx = u - exp(y)·Σ_c u[c]. Backward starts from y.
/// </summary>
internal static class SoftmaxReference
{
    public static LossResult Compute(Declaration declaration, Batch batch)
    {
        double[] output = new double[batch.Logits.Length];
        for (int sample = 0; sample < batch.Logits.Length / declaration.ClassCount; sample++)
        {
            ReferenceSoftmax softmax = new(Row(declaration, batch, batch.Logits, sample).ToArray());
            ReferenceRow y = Row(declaration, batch, output, sample);
            for (int c = 0; c < y.Classes; c++)
            {
                y[c] = declaration.Kind == LossKind.Softmax ? softmax.Probabilities[c] : softmax.LogProbabilities[c];
            }
        }

        return new LossResult(output, Backward(declaration, batch with { Logits = output }));
    }

    public static double[] Backward(Declaration declaration, Batch batch)
    {
        double[] gradient = new double[batch.Logits.Length];
        double[] upstream = batch.Upstream ?? [.. Enumerable.Repeat(1.0, gradient.Length)];
        for (int sample = 0; sample < gradient.Length / declaration.ClassCount; sample++)
        {
            double[] y = Row(declaration, batch, batch.Logits, sample).ToArray(), u = Row(declaration, batch, upstream, sample).ToArray();
            ReferenceRow dx = Row(declaration, batch, gradient, sample);
            bool logs = declaration.Kind == LossKind.LogSoftmax;
            double sum = Precise.Sum(u.Select((v, c) => logs ? v : v * y[c]));
            for (int c = 0; c < y.Length; c++)
            {
                dx[c] = logs ? u[c] - (Math.Exp(y[c]) * sum) : y[c] * (u[c] - sum);
            }
        }

        return gradient;
    }

    private static ReferenceRow Row(Declaration declaration, Batch batch, double[] array, int sample) => new(array, declaration.ClassCount, batch.Positions, sample);
}

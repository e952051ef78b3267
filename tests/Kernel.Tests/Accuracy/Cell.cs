using Gen.CrossEntropy.Testing;

namespace Gen.CrossEntropy.Kernel.Tests.Accuracy;

/// <summary>One entry of a loss or of a gradient as it should be.</summary>
/// <param name="Value">Its value, from the rounded inputs.</param>
/// <param name="Size">
/// The sum of the absolute values of the addends that it is made of, as docs/numerics.md defines them: what an error is measured by. Where nothing cancels it is about |Value|.
/// </param>
internal readonly record struct Cell(Wide Value, double Size)
{
    /// <summary>A number that loses nothing to cancellation.</summary>
    public static Cell Of(Wide value) => new(value, Wide.Abs(value));

    public static Cell operator *(Cell a, double factor) => new(a.Value * factor, a.Size * Math.Abs(factor));
}

/// <summary>What a batch should give.</summary>
/// <param name="Losses">One loss per sample; the output of a softmax.</param>
/// <param name="Gradient">dx of that; of a softmax, from <paramref name="Output"/>.</param>
/// <param name="Output">The output of a softmax, rounded to its type: what its backward pass is given. Empty for a loss.</param>
internal sealed record Truth(Cell[] Losses, Cell[] Gradient, double[] Output)
{
    /// <summary>Of a batch of rows, S = 1, and the reduction none.</summary>
    public static Truth Of(Declaration declaration, Batch batch)
    {
        int n = batch.Logits.Length, samples = n / declaration.SampleSize;
        if (declaration.IsMap)
        {
            return MapTruth.Of(declaration, batch);
        }

        Truth truth = new(new Cell[samples], new Cell[n], []);
        if (declaration.IsElementwise)
        {
            for (int i = 0; i < n; i++)
            {
                (Cell loss, Cell slope) = ElementTruth.At(declaration, batch.Logits[i], ((ProbabilityTargets)batch.Targets).Values[i], batch.PosWeights?[i] ?? 1);
                double w = batch.Weights?[i] ?? 1;
                (truth.Losses[i], truth.Gradient[i]) = (loss * w, slope * w * batch.Upstream![i]);
            }

            return truth;
        }

        // Rows are many and independent, and none is worth a thread.
        Parallel.For(0, samples, sample => truth.Losses[sample] = ClassTruth.Row(declaration, batch, sample, truth.Gradient.AsSpan(sample * declaration.ClassCount, declaration.ClassCount)));
        return truth;
    }
}

namespace Gen.CrossEntropy.Testing.Vectors;

/// <summary>Weights of elements in a shape that is stretched to that of the input, as PyTorch does: aligned at the last axis, an extent of 1 or a missing axis is repeated.</summary>
internal sealed class BroadcastWeights
{
    private readonly nint[] input;
    private readonly nint[]? aligned;

    public BroadcastWeights(double[] values, nint[] shape, nint[] input)
    {
        (Values, Shape, this.input) = (values, shape, input);
        if (shape.Length <= input.Length)
        {
            nint[] padded = [.. Enumerable.Repeat((nint)1, input.Length - shape.Length), .. shape];
            aligned = padded.Zip(input).All(e => e.First == 1 || e.First == e.Second) ? padded : null;
        }
    }

    public double[] Values { get; }

    public nint[] Shape { get; }

    /// <summary>Whether the shape can be stretched to that of the input.</summary>
    public bool Fits => aligned is not null;

    /// <summary>Whether only the class axis has weights: axis 1, or 0 where there is only one.</summary>
    public bool IsPerClass => Runs(out int first, out int last) && first == last && first == Math.Min(1, input.Length - 1);

    /// <summary>S for which element i has the weight at (i / S) mod K; null if the weights do not repeat in this way, or there is no element.</summary>
    public int? Positions
    {
        get
        {
            if (input.Contains(0) || !Fits)
            {
                return null;
            }

            if (!Runs(out _, out int last))
            {
                return Values.Length == 1 ? 1 : null;
            }

            return Extents.Product(input.AsSpan(last + 1));
        }
    }

    /// <summary>A weight for each element.</summary>
    public double[] Full()
    {
        double[] full = new double[Extents.Product(input)];
        for (int i = 0; i < full.Length; i++)
        {
            // From the last axis to the first: where the element is, and where its weight.
            int left = i, at = 0, step = 1;
            for (int axis = input.Length - 1; axis >= 0; axis--)
            {
                at += aligned![axis] == 1 ? 0 : left % (int)input[axis] * step;
                left /= (int)input[axis];
                step *= (int)aligned[axis];
            }

            full[i] = Values[at];
        }

        return full;
    }

    // The axes that have weights are neighbours, apart from those of extent 1.
    private bool Runs(out int first, out int last)
    {
        int[] axes = aligned is null ? [] : [.. Enumerable.Range(0, input.Length).Where(axis => aligned[axis] != 1)];
        (first, last) = axes.Length == 0 ? (-1, -1) : (axes[0], axes[^1]);
        return axes.Length > 0 && Enumerable.Range(first, last - first + 1).All(axis => aligned![axis] != 1 || input[axis] == 1);
    }
}

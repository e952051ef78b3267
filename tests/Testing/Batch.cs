namespace Gen.CrossEntropy.Testing;

/// <summary>The arguments of one call, in double precision whatever the loss computes in.</summary>
public sealed record Batch
{
    /// <summary>The first argument, [N, C, S]: logits, log-probabilities or predictions; for the backward pass of a softmax its output.</summary>
    public required double[] Logits { get; init; }

    /// <summary>t [N, S], or q [N, C, S].</summary>
    public Targets Targets { get; init; } = Targets.None;

    /// <summary>S; with weights of elements, how many neighbours share a weight.</summary>
    public int Positions { get; init; } = 1;

    /// <summary>w, for a loss that is given its weights at each call.</summary>
    public double[]? ClassWeights { get; init; }

    /// <summary>The weights of elements, K of them: element i has the one at (i / S) mod K.</summary>
    public double[]? Weights { get; init; }

    /// <summary>The weights of positive targets, in the same way.</summary>
    public double[]? PosWeights { get; init; }

    /// <summary>What the reduction batchmean divides by.</summary>
    public int BatchSize { get; init; } = 1;

    /// <summary>u: [N, S] for reduction none, as the input for a softmax, one number for the others; null is 1 throughout.</summary>
    public double[]? Upstream { get; init; }

    /// <summary>Replaces the divisor of the reductions.</summary>
    public double? Divisor { get; init; }

    /// <summary>Whether the gradient, or the output of a softmax, is written over the logits.</summary>
    public bool InPlace { get; init; }

    /// <summary>Where the arrays start: so many elements behind an address that is a multiple of 64.</summary>
    public int Offset { get; init; }

    /// <summary>Where the call runs; where given, it goes through tensor buffers on that device.</summary>
    public Device? Device { get; init; }

    /// <summary>The shapes of logits and targets; where given, the call goes through tensor buffers, else through spans.</summary>
    public BatchShapes? Shapes { get; init; }

    /// <summary>The shapes of buffers: those given, or [N, C, S] and [N, S].</summary>
    internal BatchShapes ShapesOf(Declaration declaration)
    {
        if (Shapes is not null)
        {
            return Shapes;
        }

        if (declaration.IsElementwise)
        {
            nint[] flat = Positions == 1 ? [Logits.Length] : [Logits.Length / Positions, Positions];
            return new BatchShapes(flat, flat) { Weights = [Weights?.Length ?? 0], PosWeights = [PosWeights?.Length ?? 0] };
        }

        nint samples = Logits.Length / declaration.ClassCount / Positions;
        nint[] all = Positions == 1 ? [samples, declaration.ClassCount] : [samples, declaration.ClassCount, Positions];
        return new BatchShapes(all, declaration.TakesIndices ? Positions == 1 ? [samples] : [samples, Positions] : all);
    }

    /// <summary>The same batch with every number rounded to <paramref name="dtype"/>: what a loss of that type is given, for a reference that computes in double.</summary>
    public Batch Rounded(DType dtype) => dtype == DType.Float64
        ? this
        : this with
        {
            Logits = Round(Logits, dtype)!,
            Targets = Targets is ProbabilityTargets q ? new ProbabilityTargets(Round(q.Values, dtype)!) : Targets,
            ClassWeights = Round(ClassWeights, dtype),
            Weights = Round(Weights, dtype),
            PosWeights = Round(PosWeights, dtype),
            Upstream = Round(Upstream, dtype),
        };

    private static double[]? Round(double[]? values, DType dtype) => values?.Select(v => Elements.Round(v, dtype)).ToArray();
}

/// <summary>The shapes of a batch in tensor buffers.</summary>
/// <param name="Logits">[C], [N, C] or [N, C, d1, …, dk].</param>
/// <param name="Targets">The shape of the targets; losses and upstream gradients have the shape of the logits without the class axis, or that of the logits where every element is a sample.</param>
public sealed record BatchShapes(nint[] Logits, nint[] Targets)
{
    /// <summary>The shape of the weights of elements: that of the logits, or [C].</summary>
    public nint[] Weights { get; init; } = Logits;

    /// <summary>The shape of the weights of positive targets: that of the logits, or [C].</summary>
    public nint[] PosWeights { get; init; } = Logits;

    /// <summary>The shape of the logits without the class axis.</summary>
    public nint[] Samples => Logits.Length < 2 ? [] : [Logits[0], .. Logits.AsSpan(2)];
}

/// <summary>What a call returns or writes, in double precision; what the pass does not give is empty.</summary>
/// <param name="Losses">One loss per sample for reduction none, one number for the others; the output of a softmax.</param>
/// <param name="Gradient">dx, [N, C, S].</param>
public sealed record LossResult(double[] Losses, double[] Gradient)
{
    /// <summary>The loss of each sample beside a reduced one.</summary>
    public double[] SampleLosses { get; init; } = [];

    /// <summary>The log-sum-exp of each sample.</summary>
    public double[] LogSumExps { get; init; } = [];

    /// <summary>1 for each sample whose target is the first of its largest logits, else 0.</summary>
    public double[] Hits { get; init; } = [];

    /// <summary>The entropy of the prediction for each sample.</summary>
    public double[] Entropies { get; init; } = [];

    /// <summary>The log-probabilities that a worked case asks for besides; no loss writes them.</summary>
    public double[] LogProbabilities { get; init; } = [];
}

namespace Gen.CrossEntropy.Testing;

/// <summary>The arguments of one call, in double precision whatever the loss computes in.</summary>
public sealed record Batch
{
    /// <summary>x, [N, C, S].</summary>
    public required double[] Logits { get; init; }

    /// <summary>t [N, S], or q [N, C, S].</summary>
    public required Targets Targets { get; init; }

    /// <summary>S.</summary>
    public int Positions { get; init; } = 1;

    /// <summary>w, for a loss that is given its weights at each call.</summary>
    public double[]? ClassWeights { get; init; }

    /// <summary>u [N, S] for reduction none, one number for the others; null is 1 throughout.</summary>
    public double[]? Upstream { get; init; }

    /// <summary>Replaces the divisor of the reductions sum and mean.</summary>
    public double? Divisor { get; init; }

    /// <summary>Whether the gradient is written over the logits.</summary>
    public bool InPlace { get; init; }

    /// <summary>Where the arrays start: so many elements behind an address that is a multiple of 64.</summary>
    public int Offset { get; init; }

    /// <summary>The shapes of logits and targets; where given, the call goes through tensor buffers, else through spans.</summary>
    public BatchShapes? Shapes { get; init; }

    /// <summary>The same batch with every number rounded to <paramref name="dtype"/>: what a loss of that type is given, for a reference that computes in double.</summary>
    public Batch Rounded(DType dtype) => dtype == DType.Float64
        ? this
        : this with
        {
            Logits = Round(Logits)!,
            Targets = Targets is ProbabilityTargets q ? new ProbabilityTargets(Round(q.Values)!) : Targets,
            ClassWeights = Round(ClassWeights),
            Upstream = Round(Upstream),
        };

    private static double[]? Round(double[]? values) => values?.Select(v => (double)(float)v).ToArray();
}

/// <summary>The shapes of a batch in tensor buffers.</summary>
/// <param name="Logits">[C], [N, C] or [N, C, d1, …, dk].</param>
/// <param name="Targets">The shape of the targets; losses and upstream gradients have the shape of the logits without the class axis.</param>
public sealed record BatchShapes(nint[] Logits, nint[] Targets)
{
    /// <summary>The shape of the logits without the class axis.</summary>
    public nint[] Samples => Logits.Length < 2 ? [] : [Logits[0], .. Logits.AsSpan(2)];
}

/// <summary>What a call returns or writes, in double precision; what the pass does not give is empty.</summary>
/// <param name="Losses">One loss per sample for reduction none, one number for the others.</param>
/// <param name="Gradient">dx, [N, C, S].</param>
public sealed record LossResult(double[] Losses, double[] Gradient);

namespace Gen.CrossEntropy.Testing.Vectors;

/// <summary>One worked case: the input of a cross-entropy, and the loss and gradient that another implementation computed in float64. tests/Vectors/README.md describes the fields.</summary>
public sealed record VectorCase
{
    /// <summary>Unique among all files.</summary>
    public required string Name { get; init; }

    /// <summary>What the case belongs to.</summary>
    public required string Group { get; init; }

    /// <summary>w, or null.</summary>
    public double[]? Weight { get; init; }

    /// <summary>The target value that is ignored.</summary>
    public long IgnoreIndex { get; init; } = -100;

    /// <summary>ε.</summary>
    public double LabelSmoothing { get; init; }

    /// <summary>The reduction.</summary>
    public Reduction Reduction { get; init; } = Reduction.Mean;

    /// <summary>[C], [N, C] or [N, C, d1, …, dk].</summary>
    public required nint[] InputShape { get; init; }

    /// <summary>x: float32 values.</summary>
    public required double[] Input { get; init; }

    /// <summary>The shape of the targets.</summary>
    public required nint[] TargetShape { get; init; }

    /// <summary>t or q.</summary>
    public required Targets Targets { get; init; }

    /// <summary>The gradient fed into the loss; null is 1 throughout.</summary>
    public double[]? Upstream { get; init; }

    /// <summary>The loss; null where the case has none.</summary>
    public VectorAnswer? Loss { get; init; }

    /// <summary>The gradient; null where the case has none.</summary>
    public VectorAnswer? Gradient { get; init; }

    /// <summary>The loss as a document prints it, or null.</summary>
    public double[]? PrintedLoss { get; init; }

    /// <summary>How far the loss may be from <see cref="PrintedLoss"/>.</summary>
    public double PrintedTolerance { get; init; }

    /// <summary>Whether the call must be refused.</summary>
    public bool MustRefuse { get; init; }

    /// <summary>Whether a refusal is as good as the answer.</summary>
    public bool MayRefuse { get; init; }

    /// <summary>C: the class axis is 1, or 0 where there is only one.</summary>
    public int ClassCount => InputShape.Length == 0 ? throw new FormatException("The input has no class axis.") : checked((int)InputShape[InputShape.Length == 1 ? 0 : 1]);

    /// <summary>S: the product of the extents behind the class axis. 1 where that is 0: there is nothing to lay out then.</summary>
    public int Positions
    {
        get
        {
            int positions = 1;
            foreach (nint extent in InputShape.AsSpan(Math.Min(2, InputShape.Length)))
            {
                positions = checked(positions * (int)extent);
            }

            return Math.Max(1, positions);
        }
    }

    /// <summary>The declaration that this case calls.</summary>
    /// <param name="dtype">Of the loss.</param>
    /// <param name="weightsPerCall">Whether class weights, if any, are given at the call or are constants.</param>
    public Declaration Declaration(DType dtype, bool weightsPerCall)
    {
        bool indices = Targets is IndexTargets;

        // Without a meaning for probabilities; a negative one is accepted there, a class is not.
        bool ignores = indices ? IgnoreIndex != -100 : IgnoreIndex >= 0;
        return new Declaration(ClassCount)
        {
            DType = dtype,
            Target = indices ? TargetKind.ClassIndices : TargetKind.ClassProbabilities,
            Reduction = Reduction,
            LabelSmoothing = LabelSmoothing,
            IgnoreIndex = ignores ? IgnoreIndex : null,
            ClassWeights = weightsPerCall ? null : Weight,
            ClassWeightsPerCall = weightsPerCall && Weight is not null,
        };
    }

    /// <summary>The call's arguments, for spans.</summary>
    /// <param name="weightsPerCall">As for <see cref="Declaration"/>.</param>
    /// <param name="indexType">What class indices are passed as, where it can hold them; else <see cref="IndexType.Int64"/>.</param>
    public Batch Batch(bool weightsPerCall, IndexType indexType = IndexType.Int64) => new()
    {
        Logits = Input,
        Targets = Targets is IndexTargets t ? t with { Type = t.Holds(indexType) ? indexType : IndexType.Int64 } : Targets,
        Positions = Positions,
        ClassWeights = weightsPerCall ? Weight : null,
        Upstream = Upstream,
    };

    /// <summary>The shapes, for tensor buffers.</summary>
    public BatchShapes Shapes => new(InputShape, TargetShape);

    /// <summary>The name.</summary>
    public override string ToString() => Name;
}

/// <summary>One array of a worked case.</summary>
/// <param name="Truth">In float64.</param>
/// <param name="Float32Ratio">The worst error of the other implementation's own float32 answer, in units of <see cref="VectorScore"/>'s base tolerance.</param>
/// <param name="Float32">That answer, where it has another kind of number somewhere (infinite, NaN, finite); else null.</param>
/// <param name="Lenient">Whether entries that are not finite are debatable.</param>
public sealed record VectorAnswer(double[] Truth, double Float32Ratio, double[]? Float32, bool Lenient);

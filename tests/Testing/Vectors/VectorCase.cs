namespace Gen.CrossEntropy.Testing.Vectors;

/// <summary>One worked case: the input of a loss, and the loss and gradient that another implementation computed in float64. tests/Vectors/README.md describes the fields.</summary>
public sealed record VectorCase
{
    /// <summary>Unique among all files.</summary>
    public required string Name { get; init; }

    /// <summary>What the case belongs to.</summary>
    public required string Group { get; init; }

    /// <summary>Which loss.</summary>
    public required LossKind Kind { get; init; }

    /// <summary>w of the classes, or of the elements; null for none.</summary>
    public double[]? Weight { get; init; }

    /// <summary>The shape of the weights of elements, which is stretched to that of the input.</summary>
    public nint[]? WeightShape { get; init; }

    /// <summary>The weights of positive targets, or null.</summary>
    public double[]? PosWeight { get; init; }

    /// <summary>Their shape, which is stretched to that of the input.</summary>
    public nint[]? PosWeightShape { get; init; }

    /// <summary>The target value that is ignored.</summary>
    public long IgnoreIndex { get; init; } = -100;

    /// <summary>The options that a declaration has in the same form: terms, outputs, reduction and the like.</summary>
    public required Declaration Options { get; init; }

    /// <summary>The axis of a softmax; negative ones count from the end.</summary>
    public int? Axis { get; init; }

    /// <summary>[C], [N, C] or [N, C, d1, …, dk]; any shape for a softmax and for losses of elements.</summary>
    public required nint[] InputShape { get; init; }

    /// <summary>x: float32 values.</summary>
    public required double[] Input { get; init; }

    /// <summary>The shape of the targets.</summary>
    public required nint[] TargetShape { get; init; }

    /// <summary>t, q or the second tensor.</summary>
    public required Targets Targets { get; init; }

    /// <summary>The gradient fed into the loss; null is 1 throughout.</summary>
    public double[]? Upstream { get; init; }

    /// <summary>The loss, or the output of a softmax; null where the case has none.</summary>
    public VectorAnswer? Loss { get; init; }

    /// <summary>The gradient; null where the case has none.</summary>
    public VectorAnswer? Gradient { get; init; }

    /// <summary>The log-probabilities of the input, where the case asks for them besides.</summary>
    public VectorAnswer? LogProbabilities { get; init; }

    /// <summary>What is written besides, by the names of the files' fields.</summary>
    public IReadOnlyList<(string Name, VectorAnswer Answer)> Outputs { get; init; } = [];

    /// <summary>The loss as a document prints it, or null.</summary>
    public double[]? PrintedLoss { get; init; }

    /// <summary>How far the loss may be from <see cref="PrintedLoss"/>.</summary>
    public double PrintedTolerance { get; init; }

    /// <summary>Whether the call must be refused.</summary>
    public bool MustRefuse { get; init; }

    /// <summary>Whether a refusal is as good as the answer.</summary>
    public bool MayRefuse { get; init; }

    /// <summary>Whether the loss is one number.</summary>
    public bool IsScalar => !Options.IsMap && (Options.Reduction != Reduction.None || InputShape.Length < (Options.IsElementwise ? 1 : 2));

    /// <summary>C; 1 for a loss of elements.</summary>
    /// <exception cref="ArgumentException">The input has no class axis.</exception>
    public int ClassCount => Options.IsElementwise || (InputShape.Length == 0 && Options.IsMap) ? 1 : checked((int)InputShape[ClassAxis]);

    /// <summary>S: the product of the extents behind the class axis. 1 where that is 0: there is nothing to lay out then.</summary>
    public int Positions => Options.IsElementwise || InputShape.Length == 0 ? 1 : Math.Max(1, Extents.Product(InputShape.AsSpan(ClassAxis + 1)));

    // Axis 1, or 0 where there is only one; a softmax may have any.
    private int ClassAxis
    {
        get
        {
            int rank = InputShape.Length;
            int given = Axis ?? Math.Min(1, rank - 1), axis = given < 0 ? given + rank : given;
            return axis >= 0 && axis < rank
                ? axis
                : rank == 0 && given is 0 or -1 && Options.IsMap ? 0 : throw new ArgumentException($"An input of rank {rank} has no axis {given}.", nameof(Axis));
        }
    }

    /// <summary>The declaration that this case calls.</summary>
    /// <param name="dtype">Of the loss.</param>
    /// <param name="weightsPerCall">Whether class weights, if any, are given at the call or are constants; the same for a single weight of positive targets.</param>
    /// <exception cref="ArgumentException">No declaration can say it.</exception>
    public Declaration Declaration(DType dtype, bool weightsPerCall)
    {
        // Without a meaning for probabilities; a negative one is accepted there, a class is not.
        bool ignores = Options.TakesIndices ? IgnoreIndex != -100 : Kind == LossKind.CrossEntropy && IgnoreIndex >= 0;
        bool perElement = Options.IsElementwise, constant = PosWeight is [_] && !weightsPerCall;
        return Options with
        {
            ClassCount = ClassCount,
            DType = dtype,
            IgnoreIndex = ignores ? IgnoreIndex : null,
            ClassWeights = weightsPerCall || perElement ? null : Weight,
            ClassWeightsPerCall = weightsPerCall && !perElement && Weight is not null,
            WeightsPerCall = perElement && Weight is not null,
            PosWeight = constant ? PosWeight![0] : 1,
            PosWeightsPerCall = PosWeight is not null && !constant,
        };
    }

    /// <summary>The call's arguments, for spans.</summary>
    /// <param name="declaration">The declaration that is called.</param>
    /// <param name="indexType">What class indices are passed as, where it can hold them; else <see cref="IndexType.Int64"/>.</param>
    public Batch Batch(Declaration declaration, IndexType indexType = IndexType.Int64)
    {
        Batch batch = Common(declaration, indexType);
        (BroadcastWeights? weights, BroadcastWeights? posWeights) = ElementWeights(declaration);
        if (weights is null && posWeights is null)
        {
            return batch;
        }

        // One S for both, or a weight for each element. What does not fit goes as it is, to be refused.
        int? positions = (weights ?? posWeights!).Positions;
        bool compact = positions is not null && (posWeights ?? weights!).Positions == positions;
        return batch with
        {
            Positions = compact ? positions!.Value : 1,
            Weights = compact || weights is { Fits: false } ? weights?.Values : weights?.Full(),
            PosWeights = compact || posWeights is { Fits: false } ? posWeights?.Values : posWeights?.Full(),
        };
    }

    /// <summary>The call's arguments, for tensor buffers.</summary>
    /// <param name="declaration">The declaration that is called.</param>
    /// <param name="indexType">As for <see cref="Batch"/>.</param>
    public Batch BufferBatch(Declaration declaration, IndexType indexType = IndexType.Int64)
    {
        nint[] shape = InputShape;
        if (Options.IsMap && shape.Length == 0)
        {
            shape = [1];
        }
        else if (Options.IsMap && ClassAxis != Math.Min(1, shape.Length - 1))
        {
            shape = [Extents.Product(shape.AsSpan(0, ClassAxis)), ClassCount, Extents.Product(shape.AsSpan(ClassAxis + 1))];
        }

        (BroadcastWeights? weights, BroadcastWeights? posWeights) = ElementWeights(declaration);
        bool perClass = (weights?.IsPerClass ?? true) && (posWeights?.IsPerClass ?? true);
        return Common(declaration, indexType) with
        {
            Shapes = new BatchShapes(shape, TargetShape) { Weights = Shape(weights), PosWeights = Shape(posWeights) },
            Weights = Values(weights),
            PosWeights = Values(posWeights),
        };

        nint[] Shape(BroadcastWeights? w) => w is null ? [] : !w.Fits ? w.Shape : perClass ? [w.Values.Length] : shape;

        double[]? Values(BroadcastWeights? w) => w is null ? null : !w.Fits || perClass ? w.Values : w.Full();
    }

    /// <summary>The case that asks for the log-probabilities of the same input.</summary>
    public VectorCase ForLogProbabilities() => this with { Kind = LossKind.LogSoftmax, Options = new Declaration(0) { Kind = LossKind.LogSoftmax }, Weight = null, IgnoreIndex = -100, Targets = Targets.None, Upstream = null };

    /// <summary>The name.</summary>
    public override string ToString() => Name;

    private Batch Common(Declaration declaration, IndexType indexType) => new()
    {
        Logits = Input,
        Targets = Targets is IndexTargets t ? t with { Type = t.Holds(indexType) ? indexType : IndexType.Int64 } : Targets,
        Positions = Positions,
        ClassWeights = declaration.ClassWeightsPerCall ? Weight : null,
        BatchSize = InputShape.Length == 0 ? 1 : checked((int)InputShape[0]),
        Upstream = Upstream,
    };

    private (BroadcastWeights? Weights, BroadcastWeights? PosWeights) ElementWeights(Declaration declaration) => (
        declaration.WeightsPerCall ? new BroadcastWeights(Weight!, WeightShape ?? [Weight!.Length], InputShape) : null,
        declaration.PosWeightsPerCall ? new BroadcastWeights(PosWeight!, PosWeightShape ?? [PosWeight!.Length], InputShape) : null);
}

/// <summary>One array of a worked case.</summary>
/// <param name="Truth">In float64.</param>
/// <param name="Float32Ratio">The worst error of the other implementation's own float32 answer, in units of <see cref="VectorScore"/>'s base tolerance.</param>
/// <param name="Float32">That answer, where it has another kind of number somewhere (infinite, NaN, finite); else null.</param>
/// <param name="Lenient">Whether entries that are not finite are debatable.</param>
public sealed record VectorAnswer(double[] Truth, double Float32Ratio, double[]? Float32, bool Lenient);

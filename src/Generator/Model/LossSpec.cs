namespace Gen.CrossEntropy.Generator.Model;

/// <summary>
/// A checked declaration: everything that generated code depends on, in canonical form. With <see cref="CompilationFacts"/> it is all that the incremental pipeline carries. What a kind of loss does
/// not have is at its default.
/// </summary>
/// <param name="Type">The class that carries the attribute.</param>
/// <param name="Kind">Which loss of the family.</param>
/// <param name="ClassCount">C; 1 for a loss of elements, each of which is a sample of its own.</param>
internal sealed record LossSpec(TypeName Type, LossKind Kind, int ClassCount)
{
    /// <summary>The element type of what has an element per logit.</summary>
    public DType DType { get; init; } = DType.Float32;

    /// <summary>The element type that kernels compute in: float for 16-bit types, which are converted on the way.</summary>
    public DType ComputeType => DType == DType.Float64 ? DType.Float64 : DType.Float32;

    /// <summary>The value of an option, or its none.</summary>
    public double this[TermOption option] => Terms.FirstOrDefault(term => term.Name == option.Name)?.Value ?? option.None;

    /// <summary>The declaration with another value of an option.</summary>
    public LossSpec With(TermOption option, double value) =>
        this with { Terms = new(TermOptions.All.Select(o => new TermValue(o.Name, o == option ? value : this[o])).Where((term, i) => term.Value != TermOptions.All[i].None)) };

    /// <summary>Whether every element is a sample, so that there is no class axis.</summary>
    public bool IsOfElements => !LossKinds.HasClasses(Kind);

    /// <summary>Whether it gives a number at every class instead of a loss.</summary>
    public bool IsSoftmax => Kind is LossKind.Softmax or LossKind.LogSoftmax;

    /// <summary>What the targets of a cross-entropy are.</summary>
    public TargetKind Target { get; init; } = TargetKind.ClassIndices;

    /// <summary>How the losses of the samples become the result.</summary>
    public Reduction Reduction { get; init; } = Reduction.Mean;

    /// <summary>ε in [0, 1]; 0 is no smoothing.</summary>
    public double LabelSmoothing { get; init; }

    /// <summary>The target whose samples are ignored; null where targets are not class indices.</summary>
    public long? IgnoreIndex { get; init; }

    /// <summary>Where class weights, or the weights of elements, come from.</summary>
    public WeightKind Weights { get; init; }

    /// <summary>The class weights where they are constants, else empty.</summary>
    public EquatableArray<double> ClassWeights { get; init; }

    /// <summary>The options of <see cref="TermOptions"/> that are not at their <see cref="TermOption.None"/>, in the table's order.</summary>
    public EquatableArray<TermValue> Terms { get; init; }

    /// <summary>What the passes with a loss write besides.</summary>
    public LossOutputs Outputs { get; init; }

    /// <summary>Where the weights of positive targets come from: constant is <see cref="PosWeight"/>.</summary>
    public WeightKind PosWeights { get; init; }

    /// <summary>The weight of positive targets where it is a constant; 1 is none.</summary>
    public double PosWeight { get; init; } = 1;

    /// <summary>Whether the targets of a Kullback-Leibler divergence are log-probabilities.</summary>
    public bool LogTarget { get; init; }

    /// <summary>What an entropy is computed from.</summary>
    public PredictionKind Prediction { get; init; } = PredictionKind.Logits;
}

/// <summary>The losses that can be declared, an attribute each.</summary>
internal enum LossKind
{
    CrossEntropy,
    NLL,
    Softmax,
    LogSoftmax,
    Entropy,
    BCE,
    BCEWithLogits,
    KLDiv,
    MSE,
}

/// <summary>Element types. Values equal those of the runtime's enum, which a test asserts.</summary>
internal enum DType
{
    Float32 = 0,
    Float64 = 1,
    Float16 = 2,
    BFloat16 = 3,
}

/// <summary>Kinds of target. Values equal those of the runtime's enum.</summary>
internal enum TargetKind
{
    ClassIndices = 0,
    ClassProbabilities = 1,
}

/// <summary>Reductions. Values equal those of the runtime's enum.</summary>
internal enum Reduction
{
    None = 0,
    Sum = 1,
    Mean = 2,
    BatchMean = 3,
}

/// <summary>What a prediction is. Values equal those of the runtime's enum.</summary>
internal enum PredictionKind
{
    Logits = 0,
    Probabilities = 1,
}

/// <summary>What can be asked for besides loss and gradient. Values equal those of the runtime's enum.</summary>
[Flags]
internal enum LossOutputs
{
    None = 0,
    Losses = 1,
    LogSumExp = 2,
    Hits = 4,
    Entropy = 8,
}

/// <summary>Where weights come from.</summary>
internal enum WeightKind
{
    /// <summary>Everything weighs 1.</summary>
    None,

    /// <summary>Constants in the attribute.</summary>
    Constant,

    /// <summary>A span given at each call.</summary>
    PerCall,
}

using Gen.CrossEntropy.Generator.Model;

namespace Gen.CrossEntropy.Generator.Declaration;

/// <summary>
/// The arguments of a loss attribute; null is "not written" (or written as null, not readable, or not an argument of this attribute). An enum's value is the number behind it, which need not be one of
/// its names.
/// </summary>
internal sealed record LossArguments
{
    /// <summary>False if the compiler refuses an argument: it has said so, and what is read here is incomplete.</summary>
    public bool AreReadable { get; init; } = true;

    /// <summary>The constructor's first argument.</summary>
    public int? ClassCount { get; init; }

    /// <summary>The second argument of the entropy's constructor.</summary>
    public int? Prediction { get; init; }

    /// <summary>The element type.</summary>
    public int? DType { get; init; }

    /// <summary>The kind of target.</summary>
    public int? Target { get; init; }

    /// <summary>The reduction.</summary>
    public int? Reduction { get; init; }

    /// <summary>ε.</summary>
    public double? LabelSmoothing { get; init; }

    /// <summary>The ignored target.</summary>
    public long? IgnoreIndex { get; init; }

    /// <summary>The constant class weights.</summary>
    public EquatableArray<double>? ClassWeights { get; init; }

    /// <summary>Whether class weights are an argument of each call.</summary>
    public bool? ClassWeightsPerCall { get; init; }

    /// <summary>The options of <see cref="TermOptions"/> that are written, in the table's order.</summary>
    public EquatableArray<TermValue> Terms { get; init; }

    /// <summary>What is written besides.</summary>
    public int? Outputs { get; init; }

    /// <summary>Whether the weights of elements are an argument of each call.</summary>
    public bool? WeightsPerCall { get; init; }

    /// <summary>The constant weight of positive targets.</summary>
    public double? PosWeight { get; init; }

    /// <summary>Whether the weights of positive targets are an argument of each call.</summary>
    public bool? PosWeightsPerCall { get; init; }

    /// <summary>Whether targets are log-probabilities.</summary>
    public bool? LogTarget { get; init; }

    /// <summary>Whether there must be kernels for GPUs.</summary>
    public bool? Gpu { get; init; }

    /// <summary>An option's value, if it is written.</summary>
    public double? this[TermOption option] => Terms.FirstOrDefault(term => term.Name == option.Name)?.Value;
}

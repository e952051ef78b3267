using Gen.CrossEntropy.Generator.Model;

namespace Gen.CrossEntropy.Generator.Declaration;

/// <summary>
/// The arguments of a loss attribute; null is "not written" (or written as null, not readable, or not an argument of this attribute). An enum's value is the number behind it, which need not be one of its
/// names.
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

    /// <summary>λ.</summary>
    public double? ZLoss { get; init; }

    /// <summary>The factor of logits.</summary>
    public double? LogitScale { get; init; }

    /// <summary>The bound of logits.</summary>
    public double? Softcap { get; init; }

    /// <summary>γ.</summary>
    public double? FocalGamma { get; init; }

    /// <summary>ε₁.</summary>
    public double? PolyEpsilon { get; init; }

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
}

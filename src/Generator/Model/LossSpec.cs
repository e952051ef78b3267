namespace Gen.CrossEntropy.Generator.Model;

/// <summary>
/// A checked declaration: everything that generated code depends on, in canonical form. With <see cref="CompilationFacts"/> it is all that the incremental pipeline carries.
/// </summary>
/// <param name="Type">The class that carries the attribute.</param>
/// <param name="ClassCount">C.</param>
/// <param name="DType">The element type of logits, losses and gradient.</param>
/// <param name="Target">What the targets are.</param>
/// <param name="Reduction">How the losses of the samples become the result.</param>
/// <param name="LabelSmoothing">ε in [0, 1]; 0 is no smoothing.</param>
/// <param name="IgnoreIndex">The target whose samples are ignored; null where targets are probabilities.</param>
/// <param name="Weights">Where class weights come from.</param>
/// <param name="ClassWeights">The weights where they are constants, else empty.</param>
internal sealed record LossSpec(
    TypeName Type,
    int ClassCount,
    DType DType,
    TargetKind Target,
    Reduction Reduction,
    double LabelSmoothing,
    long? IgnoreIndex,
    WeightKind Weights,
    EquatableArray<double> ClassWeights);

/// <summary>Element types. Values equal those of the runtime's enum, which a test asserts.</summary>
internal enum DType
{
    Float32 = 0,
    Float64 = 1,
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
}

/// <summary>Where class weights come from.</summary>
internal enum WeightKind
{
    /// <summary>Every class weighs 1.</summary>
    None,

    /// <summary>Constants in the attribute.</summary>
    Constant,

    /// <summary>A span given at each call.</summary>
    PerCall,
}

using System.Reflection;
using Gen.CrossEntropy;
using Peers.Cases;

namespace Peers.Losses;

/// <summary>A declared loss as something that runs: by function pointers, so that a call costs what a call costs.</summary>
/// <param name="declaration">The class.</param>
internal abstract class DeclaredLoss(Type declaration)
{
    private readonly CrossEntropyLossAttribute? attribute = declaration.GetCustomAttribute<CrossEntropyLossAttribute>();

    /// <summary>The declaration; null for a loss of elements.</summary>
    public CrossEntropyLossAttribute? CrossEntropy => attribute;

    /// <summary>C; 1 for a loss of elements.</summary>
    public int ClassCount => attribute?.ClassCount ?? 1;

    public bool IsElementwise => attribute is null;

    /// <summary>Whether the targets have an element per logit.</summary>
    public bool HasProbabilities => attribute is null or { Target: TargetKind.ClassProbabilities };

    public bool IsUnreduced => attribute is { Reduction: Reduction.None };

    public DType DType => attribute?.DType ?? DType.Float32;

    /// <summary>f32, f64, f16 or bf16.</summary>
    public string TypeName => DType switch { DType.Float32 => "f32", DType.Float64 => "f64", DType.Float16 => "f16", _ => "bf16" };

    public int ElementSize => DType switch { DType.Float32 => 4, DType.Float64 => 8, _ => 2 };

    /// <summary>New tensors of the loss's types.</summary>
    public abstract Inputs NewInputs(Case workload);

    /// <summary>Calls the pass so many times and returns the last loss; the first sample's where losses are not reduced.</summary>
    public abstract double Run(Inputs inputs, Case workload, Pass pass, long calls);
}

using Gen.CrossEntropy.Generator.Model;
using Gen.CrossEntropy.Testing;

namespace Gen.CrossEntropy.Kernel.Tests.Interpretation;

/// <summary>The generator's own form of a declaration.</summary>
internal static class Specs
{
    public static LossSpec Of(Declaration declaration) => new(
        new TypeName("", new EquatableArray<ContainingType>([]), "Loss"),
        declaration.ClassCount,
        (Generator.Model.DType)(int)declaration.DType,
        (Generator.Model.TargetKind)(int)declaration.Target,
        (Generator.Model.Reduction)(int)declaration.Reduction,
        declaration.LabelSmoothing,
        declaration.Target == TargetKind.ClassIndices ? declaration.IgnoreIndex ?? -100 : null,
        declaration.ClassWeightsPerCall ? WeightKind.PerCall : declaration.ClassWeights is null ? WeightKind.None : WeightKind.Constant,
        new EquatableArray<double>(declaration.ClassWeights ?? []));
}

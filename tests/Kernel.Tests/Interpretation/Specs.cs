using Gen.CrossEntropy.Generator.Model;
using Gen.CrossEntropy.Testing;

namespace Gen.CrossEntropy.Kernel.Tests.Interpretation;

/// <summary>The generator's own form of a declaration.</summary>
internal static class Specs
{
    public static LossSpec Of(Declaration declaration) => new(
        new TypeName("", new EquatableArray<ContainingType>([]), "Loss"), Enum.Parse<Generator.Model.LossKind>(declaration.Kind.ToString()), declaration.SampleSize)
    {
        DType = (Generator.Model.DType)(int)declaration.DType,
        Target = (Generator.Model.TargetKind)(int)declaration.Target,
        Reduction = (Generator.Model.Reduction)(int)declaration.Reduction,
        LabelSmoothing = declaration.LabelSmoothing,
        IgnoreIndex = declaration.TakesIndices ? declaration.IgnoreIndex ?? -100 : null,
        Weights = declaration.ClassWeightsPerCall || declaration.WeightsPerCall ? WeightKind.PerCall : declaration.ClassWeights is null ? WeightKind.None : WeightKind.Constant,
        ClassWeights = new EquatableArray<double>(declaration.ClassWeights ?? []),
        Terms = new(TermOptions.All.Where(option => declaration[option.Name] != option.None).Select(option => new TermValue(option.Name, declaration[option.Name]))),
        Outputs = (Generator.Model.LossOutputs)(int)declaration.Outputs,
        PosWeights = declaration.PosWeightsPerCall ? WeightKind.PerCall : declaration.PosWeight == 1 ? WeightKind.None : WeightKind.Constant,
        PosWeight = declaration.PosWeight,
        LogTarget = declaration.LogTarget,
        Prediction = (Generator.Model.PredictionKind)(int)declaration.Prediction,
    };
}

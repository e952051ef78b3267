using Gen.CrossEntropy.Generator.Model;

namespace Gen.CrossEntropy.Generator.Declaration;

/// <summary>A declaration that breaks no rule → its canonical form: declarations that mean the same are equal. What a kind does not have stays at the model's default.</summary>
internal static class SpecBuilder
{
    /// <summary>The spec; null where the compiler refuses an argument that it needs.</summary>
    public static LossSpec? Build(LossDeclaration declaration)
    {
        LossArguments arguments = declaration.Arguments;
        bool hasClasses = LossKinds.HasClasses(declaration.Kind);
        if (!arguments.AreReadable || (hasClasses && arguments.ClassCount is null) || (declaration.Kind == LossKind.Entropy && arguments.Prediction is null))
        {
            return null;
        }

        LossSpec spec = new(declaration.Type, declaration.Kind, hasClasses ? arguments.ClassCount!.Value : 1)
        {
            DType = (DType)(arguments.DType ?? (int)DType.Float32),
            Reduction = (Reduction)(arguments.Reduction ?? (int)Reduction.Mean),
        };
        return declaration.Kind switch
        {
            LossKind.CrossEntropy => WithTerms(WithClassWeights(WithTargets(spec, arguments), arguments), arguments),
            LossKind.NLL => WithClassWeights(WithTargets(spec, arguments), arguments),
            LossKind.Softmax or LossKind.LogSoftmax => spec,
            LossKind.Entropy => spec with { Prediction = (PredictionKind)arguments.Prediction!.Value },
            LossKind.BCE => WithWeights(spec, arguments),
            LossKind.BCEWithLogits => WithPosWeights(WithWeights(spec, arguments), arguments),
            LossKind.KLDiv => spec with { LogTarget = arguments.LogTarget is true },
            LossKind.MSE => spec,
            _ => throw new NotSupportedException($"No spec of {declaration.Kind}."),
        };
    }

    private static LossSpec WithTargets(LossSpec spec, LossArguments arguments)
    {
        TargetKind target = (TargetKind)(arguments.Target ?? (int)TargetKind.ClassIndices);
        return spec with
        {
            Target = target,
            IgnoreIndex = target == TargetKind.ClassIndices ? arguments.IgnoreIndex ?? OptionRules.DefaultIgnoreIndex : null,
        };
    }

    private static LossSpec WithClassWeights(LossSpec spec, LossArguments arguments)
    {
        if (arguments.ClassWeightsPerCall is true)
        {
            return spec with { Weights = WeightKind.PerCall };
        }

        return arguments.ClassWeights is { } weights && weights.Any(weight => weight != 1)
            ? spec with { Weights = WeightKind.Constant, ClassWeights = new(weights.Select(PositiveZero)) }
            : spec;
    }

    private static LossSpec WithTerms(LossSpec spec, LossArguments arguments)
    {
        LossSpec plain = spec with
        {
            LabelSmoothing = PositiveZero(arguments.LabelSmoothing ?? 0),
            Outputs = (LossOutputs)(arguments.Outputs ?? (int)LossOutputs.None),
        };
        return TermOptions.All.Aggregate(plain, (built, option) => built.With(option, PositiveZero(arguments[option] ?? option.None)));
    }

    private static LossSpec WithWeights(LossSpec spec, LossArguments arguments) => arguments.WeightsPerCall is true ? spec with { Weights = WeightKind.PerCall } : spec;

    private static LossSpec WithPosWeights(LossSpec spec, LossArguments arguments)
    {
        if (arguments.PosWeightsPerCall is true)
        {
            return spec with { PosWeights = WeightKind.PerCall };
        }

        return arguments.PosWeight is { } weight && weight != 1 ? spec with { PosWeights = WeightKind.Constant, PosWeight = PositiveZero(weight) } : spec;
    }

    // -0.0 equals 0.0 but prints differently, and equal specs must print equal files.
    private static double PositiveZero(double value) => value == 0 ? 0 : value;
}

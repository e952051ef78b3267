using Gen.CrossEntropy.Generator.Model;

namespace Gen.CrossEntropy.Generator.Declaration;

/// <summary>Rules about weights: one source of them, and constants that are as many as the classes and usable.</summary>
internal static class WeightRules
{
    /// <summary>Checks the weights that are written.</summary>
    public static void Check(LossArguments arguments, Findings findings)
    {
        if (arguments.ClassWeights is { } weights)
        {
            findings.RefuseIf(arguments.ClassWeightsPerCall is true, RuleIds.TwoSourcesOfClassWeights, Site.Argument(ArgumentNames.ClassWeightsPerCall));
            CheckConstants(weights, arguments, findings);
        }

        findings.RefuseIf(
            arguments is { PosWeight: not null, PosWeightsPerCall: true }, RuleIds.TwoSourcesOfPosWeights, Site.Argument(ArgumentNames.PosWeightsPerCall));
    }

    private static void CheckConstants(EquatableArray<double> weights, LossArguments arguments, Findings findings)
    {
        if (arguments.ClassCount is { } classCount && OptionRules.IsClassCount(classCount))
        {
            findings.RefuseIf(
                weights.Count != classCount, RuleIds.ClassWeightsLength, Site.Argument(ArgumentNames.ClassWeights), Findings.Text(weights.Count), Findings.Text(classCount));
        }

        DType dtype = (DType)(arguments.DType ?? (int)DType.Float32);
        for (int c = 0; c < weights.Count; c++)
        {
            if (RealRange.NotNegative.FaultOf(weights[c], dtype) is { } fault)
            {
                findings.Refuse(RuleIds.ClassWeightsValue, Site.Argument(ArgumentNames.ClassWeights, c), Findings.Text(c), Findings.Text(weights[c]), fault.Reason);
            }
        }
    }
}

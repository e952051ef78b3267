using Gen.CrossEntropy.Generator.Model;

namespace Gen.CrossEntropy.Generator.Declaration;

/// <summary>Rules about the options that are one real number.</summary>
internal static class TermRules
{
    /// <summary>Checks those that are written.</summary>
    public static void Check(LossArguments arguments, Findings findings)
    {
        foreach (TermOption option in TermOptions.All)
        {
            if (arguments[option] is not { } value)
            {
                continue;
            }

            CheckRange(option.Name, value, option.Range, arguments, findings);

            // A term that is none fits everything.
            findings.RefuseIf(
                option.NeedsClassIndices && value != option.None && arguments.Target == (int)TargetKind.ClassProbabilities,
                RuleIds.NeedsClassIndices, Site.Argument(option.Name), option.Name);
        }

        // Logits are multiplied by their quotient.
        if (arguments[TermOptions.Softcap] is > 0 and var cap
            && TermOptions.Softcap.Range.FaultOf(cap, (DType)(arguments.DType ?? (int)DType.Float32)) is null
            && ((arguments[TermOptions.LogitScale] ?? TermOptions.LogitScale.None) / cap) is var factor
            && (double.IsInfinity(factor) || (arguments.DType is not (int)DType.Float64 && float.IsInfinity((float)factor))))
        {
            findings.Refuse(
                RuleIds.OptionRange, Site.Argument(TermOptions.Softcap.Name), TermOptions.Softcap.Name, Findings.Text(cap), "logits divided by it are infinite", "a larger value");
        }

        if (arguments.PosWeight is { } weight)
        {
            CheckRange(ArgumentNames.PosWeight, weight, RealRange.NotNegative, arguments, findings);
        }
    }

    private static void CheckRange(string name, double value, RealRange range, LossArguments arguments, Findings findings)
    {
        if (range.FaultOf(value, (DType)(arguments.DType ?? (int)DType.Float32)) is { } fault)
        {
            findings.Refuse(RuleIds.OptionRange, Site.Argument(name), name, Findings.Text(value), fault.Reason, fault.Instead);
        }
    }
}

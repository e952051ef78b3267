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

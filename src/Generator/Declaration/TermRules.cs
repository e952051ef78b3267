using Gen.CrossEntropy.Generator.Model;

namespace Gen.CrossEntropy.Generator.Declaration;

/// <summary>Rules about the options that are one real number: a row of a table each.</summary>
internal static class TermRules
{
    private static readonly Term[] Terms =
    [
        new(ArgumentNames.ZLoss, static arguments => arguments.ZLoss, RealRange.NotNegative),
        new(ArgumentNames.LogitScale, static arguments => arguments.LogitScale, RealRange.Positive),
        new(ArgumentNames.Softcap, static arguments => arguments.Softcap, RealRange.NotNegative),
        new(ArgumentNames.FocalGamma, static arguments => arguments.FocalGamma, RealRange.NotNegative, NeedsClassIndices: true),
        new(ArgumentNames.PolyEpsilon, static arguments => arguments.PolyEpsilon, RealRange.Finite, NeedsClassIndices: true),
        new(ArgumentNames.PosWeight, static arguments => arguments.PosWeight, RealRange.NotNegative),
    ];

    /// <summary>Checks the terms that are written.</summary>
    public static void Check(LossArguments arguments, Findings findings)
    {
        DType dtype = (DType)(arguments.DType ?? (int)DType.Float32);
        foreach (Term term in Terms)
        {
            if (term.Value(arguments) is not { } value)
            {
                continue;
            }

            Site site = Site.Argument(term.Name);
            if (term.Range.FaultOf(value, dtype) is { } fault)
            {
                findings.Refuse(RuleIds.OptionRange, site, term.Name, Findings.Text(value), fault.Reason, fault.Instead);
            }

            // A term of 0 is none, and fits everything.
            findings.RefuseIf(
                term.NeedsClassIndices && value != 0 && arguments.Target == (int)TargetKind.ClassProbabilities, RuleIds.NeedsClassIndices, site, term.Name);
        }
    }

    /// <summary>An option that is a real number.</summary>
    /// <param name="Name">The argument.</param>
    /// <param name="Value">Its value; null if it is not written.</param>
    /// <param name="Range">What it can be.</param>
    /// <param name="NeedsClassIndices">Whether it says something about the sample's own class.</param>
    private sealed record Term(string Name, Func<LossArguments, double?> Value, RealRange Range, bool NeedsClassIndices = false);
}

using Gen.CrossEntropy.Generator.Model;

namespace Gen.CrossEntropy.Generator.Declaration;

/// <summary>Rules about the class count, the options with names, label smoothing, the ignore index and the outputs.</summary>
internal static class OptionRules
{
    /// <summary>The largest class count that plans are made and tested for: about a million, several times the largest vocabularies in use.</summary>
    public const int MaxClassCount = 1 << 20;

    /// <summary>PyTorch's default; a test asserts that it is the runtime attributes'.</summary>
    public const long DefaultIgnoreIndex = -100;

    /// <summary>Checks the arguments that are written.</summary>
    public static void Check(LossDeclaration declaration, Findings findings)
    {
        LossArguments arguments = declaration.Arguments;
        if (arguments.ClassCount is { } classCount)
        {
            findings.RefuseIf(
                !IsClassCount(classCount), RuleIds.ClassCount, Site.Argument(ArgumentNames.ClassCount), Findings.Text(classCount), Findings.Text(MaxClassCount));
        }

        CheckEnum<PredictionKind>(ArgumentNames.Prediction, arguments.Prediction, findings);
        CheckEnum<DType>(ArgumentNames.DType, arguments.DType, findings);
        CheckEnum<TargetKind>(ArgumentNames.Target, arguments.Target, findings);
        CheckReduction(declaration, findings);
        if (arguments.LabelSmoothing is { } smoothing && !(smoothing >= 0 && smoothing <= 1))
        {
            // A value such as 10 is most likely meant as a percentage.
            string instead = Findings.Text(smoothing is > 1 and <= 100 ? smoothing / 100 : 0.1);
            findings.Refuse(RuleIds.LabelSmoothing, Site.Argument(ArgumentNames.LabelSmoothing), Findings.Text(smoothing), instead);
        }

        CheckIgnoreIndex(arguments, findings);
        CheckOutputs(arguments, findings);
    }

    /// <summary>Whether there can be so many classes.</summary>
    public static bool IsClassCount(int value) => value is >= 1 and <= MaxClassCount;

    /// <summary>Whether targets of <paramref name="bytes"/> bytes (1 is unsigned, 4 and 8 are signed) can hold <paramref name="ignoreIndex"/>.</summary>
    public static bool Holds(int bytes, long ignoreIndex) =>
        bytes switch
        {
            1 => ignoreIndex is >= byte.MinValue and <= byte.MaxValue,
            4 => ignoreIndex is >= int.MinValue and <= int.MaxValue,
            _ => true,
        };

    private static void CheckReduction(LossDeclaration declaration, Findings findings)
    {
        int? reduction = declaration.Arguments.Reduction;
        if (declaration.Kind == LossKind.KLDiv)
        {
            CheckEnum<Reduction>(ArgumentNames.Reduction, reduction, findings);
            return;
        }

        findings.RefuseIf(reduction == (int)Reduction.BatchMean, RuleIds.BatchMean, Site.Argument(ArgumentNames.Reduction));
        CheckEnum<Reduction>(ArgumentNames.Reduction, reduction, findings, notOffered: Reduction.BatchMean);
    }

    private static void CheckEnum<T>(string name, int? value, Findings findings, T? notOffered = null)
        where T : struct, Enum
    {
        if (value is { } number && !Enum.IsDefined(typeof(T), number))
        {
            findings.Refuse(RuleIds.EnumValue, Site.Argument(name), name, Findings.Text(number), Names<T>(except: notOffered?.ToString()));
        }
    }

    private static string Names<T>(string? except = null) =>
        string.Join(", ", Enum.GetNames(typeof(T)).Where(member => member != except).Select(member => typeof(T).Name + "." + member));

    private static void CheckIgnoreIndex(LossArguments arguments, Findings findings)
    {
        if (arguments.IgnoreIndex is not { } ignoreIndex || arguments.Target != (int)TargetKind.ClassProbabilities)
        {
            return;
        }

        Site site = Site.Argument(ArgumentNames.IgnoreIndex);
        if (ignoreIndex >= 0)
        {
            findings.Refuse(RuleIds.IgnoreIndexWithProbabilities, site, Findings.Text(ignoreIndex));
        }
        else
        {
            findings.Warn(RuleIds.UnusedIgnoreIndex, site, Findings.Text(ignoreIndex));
        }
    }

    private static void CheckOutputs(LossArguments arguments, Findings findings)
    {
        const LossOutputs All = LossOutputs.Losses | LossOutputs.LogSumExp | LossOutputs.Hits | LossOutputs.Entropy;
        if (arguments.Outputs is not { } number)
        {
            return;
        }

        LossOutputs outputs = (LossOutputs)number;
        Site site = Site.Argument(ArgumentNames.Outputs);
        findings.RefuseIf(
            (outputs & ~All) != 0, RuleIds.EnumValue, site, ArgumentNames.Outputs, Findings.Text(number), Names<LossOutputs>() + ", or several of them joined by |");
        findings.RefuseIf(outputs.HasFlag(LossOutputs.Losses) && arguments.Reduction == (int)Reduction.None, RuleIds.RedundantLosses, site);
        findings.RefuseIf(
            outputs.HasFlag(LossOutputs.Hits) && arguments.Target == (int)TargetKind.ClassProbabilities, RuleIds.NeedsClassIndices, site, "LossOutputs.Hits");
    }
}

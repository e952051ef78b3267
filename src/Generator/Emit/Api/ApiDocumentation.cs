using Gen.CrossEntropy.Generator.Algorithm;
using Gen.CrossEntropy.Generator.Model;

namespace Gen.CrossEntropy.Generator.Emit.Api;

/// <summary>Documentation comments of the public passes.</summary>
internal static class ApiDocumentation
{
    public static void Print(SourceWriter writer, LossSpec spec, Pass pass, IReadOnlyList<Parameter> parameters)
    {
        string result = spec.Reduction switch
        {
            Reduction.None => "the loss of each sample",
            Reduction.Sum => "the sum of the losses",
            Reduction.Mean => "the mean loss",
            _ => throw new NotSupportedException($"No words for {spec.Reduction}."),
        };
        string summary = pass switch
        {
            Pass.Forward => $"Cross-entropy: {result}.",
            Pass.Backward => $"The gradient of {result} with respect to the logits.",
            Pass.ForwardBackward => $"Cross-entropy and its gradient in one pass: {result}, to the bit what <c>Forward</c> gives, and the gradient with respect to the logits.",
            _ => throw new NotSupportedException($"No words for {pass}."),
        };
        writer.Line($"/// <summary>{summary}</summary>");
        writer.Line("/// <remarks>");
        writer.Line($"/// {Escape(FormulaText.Loss(spec))}{(pass == Pass.Forward ? "" : " " + Escape(FormulaText.Gradient(spec)))}");
        if (FormulaText.Reduction(spec) is { } reduction)
        {
            writer.Line($"/// {Escape(reduction)}");
        }

        writer.Line("/// </remarks>");
        foreach (Parameter parameter in parameters)
        {
            writer.Line($"/// <param name=\"{parameter.Name}\">{Escape(parameter.Documentation)}</param>");
        }

        if (spec.Reduction != Reduction.None && pass != Pass.Backward)
        {
            writer.Line($"/// <returns>{char.ToUpperInvariant(result[0])}{result.Substring(1)}.{(spec.Reduction == Reduction.Mean ? " NaN where there is nothing to average." : "")}</returns>");
        }

        writer.Line("/// <exception cref=\"global::System.ArgumentException\">A length does not fit, or memory that is written overlaps memory that is read. Nothing was written.</exception>");
        string range = spec.Target == TargetKind.ClassIndices ? "A target is not a class and not ignored, or a number is out of range." : "A number is out of range.";
        writer.Line($"/// <exception cref=\"global::System.ArgumentOutOfRangeException\">{range} Nothing was written.</exception>");
    }

    private static string Escape(string text) => text.Replace("&", "&amp;").Replace("<", "&lt;").Replace(">", "&gt;");
}

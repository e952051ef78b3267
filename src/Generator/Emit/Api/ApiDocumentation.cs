using Gen.CrossEntropy.Generator.Algorithm;
using Gen.CrossEntropy.Generator.Model;

namespace Gen.CrossEntropy.Generator.Emit.Api;

/// <summary>Documentation comments of the public passes.</summary>
internal static class ApiDocumentation
{
    public static void Print(SourceWriter writer, LossSpec spec, Pass pass, IReadOnlyList<Parameter> parameters)
    {
        LossNames names = LossNames.Of(spec);
        bool softmax = spec.IsSoftmax;
        string unit = spec.IsOfElements ? "element" : "sample";
        string result = softmax ? $"the {names.Title.ToLowerInvariant()}" : spec.Reduction switch
        {
            Reduction.None => $"the loss of each {unit}",
            Reduction.Sum => "the sum of the losses",
            Reduction.Mean => "the mean loss",
            Reduction.BatchMean => "the sum of the losses over the batch size",
            _ => throw new NotSupportedException($"No words for {spec.Reduction}."),
        };
        string of = softmax ? "logits" : names.PredictionWords;
        string summary = pass switch
        {
            Pass.Forward => softmax ? $"{names.Title} along the class axis." : $"{names.Title}: {result}.",
            Pass.Backward => $"The gradient of {result} with respect to the {of}.",
            Pass.ForwardBackward => $"{names.Title} and its gradient in one pass: {result}, to the bit what <c>Forward</c> gives, and the gradient with respect to the {of}.",
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

        if (Parameters.ResultOf(spec, pass) != "void")
        {
            writer.Line($"/// <returns>{char.ToUpperInvariant(result[0])}{result.Substring(1)}.{(spec.Reduction is Reduction.Mean or Reduction.BatchMean ? " NaN where there is nothing to average." : "")}</returns>");
        }

        writer.Line("/// <exception cref=\"global::System.ArgumentException\">A length does not fit, or memory that is written overlaps memory that is read. Nothing was written.</exception>");
        string range = spec.IgnoreIndex is not null ? "A target is not a class and not ignored, or a number is out of range."
            : spec.Kind == LossKind.BCE ? "A probability is outside [0, 1], or a number is out of range."
            : "A number is out of range.";
        writer.Line($"/// <exception cref=\"global::System.ArgumentOutOfRangeException\">{range} Nothing was written.</exception>");
    }

    private static string Escape(string text) => text.Replace("&", "&amp;").Replace("<", "&lt;").Replace(">", "&gt;");
}

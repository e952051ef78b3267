using Gen.CrossEntropy.Generator.Model;

namespace Gen.CrossEntropy.Generator.Emit;

/// <summary>A loss in closed form, for headers and documentation: what the steps of its programs compute together.</summary>
internal static class FormulaText
{
    public static string Loss(LossSpec spec)
    {
        string w = spec.Weights == WeightKind.None ? "" : "w[c]·";
        string smoothing = Literal.Shortest(spec.LabelSmoothing), uniform = Share(spec);
        return (spec.Target, spec.LabelSmoothing) switch
        {
            (TargetKind.ClassIndices, 0) => $"l = -{(w.Length == 0 ? "" : "w[t]·")}lp[t] with lp = log_softmax(x); 0 where t is ignored.",
            (TargetKind.ClassIndices, _) =>
                $"l = -(1 - {smoothing})·{(w.Length == 0 ? "" : "w[t]·")}lp[t] - {uniform}·Σ_c {w}lp[c] with lp = log_softmax(x); 0 where t is ignored.",
            (TargetKind.ClassProbabilities, 0) => $"l = -Σ_c {w}q[c]·lp[c] with lp = log_softmax(x).",
            (TargetKind.ClassProbabilities, _) => $"l = -Σ_c {w}((1 - {smoothing})·q[c] + {uniform})·lp[c] with lp = log_softmax(x).",
            _ => throw new NotSupportedException($"No formula for {spec.Target}."),
        };
    }

    public static string Gradient(LossSpec spec)
    {
        string upstream = spec.Reduction switch
        {
            Model.Reduction.None => "g",
            Model.Reduction.Sum or Model.Reduction.Mean => "g/D",
            _ => throw new NotSupportedException($"No formula for {spec.Reduction}."),
        };
        bool weighted = spec.Weights != WeightKind.None, smoothed = spec.LabelSmoothing > 0;
        string target = (spec.Target, smoothed) switch
        {
            (TargetKind.ClassIndices, false) => "(c = t)",
            (TargetKind.ClassIndices, true) => $"((1 - {Literal.Shortest(spec.LabelSmoothing)})·(c = t) + {Share(spec)})",
            (TargetKind.ClassProbabilities, false) => "q[c]",
            (TargetKind.ClassProbabilities, true) => $"((1 - {Literal.Shortest(spec.LabelSmoothing)})·q[c] + {Share(spec)})",
            _ => throw new NotSupportedException($"No formula for {spec.Target}."),
        };
        return (spec.Target, weighted, smoothed) switch
        {
            (TargetKind.ClassIndices, false, _) => $"dx[c] = {upstream}·(softmax(x)[c] - {target}).",
            (TargetKind.ClassIndices, true, false) => $"dx[c] = {upstream}·w[t]·(softmax(x)[c] - {target}).",
            (_, true, _) => $"dx[c] = {upstream}·(Q·softmax(x)[c] - w[c]·y[c]) with y[c] = {target} and Q = Σ_c w[c]·y[c].",
            (_, false, _) => $"dx[c] = {upstream}·(Q·softmax(x)[c] - {target}) with Q = Σ_c {target}.",
        };
    }

    /// <summary>How losses become the result, and D; null where they do not.</summary>
    public static string? Reduction(LossSpec spec) => (spec.Reduction, spec.Target, spec.Weights) switch
    {
        (Model.Reduction.None, _, _) => null,
        (Model.Reduction.Sum, _, _) => "The result is Σ l / D, D = 1.",
        (Model.Reduction.Mean, TargetKind.ClassProbabilities, _) => "The result is Σ l / D, D = the number of samples.",
        (Model.Reduction.Mean, _, WeightKind.None) => "The result is Σ l / D, D = the number of samples that are not ignored.",
        (Model.Reduction.Mean, _, _) => "The result is Σ l / D, D = Σ w[t] over the samples that are not ignored.",
        _ => throw new NotSupportedException($"No formula for {spec.Reduction}."),
    };

    private static string Share(LossSpec spec) =>
        $"{Literal.Shortest(spec.LabelSmoothing)}/{Literal.Whole(spec.ClassCount)}";
}

using Gen.CrossEntropy.Generator.Algorithm;
using Gen.CrossEntropy.Generator.Model;

namespace Gen.CrossEntropy.Generator.Emit;

/// <summary>A loss in closed form, for headers and documentation: what the steps of its programs compute together.</summary>
internal static class FormulaText
{
    /// <summary>The loss of a sample, or the result of a softmax.</summary>
    public static string Loss(LossSpec spec)
    {
        switch (spec.Kind)
        {
            case LossKind.Softmax:
                return "y[c] = exp(x[c] - m)/Σ_k exp(x[k] - m) with m = max_k x[k].";
            case LossKind.LogSoftmax:
                return "y[c] = (x[c] - m) - log Σ_k exp(x[k] - m) with m = max_k x[k].";
        }

        string sum = string.Join(" ", LossTerms.Of(spec).Select(term => term.Formula(spec)));
        string text = "l = " + (sum.StartsWith("+ ", StringComparison.Ordinal) ? sum.Substring(2) : "-" + sum.Substring(2));
        string[] definitions = Definitions(spec, text).ToArray();
        string with = definitions.Length == 0 ? "" : " with " + string.Join(", ", definitions);
        return $"{text}{with}{(spec.IgnoreIndex is null ? "" : "; 0 where t is ignored")}.";
    }

    public static string Gradient(LossSpec spec)
    {
        string g = spec.Reduction == Model.Reduction.None ? "g" : "g/D";
        string smoothing = Literal.Shortest(spec.LabelSmoothing), share = $"{smoothing}/{Literal.Whole(spec.ClassCount)}";
        bool weighted = spec.Weights != WeightKind.None, smoothed = spec.LabelSmoothing > 0;
        string w = weighted ? "w[t]·" : "", elementW = weighted ? "w·" : "";
        string r = spec.PosWeights switch { WeightKind.None => "", WeightKind.Constant => Literal.Shortest(spec.PosWeight) + "·", _ => "r·" };
        switch (spec.Kind)
        {
            case LossKind.Softmax:
                return "dx[c] = y[c]·(g[c] - Σ_k g[k]·y[k]).";
            case LossKind.LogSoftmax:
                return "dx[c] = g[c] - exp(y[c])·Σ_k g[k].";
            case LossKind.NLL:
                return $"dx[c] = -{g}·{w}(c = t).";
            case LossKind.Entropy:
                return spec.Prediction == PredictionKind.Logits ? $"dx[c] = -{g}·p[c]·(lp[c] + l)." : $"dx[c] = -{g}·(log(x[c]) + 1).";
            case LossKind.BCE:
                return $"dx = {g}·{elementW}(x - y)/max(x·(1 - x), 1e-12).";
            case LossKind.BCEWithLogits:
                return r.Length == 0 ? $"dx = {g}·{elementW}(σ(x) - y)." : $"dx = {g}·{elementW}(({r}y + 1 - y)·σ(x) - {r}y).";
            case LossKind.KLDiv:
                return spec.LogTarget ? $"dx = -{g}·exp(y)." : $"dx = -{g}·y.";
            case LossKind.MSE:
                return $"dx = {g}·2·(x - y).";
            case LossKind.CrossEntropy when spec.Terms.Count > 0:
                return $"dx[c] = {g}·∂l/∂x[c], as the program in the kernels' files has it.";
        }

        string target = (spec.Target, smoothed) switch
        {
            (TargetKind.ClassIndices, false) => "(c = t)",
            (TargetKind.ClassIndices, true) => $"((1 - {smoothing})·(c = t) + {share})",
            (TargetKind.ClassProbabilities, false) => "q[c]",
            (TargetKind.ClassProbabilities, true) => $"((1 - {smoothing})·q[c] + {share})",
            _ => throw new NotSupportedException($"No formula for {spec.Target}."),
        };
        return (spec.Target, weighted, smoothed) switch
        {
            (TargetKind.ClassIndices, false, _) => $"dx[c] = {g}·(softmax(x)[c] - {target}).",
            (TargetKind.ClassIndices, true, false) => $"dx[c] = {g}·w[t]·(softmax(x)[c] - {target}).",
            (_, true, _) => $"dx[c] = {g}·(Q·softmax(x)[c] - w[c]·y[c]) with y[c] = {target} and Q = Σ_c w[c]·y[c].",
            (_, false, _) => $"dx[c] = {g}·(Q·softmax(x)[c] - {target}) with Q = Σ_c {target}.",
        };
    }

    /// <summary>How losses become the result, and D; null where they do not.</summary>
    public static string? Reduction(LossSpec spec)
    {
        const string Result = "The result is Σ l / D, D = ";
        string? divisor = (spec.Reduction, spec.Kind) switch
        {
            (_, LossKind.Softmax or LossKind.LogSoftmax) or (Model.Reduction.None, _) => null,
            (Model.Reduction.Sum, _) => "1",
            (Model.Reduction.BatchMean, _) => "the batch size",
            (Model.Reduction.Mean, LossKind.Entropy) => "the number of samples",
            (Model.Reduction.Mean, _) when spec.IsOfElements => "the number of elements",
            (Model.Reduction.Mean, _) when spec.IgnoreIndex is null => "the number of samples",
            (Model.Reduction.Mean, _) => spec.Weights == WeightKind.None ? "the number of samples that are not ignored" : "Σ w[t] over the samples that are not ignored",
            _ => throw new NotSupportedException($"No divisor for {spec.Reduction}."),
        };
        return divisor is null ? null : $"{Result}{divisor}, unless the call gives another.";
    }

    /// <summary>What a formula's letters stand for, as far as it has them.</summary>
    private static IEnumerable<string> Definitions(LossSpec spec, string text)
    {
        string z = Scaled(spec);
        bool renamed = z != "x";
        if (text.Contains("lp["))
        {
            yield return renamed ? "lp = log_softmax(z)" : "lp = log_softmax(x)";
        }

        if (text.Contains("p[t])") || text.Contains("·p[") || text.Contains(" p["))
        {
            yield return "p = exp(lp)";
        }

        if (text.Contains("lse"))
        {
            yield return renamed ? "lse = log Σ_c exp(z[c])" : "lse = log Σ_c exp(x[c])";
        }

        if (renamed)
        {
            yield return $"z = {z}";
        }

        if (text.Contains("σ("))
        {
            yield return "σ(x) = 1/(1 + exp(-x))";
        }
    }

    private static string Scaled(LossSpec spec)
    {
        string scaled = spec[TermOptions.LogitScale] == 1 ? "x" : $"{Literal.Shortest(spec[TermOptions.LogitScale])}·x";
        return spec[TermOptions.Softcap] is var cap and not 0 ? $"{Literal.Shortest(cap)}·tanh({scaled}/{Literal.Shortest(cap)})" : scaled;
    }
}

using Gen.CrossEntropy.Generator.Emit;
using Gen.CrossEntropy.Generator.Model;
using static Gen.CrossEntropy.Generator.Algorithm.Logits;

namespace Gen.CrossEntropy.Generator.Algorithm;

/// <summary>The addends of a cross-entropy. lp = log_softmax(z), p = exp(lp).</summary>
internal static class CrossEntropyTerms
{
    /// <summary>lse = log Σ_c exp(z[c]).</summary>
    public static readonly Expr Lse = new Named("lse", Reference + LogSum);

    public static readonly IReadOnlyList<LossTerm> All =
    [
        new("negative log-likelihood",
            spec => HasIndices(spec),
            spec => $"- {Share(spec)}{Weight(spec, "t")}{(spec[TermOptions.FocalGamma] == 0 ? "" : $"(1 - p[t])^{Literal.Shortest(spec[TermOptions.FocalGamma])}·")}lp[t]",
            spec => (1 - spec.LabelSmoothing) * TargetWeight(spec) * Focal(spec, LogSum - TargetShifted(spec)),
            spec => new TermGradient(
                Softmax: (1 - spec.LabelSmoothing) * TargetWeight(spec) * FocalSlope(spec),
                Target: (1 - spec.LabelSmoothing) * TargetWeight(spec) * FocalSlope(spec))),

        new("label smoothing",
            spec => HasIndices(spec) && spec.LabelSmoothing > 0,
            spec => $"- {UniformText(spec)}·Σ_c {Weight(spec, "c")}lp[c]",
            spec => (UniformMass(spec) * LogSum) - (UniformShare(spec) * new OverClasses("h", ReduceOp.Sum, Weighted(spec, Shifted(spec)))),
            spec => new TermGradient(
                Softmax: UniformMass(spec),
                Class: new Neg(UniformShare(spec) * ClassWeight(spec)))),

        new("cross-entropy with probabilities",
            spec => spec is { Kind: LossKind.CrossEntropy, Target: TargetKind.ClassProbabilities },
            spec => $"- Σ_c {Weight(spec, "c")}{(spec.LabelSmoothing == 0 ? "q[c]" : $"((1 - {Literal.Shortest(spec.LabelSmoothing)})·q[c] + {UniformText(spec)})")}·lp[c]",
            spec => (Mass(spec) * LogSum) - new OverClasses("h", ReduceOp.Sum, SmoothedProbability(spec) * Shifted(spec)),
            spec => new TermGradient(Softmax: Mass(spec), Class: new Neg(SmoothedProbability(spec)))),

        new("poly",
            spec => HasIndices(spec) && spec[TermOptions.PolyEpsilon] != 0,
            spec => $"+ {Literal.Shortest(spec[TermOptions.PolyEpsilon])}·{Weight(spec, "t")}(1 - p[t])",
            spec => spec[TermOptions.PolyEpsilon] * TargetWeight(spec) * Missed(spec),
            spec => new TermGradient(
                Softmax: spec[TermOptions.PolyEpsilon] * TargetWeight(spec) * TargetProbability(spec),
                Target: spec[TermOptions.PolyEpsilon] * TargetWeight(spec) * TargetProbability(spec))),

        new("z-loss",
            spec => spec.Kind == LossKind.CrossEntropy && spec[TermOptions.ZLoss] > 0,
            spec => $"+ {Literal.Shortest(spec[TermOptions.ZLoss])}·lse²",
            spec => spec[TermOptions.ZLoss] * (Lse * Lse),
            spec => new TermGradient(Softmax: 2 * spec[TermOptions.ZLoss] * Lse)),
    ];

    /// <summary>w[t], or 1.</summary>
    public static Expr TargetWeight(LossSpec spec) => spec.Weights == WeightKind.None ? 1 : new Input(LossInput.TargetWeight);

    /// <summary>w[c]· or w[t]· as text, or nothing.</summary>
    public static string Weight(LossSpec spec, string index) => spec.Weights == WeightKind.None ? "" : $"w[{index}]·";

    private static bool HasIndices(LossSpec spec) => spec is { Kind: LossKind.CrossEntropy, Target: TargetKind.ClassIndices };

    private static string Share(LossSpec spec) => spec.LabelSmoothing == 0 ? "" : $"(1 - {Literal.Shortest(spec.LabelSmoothing)})·";

    private static string UniformText(LossSpec spec) => $"{Literal.Shortest(spec.LabelSmoothing)}/{Literal.Whole(spec.ClassCount)}";

    /// <summary>exp(z[t] - m), as it is in s.</summary>
    private static Named TargetExponential(LossSpec spec) => new Named("et", new Exp(TargetShifted(spec)));

    /// <summary>p[t].</summary>
    private static Named TargetProbability(LossSpec spec) => new Named("pt", TargetExponential(spec) / Sum);

    /// <summary>1 - p[t], as the share of the other classes: no rounding of p takes it below 0.</summary>
    private static Named Missed(LossSpec spec) => new Named("missed", new Max(Sum - TargetExponential(spec), 0) / Sum);

    /// <summary>(1 - p[t])^γ·value.</summary>
    private static Expr Focal(LossSpec spec, Expr value) => spec[TermOptions.FocalGamma] == 0 ? value : FocalFactor(spec) * value;

    /// <summary>(1 - p[t])^γ: by multiplication for a few whole γ, else exp(γ·log(1 - p[t])), which is 0 at 0.</summary>
    private static Named FocalFactor(LossSpec spec)
    {
        Named missed = Missed(spec);
        return new Named("focal", spec[TermOptions.FocalGamma] switch
        {
            1 => missed,
            2 => missed * missed,
            3 => missed * missed * missed,
            4 => new Named("missed2", missed * missed) * new Named("missed2", missed * missed),
            _ => new AccurateExp(spec[TermOptions.FocalGamma] * new Named("logmissed", new Log(missed))),
        });
    }

    /// <summary>
    /// -d/dlp[t] of -(1 - p)^γ·lp: (1 - p)^γ·(1 - γ·p·lp/(1 - p)). The quotient lp/(1 - p) tends to -1 as p tends to 1, and p·lp to 0 as p tends to 0: so the gradient stays finite where (1 - p)^(γ-1)
    /// does not.
    /// </summary>
    private static Expr FocalSlope(LossSpec spec)
    {
        if (spec[TermOptions.FocalGamma] == 0)
        {
            return 1;
        }

        Expr lp = new Max(Lowest, TargetShifted(spec) - LogSum);
        Expr quotient = new IfLess(0, Missed(spec), TargetProbability(spec) * lp / Missed(spec), -1);
        return new Named("slope", FocalFactor(spec) * (1 - (spec[TermOptions.FocalGamma] * quotient)));
    }

    /// <summary>w[c], or 1.</summary>
    private static Expr ClassWeight(LossSpec spec) => spec.Weights == WeightKind.None ? 1 : new Input(LossInput.ClassWeight);

    private static Expr Weighted(LossSpec spec, Expr value) => spec.Weights == WeightKind.None ? value : new Input(LossInput.ClassWeight) * value;

    /// <summary>ε/C·Σ_c w[c].</summary>
    private static Expr UniformMass(LossSpec spec) => spec.Weights switch
    {
        WeightKind.None => spec.LabelSmoothing,
        WeightKind.Constant => spec.LabelSmoothing / spec.ClassCount * spec.ClassWeights.Sum(),
        WeightKind.PerCall => UniformShare(spec) * new Input(LossInput.WeightSum),
        _ => throw new NotSupportedException($"No weight sum for {spec.Weights}."),
    };

    /// <summary>ε/C over all C classes.</summary>
    private static Expr UniformShare(LossSpec spec) => spec.LabelSmoothing / spec.ClassCount;

    /// <summary>w[c]·q'[c] with q' = (1-ε)·q + ε/C.</summary>
    private static Expr SmoothedProbability(LossSpec spec) =>
        Weighted(spec, ((1 - spec.LabelSmoothing) * new Input(LossInput.DenseTarget)) + UniformShare(spec));

    /// <summary>
    /// Σ_c w[c]·q'[c] = (1-ε)·Q + ε/C·Σ_c w[c] with Q = Σ_c w[c]·q[c]; 1 only where q is normalised, which nobody promises. The uniform part is not added class by class: equal addends are all
    /// rounded the same way, and a sum of hundreds of them is off by more than its digits.
    /// </summary>
    private static Expr Mass(LossSpec spec)
    {
        OverClasses given = new("Q", ReduceOp.Sum, Weighted(spec, new Input(LossInput.DenseTarget)));
        return spec.LabelSmoothing == 0 ? given : new Named("mass", ((1 - spec.LabelSmoothing) * given) + UniformMass(spec));
    }
}

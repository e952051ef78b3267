using Gen.CrossEntropy.Generator.Model;

namespace Gen.CrossEntropy.Generator.Algorithm;

/// <summary>
/// One addend of a sample's loss: when it is there, its value, and its gradient.
/// </summary>
/// <param name="Name">What headers call it.</param>
/// <param name="AppliesTo">Whether a declaration has it.</param>
/// <param name="Value">The addend.</param>
/// <param name="Gradient">Its derivative by x[c].</param>
internal sealed record LossTerm(string Name, Func<LossSpec, bool> AppliesTo, Func<LossSpec, Expr> Value, Func<LossSpec, TermGradient> Gradient);

/// <summary>
/// d/dx[c] = Softmax·p[c] - Class - Target·(c = t), with p = softmax(x): the form that the gradient of every function of log_softmax takes.
/// </summary>
/// <param name="Softmax">The factor of p[c]; the same for all classes.</param>
/// <param name="Class">What is subtracted at each class, or null.</param>
/// <param name="Target">What is subtracted at the target class, or null.</param>
internal sealed record TermGradient(Expr Softmax, Expr? Class = null, Expr? Target = null);

/// <summary>The table of loss terms. A new term is one row here.</summary>
internal static class LossTerms
{
    /// <summary>m: the reference of the log-sum-exp.</summary>
    public static readonly Expr Reference = new Value("m");

    /// <summary>s = Σ_c exp(x[c] - m).</summary>
    public static readonly Expr Sum = new Value("s");

    /// <summary>log s; -log_softmax(x)[c] is this less x[c] - m. Never lse - x[c], which loses log C where |x| is large.</summary>
    public static readonly Expr LogSum = new Value("logs");

    /// <summary>x[c] - m.</summary>
    public static readonly Expr Shifted = new Input(LossInput.Logits) - Reference;

    public static readonly IReadOnlyList<LossTerm> All =
    [
        // (1-ε)·w[t]·-log_softmax(x)[t]
        new("negative log-likelihood",
            spec => spec.Target == TargetKind.ClassIndices,
            spec => (1 - spec.LabelSmoothing) * TargetWeight(spec) * (LogSum - (new Input(LossInput.TargetLogit) - Reference)),
            spec => new TermGradient(
                Softmax: (1 - spec.LabelSmoothing) * TargetWeight(spec),
                Target: (1 - spec.LabelSmoothing) * TargetWeight(spec))),

        // ε/C·Σ_c w[c]·-log_softmax(x)[c]
        new("label smoothing",
            spec => spec.Target == TargetKind.ClassIndices && spec.LabelSmoothing > 0,
            spec => (UniformMass(spec) * LogSum) - (UniformShare(spec) * new SumOverClasses("h", Weighted(spec, Shifted))),
            spec => new TermGradient(
                Softmax: UniformMass(spec),
                Class: UniformShare(spec) * ClassWeight(spec))),

        // Σ_c w[c]·q'[c]·-log_softmax(x)[c]
        new("cross-entropy with probabilities",
            spec => spec.Target == TargetKind.ClassProbabilities,
            spec => (Mass(spec) * LogSum) - new SumOverClasses("h", SmoothedProbability(spec) * Shifted),
            spec => new TermGradient(Softmax: Mass(spec), Class: SmoothedProbability(spec))),
    ];

    /// <summary>w[c], or 1.</summary>
    public static Expr ClassWeight(LossSpec spec) => spec.Weights == WeightKind.None ? 1 : new Input(LossInput.ClassWeights);

    /// <summary>w[t], or 1.</summary>
    public static Expr TargetWeight(LossSpec spec) => spec.Weights == WeightKind.None ? 1 : new Input(LossInput.TargetWeight);

    private static Expr Weighted(LossSpec spec, Expr value) => spec.Weights == WeightKind.None ? value : new Input(LossInput.ClassWeights) * value;

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
        Weighted(spec, ((1 - spec.LabelSmoothing) * new Input(LossInput.Probabilities)) + UniformShare(spec));

    /// <summary>Q = Σ_c w[c]·q'[c]; 1 only where q is normalised, which nobody promises.</summary>
    private static SumOverClasses Mass(LossSpec spec) => new SumOverClasses("Q", SmoothedProbability(spec));
}

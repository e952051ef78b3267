using Gen.CrossEntropy.Generator.Emit;
using Gen.CrossEntropy.Generator.Model;

namespace Gen.CrossEntropy.Generator.Algorithm;

/// <summary>The losses whose every element is a sample: x with the target y, weight w and weight of positive targets r.</summary>
internal static class ElementTerms
{
    private static readonly Expr X = new Input(LossInput.Element);
    private static readonly Expr Y = new Input(LossInput.ElementTarget);

    // exp(-|x|), which no logit overflows.
    private static readonly Expr Decayed = new Named("decay", new Decay(X));

    // max(x, 0) and max(-x, 0).
    private static readonly Expr Positive = new Max(X, 0);
    private static readonly Expr Negative = new Named("negative", new Max(new Neg(X), 0));

    public static readonly IReadOnlyList<LossTerm> All =
    [
        new("binary cross-entropy",
            spec => spec.Kind == LossKind.BCE,
            spec => $"- {Weight(spec)}(y·max(log(x), -100) + (1 - y)·max(log(1 - x), -100))",
            spec => new Neg(Weighted(spec,
                (Y * new Max(-100, new Named("logx", new Log(X)))) + ((1 - Y) * new Max(-100, new Named("log1x", new Log1p(new Neg(X))))))),
            spec => new TermGradient(Class: Weighted(spec, (X - Y) / new Max(X * (1 - X), 1e-12)))),

        // -log σ(x) is log(1 + exp(-|x|)) + max(-x, 0), and -log(1 - σ(x)) the same with max(x, 0): no addend is negative, so that none cancels. The difference is 0, or NaN at -∞, as in PyTorch.
        new("binary cross-entropy with logits",
            spec => spec.Kind == LossKind.BCEWithLogits,
            spec => HasPosWeight(spec)
                ? $"- {Weight(spec)}({PosText(spec)}·y·log(σ(x)) + (1 - y)·log(1 - σ(x)))"
                : $"- {Weight(spec)}(y·log(σ(x)) + (1 - y)·log(1 - σ(x)))",
            spec => Weighted(spec, ((1 - Y) * Positive) + (PosWeight(spec) * Y * Negative) + (PositiveMass(spec) * new Named("softplus", new UnitLog1p(Decayed))) + (Negative - Negative)),
            spec => new TermGradient(Class: Weighted(spec, (((1 - Y) * new IfLess(X, 0, Decayed, 1)) - (PosWeight(spec) * Y * new IfLess(X, 0, 1, Decayed))) / (1 + Decayed)))),

        new("Kullback-Leibler divergence",
            spec => spec is { Kind: LossKind.KLDiv, LogTarget: false },
            _ => "+ y·(log(y) - x)",
            _ => (Y * new Max(Logits.Lowest, new Named("logy", new Log(Y)))) - (Y * X),
            _ => new TermGradient(Class: new Neg(Y))),

        new("Kullback-Leibler divergence of log-probabilities",
            spec => spec is { Kind: LossKind.KLDiv, LogTarget: true },
            _ => "+ exp(y)·(y - x)",
            _ => new Named("target", new AccurateExp(Y)) * (Y - X),
            _ => new TermGradient(Class: new Neg(new Named("target", new AccurateExp(Y))))),

        new("squared error",
            spec => spec.Kind == LossKind.MSE,
            _ => "+ (x - y)²",
            _ => new Named("error", X - Y) * new Named("error", X - Y),
            _ => new TermGradient(Class: 2 * (X - Y))),
    ];

    private static bool HasPosWeight(LossSpec spec) => spec.PosWeights != WeightKind.None;

    private static string Weight(LossSpec spec) => spec.Weights == WeightKind.None ? "" : "w·";

    private static string PosText(LossSpec spec) => spec.PosWeights == WeightKind.Constant ? Literal.Shortest(spec.PosWeight) : "r";

    private static Expr Weighted(LossSpec spec, Expr value) => spec.Weights == WeightKind.None ? value : new Input(LossInput.ElementWeight) * value;

    /// <summary>r, or 1.</summary>
    private static Expr PosWeight(LossSpec spec) => spec.PosWeights switch
    {
        WeightKind.None => 1,
        WeightKind.Constant => spec.PosWeight,
        WeightKind.PerCall => new Input(LossInput.PosWeight),
        _ => throw new NotSupportedException($"No weight of positive targets for {spec.PosWeights}."),
    };

    /// <summary>r·y + 1 - y, or 1.</summary>
    private static Expr PositiveMass(LossSpec spec) => HasPosWeight(spec) ? new Named("mass", 1 + ((PosWeight(spec) - 1) * Y)) : 1;
}

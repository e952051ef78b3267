using Gen.CrossEntropy.Generator.Model;
using static Gen.CrossEntropy.Generator.Algorithm.Logits;

namespace Gen.CrossEntropy.Generator.Algorithm;

/// <summary>The losses over a class axis that are one term each.</summary>
internal static class ClassTerms
{
    private static readonly Expr X = new Input(LossInput.Prediction);

    public static readonly IReadOnlyList<LossTerm> All =
    [
        new("negative log-likelihood of log-probabilities",
            spec => spec.Kind == LossKind.NLL,
            spec => $"- {CrossEntropyTerms.Weight(spec, "t")}x[t]",
            spec => new Neg(CrossEntropyTerms.TargetWeight(spec) * new Input(LossInput.TargetPrediction)),
            spec => new TermGradient(Target: CrossEntropyTerms.TargetWeight(spec))),

        new("entropy of logits",
            spec => spec is { Kind: LossKind.Entropy, Prediction: PredictionKind.Logits },
            _ => "- Σ_c p[c]·lp[c]",
            Entropy,
            spec => new TermGradient(Softmax: new Named("k", LogSum - Entropy(spec)) - new Max(Lowest, Shifted(spec)))),

        new("entropy of probabilities",
            spec => spec is { Kind: LossKind.Entropy, Prediction: PredictionKind.Probabilities },
            _ => "- Σ_c x[c]·log(x[c])",
            _ => new Neg(new OverClasses("h", ReduceOp.Sum, X * new Max(Lowest, new Log(X)))),
            _ => new TermGradient(Class: new Neg(new Log(X) + 1))),
    ];

    /// <summary>H = -Σ_c p[c]·lp[c], with p = softmax(z); a class of probability 0 adds 0.</summary>
    public static Expr Entropy(LossSpec spec) =>
        new Named("H", LogSum - (new OverClasses("hp", ReduceOp.Sum, new Exp(Shifted(spec)) * new Max(Lowest, Shifted(spec))) / Sum));
}

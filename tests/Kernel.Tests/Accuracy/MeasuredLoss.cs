using Gen.CrossEntropy.Testing;

namespace Gen.CrossEntropy.Kernel.Tests.Accuracy;

/// <summary>A loss whose error is measured and promised.</summary>
/// <param name="Name">Its name in the tables.</param>
/// <param name="Of">Its declaration for a class count and an element type; the reduction is none.</param>
internal sealed record MeasuredLoss(string Name, Func<int, DType, Declaration> Of)
{
    /// <summary>All of them.</summary>
    public static readonly IReadOnlyList<MeasuredLoss> All =
    [
        CrossEntropy("cross_entropy", d => d),
        CrossEntropy("cross_entropy, smoothing", d => d with { LabelSmoothing = 0.1 }),
        CrossEntropy("cross_entropy, weights", d => d with { ClassWeightsPerCall = true }),
        CrossEntropy("cross_entropy, probabilities", d => d with { Target = TargetKind.ClassProbabilities }),
        CrossEntropy("cross_entropy, z-loss", d => d with { ZLoss = 1e-3 }),
        CrossEntropy("cross_entropy, softcap", d => d with { Softcap = 20 }),
        CrossEntropy("cross_entropy, focal 2", d => d with { FocalGamma = 2 }),
        CrossEntropy("cross_entropy, focal 0.5", d => d with { FocalGamma = 0.5 }),
        CrossEntropy("cross_entropy, poly", d => d with { PolyEpsilon = -0.5 }),
        Class("nll", LossKind.NLL, d => d with { ClassWeightsPerCall = true }),
        Class("softmax", LossKind.Softmax, d => d with { Reduction = Reduction.Mean }),
        Class("log_softmax", LossKind.LogSoftmax, d => d with { Reduction = Reduction.Mean }),
        Class("entropy of logits", LossKind.Entropy, d => d),
        Class("entropy of probabilities", LossKind.Entropy, d => d with { Prediction = PredictionKind.Probabilities }),
        Class("bce", LossKind.BCE, d => d),
        Class("bce_with_logits", LossKind.BCEWithLogits, d => d),
        Class("bce_with_logits, weights", LossKind.BCEWithLogits, d => d with { WeightsPerCall = true, PosWeightsPerCall = true }),
        Class("kl_div", LossKind.KLDiv, d => d),
        Class("kl_div, log_target", LossKind.KLDiv, d => d with { LogTarget = true }),
        Class("mse", LossKind.MSE, d => d),
    ];

    /// <summary>Whether it has a class axis.</summary>
    public bool HasClasses => !Of(1, DType.Float32).IsElementwise;

    /// <summary>The table's row.</summary>
    public static MeasuredLoss Named(string name) => All.Single(loss => loss.Name == name);

    /// <inheritdoc/>
    public override string ToString() => Name;

    private static MeasuredLoss CrossEntropy(string name, Func<Declaration, Declaration> options) => Class(name, LossKind.CrossEntropy, options);

    private static MeasuredLoss Class(string name, LossKind kind, Func<Declaration, Declaration> options) => new(name, (classes, dtype) =>
    {
        Declaration declaration = new(classes) { Kind = kind, DType = dtype, Reduction = Reduction.None };
        return options(declaration.IsElementwise ? declaration with { ClassCount = 1 } : declaration);
    });
}

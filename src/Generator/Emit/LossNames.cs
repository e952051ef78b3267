using Gen.CrossEntropy.Generator.Model;

namespace Gen.CrossEntropy.Generator.Emit;

/// <summary>What headers, documentation and parameters call a loss and what it reads.</summary>
/// <param name="Title">The loss, as the subject of a sentence.</param>
/// <param name="Prediction">The parameter that x is given as.</param>
/// <param name="Targets">The parameter that the targets are given as; empty where there are none.</param>
/// <param name="Result">The parameter that a softmax writes; else empty.</param>
internal sealed record LossNames(string Title, string Prediction, string Targets = "", string Result = "")
{
    public static LossNames Of(LossSpec spec) => spec.Kind switch
    {
        LossKind.CrossEntropy => new("Cross-entropy", "logits", "targets"),
        LossKind.NLL => new("Negative log-likelihood", "logProbabilities", "targets"),
        LossKind.Softmax => new("Softmax", "logits", Result: "probabilities"),
        LossKind.LogSoftmax => new("Log-softmax", "logits", Result: "logProbabilities"),
        LossKind.Entropy => new("Entropy", spec.Prediction == PredictionKind.Logits ? "logits" : "probabilities"),
        LossKind.BCE => new("Binary cross-entropy", "probabilities", "targets"),
        LossKind.BCEWithLogits => new("Binary cross-entropy with logits", "logits", "targets"),
        LossKind.KLDiv => new("Kullback-Leibler divergence", "logProbabilities", spec.LogTarget ? "logTargets" : "targets"),
        LossKind.MSE => new("Squared error", "predictions", "targets"),
        _ => throw new NotSupportedException($"No names for {spec.Kind}."),
    };

    /// <summary>What x is, in the plural.</summary>
    public string PredictionWords => Words(Prediction);

    /// <summary>A parameter's name as words.</summary>
    public static string Words(string parameter) => parameter switch
    {
        "logProbabilities" => "log-probabilities",
        "logTargets" => "log-probabilities of the targets",
        _ => parameter,
    };
}

using Gen.CrossEntropy.Generator.Model;

namespace Gen.CrossEntropy.Generator.Algorithm;

/// <summary>The programs of softmax and log_softmax, which give a number at every class instead of a loss. As in PyTorch, the backward pass reads what the forward pass gave.</summary>
internal static class SoftmaxPrograms
{
    private static readonly Expr X = new Input(LossInput.Prediction);
    private static readonly Expr G = new Input(LossInput.ClassUpstream);
    private static readonly LogSumExp Lse = new(X, "m", "s", Accurate: true, ExactReference: true);

    public static IReadOnlyList<Step> Build(LossKind kind, Pass pass) => (kind, pass) switch
    {
        // y = exp(x - m)/s
        (LossKind.Softmax, Pass.Forward) =>
        [
            Lse,
            new Let("a", 1 / Logits.Sum),
            new Map(MapOutput.Result, new Value("a") * Lse.Term),
        ],

        // dx = y·(g - Σ_c y·g), with y in x's place
        (LossKind.Softmax, Pass.Backward) =>
        [
            new Reduce("h", ReduceOp.Sum, X * G),
            new Map(MapOutput.Gradient, X * (G - new Value("h"))),
        ],

        // y = (x - m) - log s
        (LossKind.LogSoftmax, Pass.Forward) =>
        [
            Lse,
            new Let("logs", new LogOfSum(Logits.Sum)),
            new Map(MapOutput.Result, X - Logits.Reference - Logits.LogSum),
        ],

        // dx = g - exp(y)·Σ_c g, with y in x's place
        (LossKind.LogSoftmax, Pass.Backward) =>
        [
            new Reduce("h", ReduceOp.Sum, G),
            new Map(MapOutput.Gradient, G - (new AccurateExp(X) * new Value("h"))),
        ],
        _ => throw new NotSupportedException($"No program for {kind} {pass}."),
    };
}

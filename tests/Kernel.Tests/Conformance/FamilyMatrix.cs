using Gen.CrossEntropy.Testing;

namespace Gen.CrossEntropy.Kernel.Tests.Conformance;

/// <summary>The losses beside cross-entropy, with their options.</summary>
internal static class FamilyMatrix
{
    /// <summary>Those that have a loss.</summary>
    public static IEnumerable<Declaration> Losses(int classCount, DType dtype) => [.. ClassLosses(classCount, dtype), .. ElementLosses(dtype)];

    /// <summary>Over a class axis.</summary>
    public static IEnumerable<Declaration> ClassLosses(int classCount, DType dtype)
    {
        Declaration of = new(classCount) { DType = dtype };
        Declaration nll = of with { Kind = LossKind.NLL }, logits = of with { Kind = LossKind.Entropy }, probabilities = logits with { Prediction = PredictionKind.Probabilities };
        return
        [
            nll,
            nll with { Reduction = Reduction.None, ClassWeightsPerCall = true },
            nll with { Reduction = Reduction.Sum, ClassWeights = Batches.Weights(classCount), IgnoreIndex = -1 },
            logits,
            logits with { Reduction = Reduction.None },
            probabilities with { Reduction = Reduction.Sum },
            probabilities with { Reduction = Reduction.None },
        ];
    }

    /// <summary>softmax and log_softmax.</summary>
    public static IEnumerable<Declaration> Maps(int classCount, DType dtype) =>
        [new(classCount) { Kind = LossKind.Softmax, DType = dtype }, new(classCount) { Kind = LossKind.LogSoftmax, DType = dtype }];

    /// <summary>Those whose every element is a sample.</summary>
    public static IEnumerable<Declaration> ElementLosses(DType dtype)
    {
        Declaration of = new(1) { DType = dtype };
        Declaration bce = of with { Kind = LossKind.BCE }, logits = of with { Kind = LossKind.BCEWithLogits }, divergence = of with { Kind = LossKind.KLDiv }, squares = of with { Kind = LossKind.MSE };
        return
        [
            bce,
            bce with { Reduction = Reduction.None },
            bce with { Reduction = Reduction.Sum, WeightsPerCall = true },
            logits,
            logits with { Reduction = Reduction.Sum },
            logits with { Reduction = Reduction.None },
            logits with { PosWeight = 3 },
            logits with { Reduction = Reduction.Sum, WeightsPerCall = true, PosWeight = 0 },
            logits with { Reduction = Reduction.None, WeightsPerCall = true, PosWeightsPerCall = true },
            divergence with { Reduction = Reduction.BatchMean },
            divergence with { Reduction = Reduction.None },
            divergence with { LogTarget = true },
            divergence with { Reduction = Reduction.None, LogTarget = true },
            squares,
            squares with { Reduction = Reduction.None },
        ];
    }
}

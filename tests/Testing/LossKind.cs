namespace Gen.CrossEntropy.Testing;

/// <summary>The losses that can be declared, an attribute each.</summary>
public enum LossKind
{
    /// <summary>Cross-entropy of logits.</summary>
    CrossEntropy,

    /// <summary>The negative log-likelihood of log-probabilities.</summary>
    NLL,

    /// <summary>Softmax, forward and backward.</summary>
    Softmax,

    /// <summary>The logarithm of softmax, forward and backward.</summary>
    LogSoftmax,

    /// <summary>The entropy of a prediction.</summary>
    Entropy,

    /// <summary>Binary cross-entropy of probabilities.</summary>
    BCE,

    /// <summary>Binary cross-entropy of logits.</summary>
    BCEWithLogits,

    /// <summary>Kullback-Leibler divergence.</summary>
    KLDiv,

    /// <summary>The squared error.</summary>
    MSE,
}

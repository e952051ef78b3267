namespace Gen.CrossEntropy;

/// <summary>What the input of an entropy says about its classes.</summary>
public enum PredictionKind
{
    /// <summary>Logits x: the probabilities are p = softmax(x).</summary>
    Logits = 0,

    /// <summary>The probabilities p themselves. Need not be normalised.</summary>
    Probabilities = 1,
}

namespace Gen.CrossEntropy;

/// <summary>The element type of a loss: of its logits, probabilities, class weights, losses and gradients.</summary>
public enum DType
{
    /// <summary><see cref="float"/>, 32 bits.</summary>
    Float32 = 0,

    /// <summary><see cref="double"/>, 64 bits.</summary>
    Float64 = 1,
}

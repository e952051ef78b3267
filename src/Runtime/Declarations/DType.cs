namespace Gen.CrossEntropy;

/// <summary>
/// The element type of what has an element for each logit: logits, target probabilities and gradients, and every span of an elementwise loss. Results, and what has an element for each sample or each
/// class, have 64 bits with <see cref="Float64"/> and 32 bits with all others; that is also the precision that a loss is computed in.
/// </summary>
public enum DType
{
    /// <summary><see cref="float"/>, 32 bits.</summary>
    Float32 = 0,

    /// <summary><see cref="double"/>, 64 bits.</summary>
    Float64 = 1,

    /// <summary><see cref="Half"/>, 16 bits: 11 bits of precision, up to 65504. Computed in <see cref="float"/>; gradients are rounded to nearest, ties to even.</summary>
    Float16 = 2,

    /// <summary>
    /// <see cref="Gen.CrossEntropy.BFloat16"/>, 16 bits: 8 bits of precision, the range of <see cref="float"/>. Computed in <see cref="float"/>; gradients are rounded to nearest, ties to even.
    /// </summary>
    BFloat16 = 3,
}

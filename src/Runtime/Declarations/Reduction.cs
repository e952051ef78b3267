namespace Gen.CrossEntropy;

/// <summary>How the losses of a batch become the result.</summary>
public enum Reduction
{
    /// <summary>They do not: one loss per sample (of an elementwise loss: per element), and one upstream gradient for each.</summary>
    None = 0,

    /// <summary>Σ l.</summary>
    Sum = 1,

    /// <summary>
    /// Σ l / D. Class indices: D = Σ w[t] over the samples that are not ignored, or their number without class weights. Class probabilities and entropy: D = the number of samples. Elementwise losses:
    /// D = the number of elements, whatever their weights.
    /// </summary>
    Mean = 2,

    /// <summary>Σ l / N, where N is the extent of the first axis: the mathematical mean of a divergence. Only for <see cref="KLDivLossAttribute"/>.</summary>
    BatchMean = 3,
}

namespace Gen.CrossEntropy;

/// <summary>How the losses of the samples of a batch become the result.</summary>
public enum Reduction
{
    /// <summary>They do not: one loss per sample, and one upstream gradient per sample.</summary>
    None = 0,

    /// <summary>Σ l.</summary>
    Sum = 1,

    /// <summary>Σ l / D. Class indices: D = Σ w[t] over the samples that are not ignored, or their number without class weights. Class probabilities: D = the number of samples.</summary>
    Mean = 2,
}

namespace Gen.CrossEntropy;

/// <summary>What a class loss writes for each sample beside its result, each into a span of its own, in every pass that computes the loss.</summary>
[Flags]
public enum LossOutputs
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>l, the sample's loss before the reduction; 0 where it is ignored. Redundant with <see cref="Reduction.None"/>, which writes the losses anyway.</summary>
    Losses = 1,

    /// <summary>ln Σ_c exp(z[c]), of the scaled and capped logits z where such options are declared; 0 where the sample is ignored.</summary>
    LogSumExp = 2,

    /// <summary>1 where the target's logit is the largest, 0 elsewhere and where the sample is ignored: their sum over the number of samples is the accuracy. Needs class indices.</summary>
    Hits = 4,

    /// <summary>H = -Σ_c p[c]·ln p[c] of p = softmax(z), in nats: 0 where one class has it all, ln C at the most; 0 where the sample is ignored.</summary>
    Entropy = 8,
}

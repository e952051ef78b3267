namespace Gen.CrossEntropy;

/// <summary>What a target says about a sample.</summary>
public enum TargetKind
{
    /// <summary>The index of its class, in [0, C): <see cref="int"/>, <see cref="long"/> or <see cref="byte"/>, one per sample.</summary>
    ClassIndices = 0,

    /// <summary>A probability for every class, of the logits' element type and in the logits' layout. Need not be normalised.</summary>
    ClassProbabilities = 1,
}

namespace Gen.CrossEntropy.Kernels;

/// <summary>How the targets of a loss over classes lie.</summary>
internal enum TargetLayout
{
    /// <summary>There are none.</summary>
    None,

    /// <summary>[N, S]: class indices.</summary>
    PerSample,

    /// <summary>[N, C, S]: class probabilities.</summary>
    LikeInput,
}

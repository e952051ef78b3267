namespace Gen.CrossEntropy.Kernels;

/// <summary>Where a block lies in its batch.</summary>
/// <param name="Sample">The first sample's place in [N, S]: in targets, losses and upstream.</param>
/// <param name="Element">The first sample's class 0 in [N, C, S]: in input, dense targets and gradient.</param>
/// <param name="Count">The number of samples, at least 1.</param>
internal readonly record struct BlockRange(nint Sample, nint Element, nint Count);

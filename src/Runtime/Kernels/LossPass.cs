using System.ComponentModel;

namespace Gen.CrossEntropy.Kernels;

/// <summary>What a call computes.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public enum LossPass
{
    /// <summary>The loss.</summary>
    Forward = 0,

    /// <summary>The gradient.</summary>
    Backward = 1,

    /// <summary>Both, in one pass over the logits.</summary>
    ForwardBackward = 2,
}

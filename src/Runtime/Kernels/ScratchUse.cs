namespace Gen.CrossEntropy.Kernels;

/// <summary>Who uses a piece of a thread's scratch memory: each has its own, so that none moves another's.</summary>
internal enum ScratchUse
{
    /// <summary>A kernel, for its intermediate values.</summary>
    Kernel,

    /// <summary>The widened copies of a block's 16-bit elements.</summary>
    Block,

    /// <summary>The class indices of a block, as kernels take them.</summary>
    Targets,

    /// <summary>The weights of a block's class indices.</summary>
    TargetWeights,

    /// <summary>The weights of elements.</summary>
    Weights,

    /// <summary>The positive weights of elements.</summary>
    PosWeights,
}

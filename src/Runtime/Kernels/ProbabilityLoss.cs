using System.ComponentModel;
using System.Numerics;

namespace Gen.CrossEntropy.Kernels;

/// <summary>Runs a loss over class probabilities: checks the call, then gives its batch to a kernel block by block.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static unsafe class ProbabilityLoss
{
    /// <summary>stub</summary>
    public static double Run<T>(in LossCall<T, T> call, delegate*<Block<T>*, double> kernel)
        where T : unmanaged, IFloatingPointIeee754<T> => throw new NotImplementedException();
}

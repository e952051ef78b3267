using System.ComponentModel;
using System.Numerics;

namespace Gen.CrossEntropy.Kernels;

/// <summary>Runs a loss over class indices: checks the call, then gives its batch to a kernel block by block.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static unsafe class IndexLoss
{
    /// <summary>stub</summary>
    public static double Run<T, TTarget>(in LossCall<T, TTarget> call, delegate*<Block<T>*, double> kernel)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TTarget : unmanaged, IBinaryInteger<TTarget> => throw new NotImplementedException();
}

using System.ComponentModel;
using System.Numerics;

namespace Gen.CrossEntropy.Kernels;

/// <summary>Runs a loss over class probabilities: checks the call, then gives its batch to a kernel block by block.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static unsafe class DenseLoss
{
    /// <summary>
    /// Checks the call, and then computes what its pass asks for: the result is Σ l / D for sum and mean, where D is the call's divisor, or 1 (sum), or N·S (mean; class weights are not in it).
    /// Nothing is allocated.
    /// </summary>
    /// <remarks>A mean of an empty batch without a divisor of its own is NaN.</remarks>
    /// <typeparam name="T">The element type of input, probabilities and gradient.</typeparam>
    /// <typeparam name="TReal">The type that the kernel computes in.</typeparam>
    /// <param name="call">The call; its memory stays in place until this returns.</param>
    /// <param name="kernel">Processes one block and returns its sum of losses.</param>
    /// <returns>The result; 0 for the reduction none.</returns>
    /// <exception cref="ArgumentException">A length does not fit, or what is written overlaps what is read. Nothing was written.</exception>
    /// <exception cref="ArgumentNullException">The call was bound without targets. Nothing was written.</exception>
    /// <exception cref="ArgumentOutOfRangeException">Positions or divisor are out of range. Nothing was written.</exception>
    public static double Run<T, TReal>(in LossCall<T, TReal, T> call, delegate*<Block<TReal>*, double> kernel)
        where T : unmanaged
        where TReal : unmanaged, IFloatingPointIeee754<TReal> => EverySample.Run(in call, TargetLayout.LikeInput, kernel);
}

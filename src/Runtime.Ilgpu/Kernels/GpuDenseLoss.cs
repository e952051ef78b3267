using System.ComponentModel;
using System.Numerics;

namespace Gen.CrossEntropy.Kernels;

/// <summary>Runs a loss over class probabilities on the device of its buffers: the counterpart of <see cref="DenseLoss"/>.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class GpuDenseLoss
{
    /// <summary>Checks the call as <see cref="DenseLoss"/> does, and then computes what its pass asks for. Returns when the device is done where the result is a number, else when it has begun.</summary>
    /// <typeparam name="T">The element type of input, probabilities and gradient.</typeparam>
    /// <typeparam name="TReal">The type that the kernel computes in.</typeparam>
    /// <typeparam name="TStorage">How the kernel sees elements of <typeparamref name="T"/>.</typeparam>
    /// <param name="call">The call, bound to buffers of one device.</param>
    /// <param name="kernel">The kernel of the pass.</param>
    /// <returns>The result; 0 for the reduction none.</returns>
    /// <exception cref="ArgumentException">A length does not fit, or what is written overlaps what is read. Nothing was written.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The divisor is out of range. Nothing was written.</exception>
    /// <exception cref="InvalidOperationException">The kernel could not be compiled.</exception>
    public static double Run<T, TReal, TStorage>(in LossCall<T, TReal, T> call, GpuKernel<TStorage, TReal> kernel)
        where T : unmanaged
        where TReal : unmanaged, IFloatingPointIeee754<TReal>
        where TStorage : unmanaged => GpuEverySample.Run(in call, TargetLayout.LikeInput, kernel);
}

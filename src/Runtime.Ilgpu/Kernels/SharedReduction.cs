using System.ComponentModel;
using ILGPU;

namespace Gen.CrossEntropy.Kernels;

/// <summary>Reductions in shared memory alone, for devices without shuffles, such as those of OpenCL.</summary>
/// <remarks>
/// The compiler of kernels moves a read behind a barrier that is the last of its piece of code; so the barrier behind a reduction does not keep the next one from writing where this one has yet to read, and there is one in front.
/// That behind is for what follows: PoCL, the OpenCL of processors, sends all threads the way of the first where they go different ways behind a loop with barriers.
/// </remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct SharedReduction : IRowReduction
{
    private const int MostThreads = 512;

    /// <inheritdoc/>
    public void Wait(int threads) => Group.Barrier();

    /// <inheritdoc/>
    public void Meet() => Group.Barrier();

    /// <inheritdoc/>
    public float Sum(float value, int threads) => Reduce<float, FloatSum>(SharedMemory.Allocate<float>(MostThreads), value, threads);

    /// <inheritdoc/>
    public float Max(float value, int threads) => Reduce<float, FloatMax>(SharedMemory.Allocate<float>(MostThreads), value, threads);

    /// <inheritdoc/>
    public double Sum(double value, int threads) => Reduce<double, DoubleSum>(SharedMemory.Allocate<double>(MostThreads), value, threads);

    /// <inheritdoc/>
    public double Max(double value, int threads) => Reduce<double, DoubleMax>(SharedMemory.Allocate<double>(MostThreads), value, threads);

    private static T Reduce<T, TFold>(ArrayView<T> values, T value, int threads)
        where T : unmanaged
        where TFold : struct, IFold<T>
    {
        // All have read what the last reduction left here.
        Group.Barrier();
        T result = SharedTree.Reduce<T, TFold>(values, value, threads);
        Group.Barrier();
        return result;
    }
}

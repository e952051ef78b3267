using System.ComponentModel;
using ILGPU;

namespace Gen.CrossEntropy.Kernels;

/// <summary>Reductions by shuffles: threads of a warp read each other's registers, and the warps of a group meet in shared memory. For devices with warps of 32 threads and shuffles.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct ShuffleReduction : IRowReduction
{
    private const int WarpThreads = 32;
    private const int MostWarps = 16;

    /// <inheritdoc/>
    public void Wait(int threads)
    {
        if (threads > WarpThreads)
        {
            Group.Barrier();
        }
        else
        {
            Warp.Barrier();
        }
    }

    /// <inheritdoc/>
    public void Meet()
    {
    }

    /// <inheritdoc/>
    public float Sum(float value, int threads) => Reduce<float, FloatSum>(value, threads);

    /// <inheritdoc/>
    public float Max(float value, int threads) => Reduce<float, FloatMax>(value, threads);

    /// <inheritdoc/>
    public double Sum(double value, int threads) => Reduce<double, DoubleSum>(value, threads);

    /// <inheritdoc/>
    public double Max(double value, int threads) => Reduce<double, DoubleMax>(value, threads);

    private static T Reduce<T, TFold>(T value, int threads)
        where T : unmanaged
        where TFold : struct, IFold<T>
    {
        if (threads <= WarpThreads)
        {
            return OfLanes<T, TFold>(value, threads);
        }

        TFold fold = default;
        ArrayView<T> warps = SharedMemory.Allocate<T>(MostWarps);
        value = OfLanes<T, TFold>(value, WarpThreads);

        // By bits: of the sign of a thread's index the compiler knows nothing, and divides.
        int lane = Group.IdxX & (WarpThreads - 1), warp = Group.IdxX >> 5;
        if (lane == 0)
        {
            warps[warp] = value;
        }

        Group.Barrier();
        value = OfLanes<T, TFold>(lane < threads / WarpThreads ? warps[lane] : fold.Neutral, WarpThreads);

        // The next reduction writes where this one has read.
        Group.Barrier();
        return value;
    }

    /// <summary>Written out, since no loop over a constant is unrolled on the way to the device: where the number of threads is one, nothing of the conditions is left.</summary>
    private static T OfLanes<T, TFold>(T value, int threads)
        where T : unmanaged
        where TFold : struct, IFold<T>
    {
        TFold fold = default;
        if (threads > 16)
        {
            value = fold.Combine(value, Warp.ShuffleXor(value, 16));
        }

        if (threads > 8)
        {
            value = fold.Combine(value, Warp.ShuffleXor(value, 8));
        }

        if (threads > 4)
        {
            value = fold.Combine(value, Warp.ShuffleXor(value, 4));
        }

        if (threads > 2)
        {
            value = fold.Combine(value, Warp.ShuffleXor(value, 2));
        }

        if (threads > 1)
        {
            value = fold.Combine(value, Warp.ShuffleXor(value, 1));
        }

        return value;
    }
}

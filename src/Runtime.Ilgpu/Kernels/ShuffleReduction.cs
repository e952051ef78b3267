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
    public void Meet()
    {
    }

    /// <inheritdoc/>
    public float Sum(float value, int threads)
    {
        if (threads <= WarpThreads)
        {
            return SumOfLanes(value, threads);
        }

        ArrayView<float> warps = SharedMemory.Allocate<float>(MostWarps);
        value = SumOfLanes(value, WarpThreads);
        int lane = Group.IdxX % WarpThreads;
        if (lane == 0)
        {
            warps[Group.IdxX / WarpThreads] = value;
        }

        Group.Barrier();
        value = SumOfLanes(lane < threads / WarpThreads ? warps[lane] : 0f, WarpThreads);

        // The next reduction writes where this one has read.
        Group.Barrier();
        return value;
    }

    /// <inheritdoc/>
    public float Max(float value, int threads)
    {
        if (threads <= WarpThreads)
        {
            return MaxOfLanes(value, threads);
        }

        ArrayView<float> warps = SharedMemory.Allocate<float>(MostWarps);
        value = MaxOfLanes(value, WarpThreads);
        int lane = Group.IdxX % WarpThreads;
        if (lane == 0)
        {
            warps[Group.IdxX / WarpThreads] = value;
        }

        Group.Barrier();
        value = MaxOfLanes(lane < threads / WarpThreads ? warps[lane] : float.NegativeInfinity, WarpThreads);

        // The next reduction writes where this one has read.
        Group.Barrier();
        return value;
    }

    /// <inheritdoc/>
    public double Sum(double value, int threads)
    {
        if (threads <= WarpThreads)
        {
            return SumOfLanes(value, threads);
        }

        ArrayView<double> warps = SharedMemory.Allocate<double>(MostWarps);
        value = SumOfLanes(value, WarpThreads);
        int lane = Group.IdxX % WarpThreads;
        if (lane == 0)
        {
            warps[Group.IdxX / WarpThreads] = value;
        }

        Group.Barrier();
        value = SumOfLanes(lane < threads / WarpThreads ? warps[lane] : 0d, WarpThreads);

        // The next reduction writes where this one has read.
        Group.Barrier();
        return value;
    }

    /// <inheritdoc/>
    public double Max(double value, int threads)
    {
        if (threads <= WarpThreads)
        {
            return MaxOfLanes(value, threads);
        }

        ArrayView<double> warps = SharedMemory.Allocate<double>(MostWarps);
        value = MaxOfLanes(value, WarpThreads);
        int lane = Group.IdxX % WarpThreads;
        if (lane == 0)
        {
            warps[Group.IdxX / WarpThreads] = value;
        }

        Group.Barrier();
        value = MaxOfLanes(lane < threads / WarpThreads ? warps[lane] : double.NegativeInfinity, WarpThreads);

        // The next reduction writes where this one has read.
        Group.Barrier();
        return value;
    }

    /// <summary>Written out, since no loop over a constant is unrolled on the way to the device: where the number of threads is one, nothing of the conditions is left.</summary>
    private static float SumOfLanes(float value, int threads)
    {
        if (threads > 16)
        {
            value = value + Warp.ShuffleXor(value, 16);
        }

        if (threads > 8)
        {
            value = value + Warp.ShuffleXor(value, 8);
        }

        if (threads > 4)
        {
            value = value + Warp.ShuffleXor(value, 4);
        }

        if (threads > 2)
        {
            value = value + Warp.ShuffleXor(value, 2);
        }

        if (threads > 1)
        {
            value = value + Warp.ShuffleXor(value, 1);
        }

        return value;
    }

    private static float MaxOfLanes(float value, int threads)
    {
        if (threads > 16)
        {
            value = IntrinsicMath.Max(value, Warp.ShuffleXor(value, 16));
        }

        if (threads > 8)
        {
            value = IntrinsicMath.Max(value, Warp.ShuffleXor(value, 8));
        }

        if (threads > 4)
        {
            value = IntrinsicMath.Max(value, Warp.ShuffleXor(value, 4));
        }

        if (threads > 2)
        {
            value = IntrinsicMath.Max(value, Warp.ShuffleXor(value, 2));
        }

        if (threads > 1)
        {
            value = IntrinsicMath.Max(value, Warp.ShuffleXor(value, 1));
        }

        return value;
    }

    private static double SumOfLanes(double value, int threads)
    {
        if (threads > 16)
        {
            value = value + Warp.ShuffleXor(value, 16);
        }

        if (threads > 8)
        {
            value = value + Warp.ShuffleXor(value, 8);
        }

        if (threads > 4)
        {
            value = value + Warp.ShuffleXor(value, 4);
        }

        if (threads > 2)
        {
            value = value + Warp.ShuffleXor(value, 2);
        }

        if (threads > 1)
        {
            value = value + Warp.ShuffleXor(value, 1);
        }

        return value;
    }

    private static double MaxOfLanes(double value, int threads)
    {
        if (threads > 16)
        {
            value = IntrinsicMath.Max(value, Warp.ShuffleXor(value, 16));
        }

        if (threads > 8)
        {
            value = IntrinsicMath.Max(value, Warp.ShuffleXor(value, 8));
        }

        if (threads > 4)
        {
            value = IntrinsicMath.Max(value, Warp.ShuffleXor(value, 4));
        }

        if (threads > 2)
        {
            value = IntrinsicMath.Max(value, Warp.ShuffleXor(value, 2));
        }

        if (threads > 1)
        {
            value = IntrinsicMath.Max(value, Warp.ShuffleXor(value, 1));
        }

        return value;
    }
}

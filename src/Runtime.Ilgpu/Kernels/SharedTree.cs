using ILGPU;

namespace Gen.CrossEntropy.Kernels;

/// <summary>
/// The reduction in shared memory, by one tree on every device: <see cref="Width"/> threads of a row combine the values that lie so far apart, and every thread what these have come to. Each barrier saved is worth the reads:
/// halving would take one for each power of two.
/// </summary>
internal static class SharedTree
{
    private const int Width = 16;

    /// <summary>Reduces the values of neighbouring threads, which share a row. Every thread of the group calls, and gets its row's result. Nobody else uses the memory until all threads have met again.</summary>
    /// <param name="values">Shared memory, an element for each thread of the group.</param>
    /// <param name="value">This thread's value.</param>
    /// <param name="threads">The number of threads that share a row.</param>
    public static T Reduce<T, TFold>(ArrayView<T> values, T value, int threads)
        where T : unmanaged
        where TFold : struct, IFold<T>
    {
        TFold fold = default;
        int thread = Group.IdxX;
        int place = thread % threads;
        int row = thread - place;
        values[thread] = value;
        Group.Barrier();
        if (place < Width)
        {
            for (int i = place + Width; i < threads; i += Width)
            {
                value = fold.Combine(value, values[row + i]);
            }

            values[thread] = value;
        }

        Group.Barrier();
        T result = values[row];
        int last = IntrinsicMath.Min(threads, Width);
        for (int i = 1; i < last; i++)
        {
            result = fold.Combine(result, values[row + i]);
        }

        return result;
    }
}

using System.ComponentModel;

namespace Gen.CrossEntropy.Kernels;

/// <summary>
/// Sums and maxima over the threads that share a row. Every thread of the group calls, as at a barrier (with shuffles, every thread of a warp, where no row has more), and each thread of a row gets the row's result. The tree is fixed: the same values give the same bits.
/// </summary>
/// <remarks>
/// A row's threads are consecutive: a power of two up to 32 of them, beginning at a multiple of it; or all of the group, whose size is a multiple of 32 up to 512. Where one of the values is NaN, a
/// sum is NaN, and a maximum is NaN or the largest of the others.
/// </remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface IRowReduction
{
    /// <summary>Waits until all threads of the row have come so far: what they read before is read.</summary>
    /// <param name="threads">The number of threads that share a row.</param>
    void Wait(int threads);

    /// <summary>Ends a row, where its threads went different ways at last. PoCL, the OpenCL of processors, sends all of them the way of the first, where a loop with barriers goes on without one behind such ways.</summary>
    void Meet();

    /// <summary>The sum of the row's values.</summary>
    /// <param name="value">This thread's.</param>
    /// <param name="threads">The number of threads that share a row.</param>
    /// <returns>The sum.</returns>
    float Sum(float value, int threads);

    /// <inheritdoc cref="Sum(float, int)"/>
    double Sum(double value, int threads);

    /// <summary>The largest of the row's values.</summary>
    /// <param name="value">This thread's.</param>
    /// <param name="threads">The number of threads that share a row.</param>
    /// <returns>The maximum.</returns>
    float Max(float value, int threads);

    /// <inheritdoc cref="Max(float, int)"/>
    double Max(double value, int threads);
}

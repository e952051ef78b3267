using System.ComponentModel;
using ILGPU;

namespace Gen.CrossEntropy.Kernels;

/// <summary>Reductions in shared memory alone, for devices without shuffles, such as those of OpenCL.</summary>
/// <remarks>Barriers stand in front of what they protect: the compiler of kernels moves a read behind a barrier that is the last of its piece of code.</remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct SharedReduction : IRowReduction
{
    private const int MostThreads = 512;

    /// <inheritdoc/>
    public void Meet() => Group.Barrier();

    /// <inheritdoc/>
    public float Sum(float value, int threads)
    {
        ArrayView<float> values = SharedMemory.Allocate<float>(MostThreads);
        int thread = Group.IdxX;
        int place = thread % threads;

        // All have read what the last reduction left here.
        Group.Barrier();
        values[thread] = value;
        Group.Barrier();

        // Folded in halves; where the number is odd, the one in the middle waits for the next round.
        for (int left = threads; left > 1; left = (left + 1) / 2)
        {
            int distance = (left + 1) / 2;
            if (place + distance < left)
            {
                values[thread] = values[thread] + values[thread + distance];
            }

            Group.Barrier();
        }

        return values[thread - place];
    }

    /// <inheritdoc/>
    public float Max(float value, int threads)
    {
        ArrayView<float> values = SharedMemory.Allocate<float>(MostThreads);
        int thread = Group.IdxX;
        int place = thread % threads;

        // All have read what the last reduction left here.
        Group.Barrier();
        values[thread] = value;
        Group.Barrier();

        // Folded in halves; where the number is odd, the one in the middle waits for the next round.
        for (int left = threads; left > 1; left = (left + 1) / 2)
        {
            int distance = (left + 1) / 2;
            if (place + distance < left)
            {
                values[thread] = IntrinsicMath.Max(values[thread], values[thread + distance]);
            }

            Group.Barrier();
        }

        return values[thread - place];
    }

    /// <inheritdoc/>
    public double Sum(double value, int threads)
    {
        ArrayView<double> values = SharedMemory.Allocate<double>(MostThreads);
        int thread = Group.IdxX;
        int place = thread % threads;

        // All have read what the last reduction left here.
        Group.Barrier();
        values[thread] = value;
        Group.Barrier();

        // Folded in halves; where the number is odd, the one in the middle waits for the next round.
        for (int left = threads; left > 1; left = (left + 1) / 2)
        {
            int distance = (left + 1) / 2;
            if (place + distance < left)
            {
                values[thread] = values[thread] + values[thread + distance];
            }

            Group.Barrier();
        }

        return values[thread - place];
    }

    /// <inheritdoc/>
    public double Max(double value, int threads)
    {
        ArrayView<double> values = SharedMemory.Allocate<double>(MostThreads);
        int thread = Group.IdxX;
        int place = thread % threads;

        // All have read what the last reduction left here.
        Group.Barrier();
        values[thread] = value;
        Group.Barrier();

        // Folded in halves; where the number is odd, the one in the middle waits for the next round.
        for (int left = threads; left > 1; left = (left + 1) / 2)
        {
            int distance = (left + 1) / 2;
            if (place + distance < left)
            {
                values[thread] = IntrinsicMath.Max(values[thread], values[thread + distance]);
            }

            Group.Barrier();
        }

        return values[thread - place];
    }
}

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

        float result = values[thread - place];
        Group.Barrier();
        return result;
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

        float result = values[thread - place];
        Group.Barrier();
        return result;
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

        double result = values[thread - place];
        Group.Barrier();
        return result;
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

        double result = values[thread - place];
        Group.Barrier();
        return result;
    }
}

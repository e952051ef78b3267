using ILGPU;

namespace Gen.CrossEntropy.Kernels;

/// <summary>Reductions over all threads of a group of <see cref="Threads"/>, in shared memory, by one tree on every device. Every thread calls, and gets the result.</summary>
internal static class GroupTree
{
    /// <summary>The threads of the groups of all kernels here.</summary>
    public const int Threads = 256;

    /// <summary>The elements that a group goes over.</summary>
    public const int Elements = 16 * Threads;

    /// <summary>The groups that go over so many elements, on the host.</summary>
    public static int Groups(long elements) => checked((int)Engine.CeilingDivide(elements, Elements));

    public static double Sum(double value)
    {
        ArrayView<double> values = SharedMemory.Allocate<double>(Threads);
        int thread = Group.IdxX;

        // All have read what the last one left here: the barrier at the end does not see to it, since the compiler moves the read in front of it behind it.
        Group.Barrier();
        values[thread] = value;
        Group.Barrier();
        for (int half = Threads / 2; half > 0; half /= 2)
        {
            if (thread < half)
            {
                values[thread] = values[thread] + values[thread + half];
            }

            Group.Barrier();
        }

        double result = values[0];
        Group.Barrier();
        return result;
    }

    public static long Sum(long value)
    {
        ArrayView<long> values = SharedMemory.Allocate<long>(Threads);
        int thread = Group.IdxX;
        Group.Barrier();
        values[thread] = value;
        Group.Barrier();
        for (int half = Threads / 2; half > 0; half /= 2)
        {
            if (thread < half)
            {
                values[thread] = values[thread] + values[thread + half];
            }

            Group.Barrier();
        }

        long result = values[0];
        Group.Barrier();
        return result;
    }

    public static long Min(long value)
    {
        ArrayView<long> values = SharedMemory.Allocate<long>(Threads);
        int thread = Group.IdxX;
        Group.Barrier();
        values[thread] = value;
        Group.Barrier();
        for (int half = Threads / 2; half > 0; half /= 2)
        {
            if (thread < half)
            {
                values[thread] = IntrinsicMath.Min(values[thread], values[thread + half]);
            }

            Group.Barrier();
        }

        long result = values[0];
        Group.Barrier();
        return result;
    }
}

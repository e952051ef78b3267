using ILGPU;

namespace Gen.CrossEntropy.Kernels;

/// <summary>
/// Reductions over all threads of a group. Every thread calls, and gets the result. A kernel calls one of them, once: no barrier keeps a second from writing where the first is yet read. A group goes over its elements
/// in steps of its size, and has threads for as many as there are, since those beside them would do nothing but meet.
/// </summary>
internal static class GroupTree
{
    /// <summary>The most threads of a group of all kernels here.</summary>
    public const int MostThreads = 256;

    /// <summary>The threads of a warp, the fewest of a group.</summary>
    private const int FewestThreads = 32;

    /// <summary>The elements that a group goes over.</summary>
    public const int Elements = 16 * MostThreads;

    /// <summary>The groups that go over so many elements, on the host.</summary>
    public static int Groups(long elements) => checked((int)Engine.CeilingDivide(elements, Elements));

    /// <summary>The threads of each of them, on the host: a power of two, which depends on the number of elements alone.</summary>
    public static int Threads(long elements)
    {
        int threads = FewestThreads;
        while (threads < MostThreads && threads < elements)
        {
            threads *= 2;
        }

        return threads;
    }

    public static double Sum(double value) => SharedTree.Reduce<double, DoubleSum>(SharedMemory.Allocate<double>(MostThreads), value, Group.DimX);

    public static Findings Together(Findings value) => SharedTree.Reduce<Findings, Findings.Together>(SharedMemory.Allocate<Findings>(MostThreads), value, Group.DimX);
}

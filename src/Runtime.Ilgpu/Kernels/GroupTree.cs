using ILGPU;

namespace Gen.CrossEntropy.Kernels;

/// <summary>Reductions over all threads of a group of <see cref="Threads"/>. Every thread calls, and gets the result. A kernel calls one of them, once: no barrier keeps a second from writing where the first is yet read.</summary>
internal static class GroupTree
{
    /// <summary>The threads of the groups of all kernels here.</summary>
    public const int Threads = 256;

    /// <summary>The elements that a group goes over.</summary>
    public const int Elements = 16 * Threads;

    /// <summary>The groups that go over so many elements, on the host.</summary>
    public static int Groups(long elements) => checked((int)Engine.CeilingDivide(elements, Elements));

    public static double Sum(double value) => SharedTree.Reduce<double, DoubleSum>(SharedMemory.Allocate<double>(Threads), value, Threads);

    public static Findings Together(Findings value) => SharedTree.Reduce<Findings, Findings.Together>(SharedMemory.Allocate<Findings>(Threads), value, Threads);
}

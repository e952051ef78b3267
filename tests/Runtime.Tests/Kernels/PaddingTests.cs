using Gen.CrossEntropy.Kernels;
using Gen.CrossEntropy.Runtime.Tests.Support;

namespace Gen.CrossEntropy.Runtime.Tests.Kernels;

public sealed unsafe class PaddingTests
{
    private readonly float[] source = Pinned.Of(1f, 2, 3, 4, 5, 6, 7, 8);
    private readonly float[] destination = Pinned.Build(12, _ => 9f);

    [Fact]
    public void CopyRows_PadsWithZeros()
    {
        Padding.CopyRows(At(source), 3, At(destination), 8);
        Assert.Equal([1f, 2, 3, 0, 0, 0, 0, 0, 9, 9, 9, 9], destination);
    }

    [Fact]
    public void CopyClasses_GathersPositionsAndPadsEachClassWithZeros()
    {
        // Two classes at a stride of 4, three positions of each, four lanes.
        Padding.CopyClasses(At(source), 4, 2, 3, At(destination), 4);
        Assert.Equal([1f, 2, 3, 0, 5, 6, 7, 0, 9, 9, 9, 9], destination);
    }

    [Fact]
    public void CopyClassesBack_WritesThePositionsAndNothingElse()
    {
        Padding.CopyClassesBack(At(source), 4, 2, 2, At(destination), 5);
        Assert.Equal([1f, 2, 9, 9, 9, 5, 6, 9, 9, 9, 9, 9], destination);
    }

    [Fact]
    public void CopyTargets_PadsWithIgnored()
    {
        int[] ints = Pinned.Of(3, 4, 5, 6, 7, 8);
        Padding.CopyTargets(At(Pinned.Of(1, 2)), 2, At(ints), 5);
        Assert.Equal([1, 2, -1, -1, -1, 8], ints);

        long[] longs = Pinned.Of(3L, 4, 5, 6, 7, 8);
        Padding.CopyTargets(At(Pinned.Of(1L, 2)), 2, At(longs), 5);
        Assert.Equal([1, 2, -1, -1, -1, 8], longs);
    }

    [Fact]
    public void CopyBack_WritesTheSamplesAndNothingElse()
    {
        Padding.CopyBack(At(source), At(destination), 2);
        Assert.Equal([1f, 2, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9], destination);
    }

    private static T* At<T>(T[] pinned)
        where T : unmanaged => Pinned.Slice(pinned).Pointer;
}

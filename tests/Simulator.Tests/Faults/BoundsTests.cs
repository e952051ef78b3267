using Gen.CrossEntropy.Simulator.Tests.Support;
using ILGPU;

namespace Gen.CrossEntropy.Simulator.Tests.Faults;

public sealed class BoundsTests
{
    [Fact]
    public void IndexBeyondAGlobalView_IsSaid()
    {
        using Rig rig = new();
        Assert.Equal(
            "Kernel BoundsTests.Increment: lane 6 of group 1 indexes element 14 of a view of 14 Single, which begins at byte 0 of a global buffer of 14 Single.",
            rig.Fault(Increment, 2, 8, rig.View(new float[14])));
    }

    [Fact]
    public void NegativeIndex_IsSaid()
    {
        using Rig rig = new();
        Assert.Contains("lane 0 of group 0 indexes element -1 of a view of 4 Single", rig.Fault(Before, 1, 4, rig.View(new float[4])), StringComparison.Ordinal);
    }

    [Fact]
    public void IndexBeyondASubView_IsSaidAlthoughTheBufferGoesOn()
    {
        using Rig rig = new();
        ArrayView<float> part = rig.View(new float[16]).SubView(4, 7);
        Assert.Contains("element 7 of a view of 7 Single, which begins at byte 16 of a global buffer of 16 Single", rig.Fault(Increment, 1, 8, part), StringComparison.Ordinal);
        rig.Run(Increment, 1, 7, part);
    }

    [Fact]
    public void IndexBeyondSharedMemory_IsSaid()
    {
        using Rig rig = new();
        Assert.Equal(
            "Kernel BoundsTests.FillShared: lane 32 of group 0 indexes element 32 of a view of 32 Single, which begins at byte 0 of shared memory of 32 Single.",
            rig.Fault(FillShared, 1, 33, rig.View(0f)));
    }

    [Fact]
    public void IndexBeyondLocalMemory_IsSaid()
    {
        using Rig rig = new();
        Assert.Contains("lane 0 of group 0 indexes element 4 of a view of 4 Int32", rig.Fault(FillLocal, 1, 2, rig.View(5f)), StringComparison.Ordinal);
        rig.Run(FillLocal, 1, 2, rig.View(4f));
    }

    [Fact]
    public void EmptyView_HasNoElement()
    {
        using Rig rig = new();
        Assert.Contains("indexes element 0 of a view of 0 Single.", rig.Fault(Increment, 1, 1, default(ArrayView<float>)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, 9)]
    [InlineData(8, 0)]
    [InlineData(4, 5)]
    [InlineData(-1, 2)]
    [InlineData(2, -1)]
    [InlineData(1, long.MaxValue)]
    public void SubViewBeyondItsView_IsRefused(long index, long length)
    {
        using Rig rig = new();
        ArrayView<float> view = rig.View(new float[8]);
        Assert.Contains("of a view of 8 Single.", Assert.Throws<SimulatorException>(() => view.SubView(index, length)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void HostCode_CannotIndex()
    {
        using Rig rig = new();
        ArrayView<float> view = rig.View(1f);
        Assert.Throws<SimulatorException>(() => view[0]);
    }

    private static void Increment(ArrayView<float> view) => view[(Grid.IdxX * Group.DimX) + Group.IdxX] += 1;

    private static void Before(ArrayView<float> view) => view[Group.IdxX - 1] = 0;

    private static void FillShared(ArrayView<float> view)
    {
        ArrayView<float> shared = SharedMemory.Allocate<float>(32);
        shared[Group.IdxX] = 1;
    }

    private static void FillLocal(ArrayView<float> view)
    {
        ArrayView<int> local = LocalMemory.Allocate<int>(4);
        for (int i = 0; i < view[0]; i++)
        {
            local[i] = i;
        }
    }
}

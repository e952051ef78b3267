using Gen.CrossEntropy.Simulator.Tests.Support;
using ILGPU;
using ILGPU.Runtime;

namespace Gen.CrossEntropy.Simulator.Tests.Faults;

public sealed class MemoryTests
{
    [Fact]
    public void SharedMemoryThatNobodyWrote_IsSaid()
    {
        using Rig rig = new();
        Assert.Equal(
            "Kernel MemoryTests.ReadUnwritten: lane 2 of group 0 reads element 3 of shared memory of 8 Single, which no lane has written.",
            rig.Fault(ReadUnwritten, 2, 4, rig.View(3f)));
        rig.Run(ReadUnwritten, 2, 4, rig.View(4f));
    }

    [Fact]
    public void SharedMemory_IsNotKeptFromGroupToGroup()
    {
        using Rig rig = new();
        Assert.Contains("lane 0 of group 1 reads element 0 of shared memory of 1 Int32, which no lane has written", rig.Fault(FirstGroupWrites, 2, 1, rig.View(0)), StringComparison.Ordinal);
    }

    [Fact]
    public void UnwrittenMemory_IsNaNOfEveryType()
    {
        using Rig rig = new();
        Assert.All(Read<float>(), value => Assert.True(float.IsNaN(value)));
        Assert.All(Read<double>(), value => Assert.True(double.IsNaN(value)));
        Assert.All(Read<Half>(), value => Assert.True(Half.IsNaN(value)));
        Assert.All(Read<ushort>(), value => Assert.True(float.IsNaN(Interop.IntAsFloat((uint)value << 16))));
        Assert.All(Read<int>(), value => Assert.True(value < -1));
        Assert.All(Read<byte>(), value => Assert.NotEqual(0, value));

        T[] Read<T>()
            where T : unmanaged
        {
            T[] values = new T[7];
            rig.Fresh<T>(7).CopyToCPU(values);
            return values;
        }
    }

    [Fact]
    public void TooMuchSharedMemory_IsSaid()
    {
        using Rig rig = new();
        Assert.Contains(
            "lane 0 of group 0 allocates 1 Byte of shared memory, 49153 bytes in all, of which a group has 49152: SharedMemory.Allocate in line",
            rig.Fault(AllocateMuch, 1, 2, rig.View(1f)),
            StringComparison.Ordinal);
        rig.Run(AllocateMuch, 5, 2, rig.View(0f));
    }

    [Fact]
    public void SharedMemory_IsAllocatedOncePerPlaceInTheSource()
    {
        using Rig rig = new();
        ArrayView<int> result = rig.View(new int[4]);
        rig.Run(AllocateInALoop, 2, 2, result);
        Assert.Equal([100, 100, 100, 100], result.GetAsArray());
    }

    [Fact]
    public void DisposedBuffer_IsSaid()
    {
        using Rig rig = new();
        MemoryBuffer1D<float, Stride1D.Dense> buffer = rig.Accelerator.Allocate1D<float>(4);
        ArrayView<float> view = buffer.AsContiguous();
        buffer.Dispose();
        buffer.Dispose();
        Assert.Equal("Kernel MemoryTests.Clear: lane 0 of group 0 uses a global buffer of 4 Single, which was disposed.", rig.Fault(Clear, 1, 4, view));
        Assert.Equal("A copy uses a global buffer of 4 Single, which was disposed.", Assert.Throws<SimulatorException>(() => view.CopyToCPU(new float[4])).Message);
        Assert.Throws<SimulatorException>(() => view.CopyFromCPU(new float[4]));
        Assert.Throws<SimulatorException>(() => view.MemSetToZero());
        Assert.False(buffer.IsValid);
    }

    [Fact]
    public void BufferOfAnotherAccelerator_IsSaid()
    {
        using Rig rig = new(), other = new();
        Assert.Contains("which is not of its accelerator", rig.Fault(Clear, 1, 4, other.View(new float[4])), StringComparison.Ordinal);
        ArrayView<float> view = other.View(1f);
        Assert.Throws<SimulatorException>(() => view.CopyToCPU(rig.Accelerator.DefaultStream, new float[1]));
    }

    [Fact]
    public void HostMemory_IsOutOfReach()
    {
        using Rig rig = new();
        using PageLockedArray1D<float> locked = rig.Accelerator.AllocatePageLocked1D<float>(4);
        Assert.Contains("uses host memory of 4 Single, which is not of its accelerator", rig.Fault(Clear, 1, 4, locked.ArrayView), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(1, false)]
    [InlineData(2, false)]
    [InlineData(4, true)]
    public void PromisedAlignment_IsChecked(int first, bool holds)
    {
        using Rig rig = new();
        ArrayView<float> view = rig.View(new float[12]).SubView(first, 8);
        if (holds)
        {
            rig.Run(ClearAligned, 1, 4, view);
        }
        else
        {
            Assert.Equal(
                $"Kernel MemoryTests.ClearAligned: lane 0 of group 0 promises that a view of Single begins at a multiple of 16 bytes, and it begins at byte {4 * first} of a global buffer of 12 Single.",
                rig.Fault(ClearAligned, 1, 4, view));
        }
    }

    [Fact]
    public void CastOfAViewThatBeginsWithinAnElement_IsRefused()
    {
        using Rig rig = new();
        ArrayView<float> view = rig.View(new float[12]).SubView(1, 8);
        Assert.Contains("casts a view of Single that begins at byte 4 of a global buffer of 12 Single to FloatPair", Assert.Throws<SimulatorException>(() => view.Cast<FloatPair>()).Message, StringComparison.Ordinal);
        Assert.Equal(3, view.SubView(1, 7).Cast<FloatPair>().Length);
        Assert.Equal(14, view.SubView(1, 7).Cast<ushort>().Length);
        Assert.Equal(0, default(ArrayView<float>).Cast<double>().Length);
    }

    private static void ReadUnwritten(ArrayView<float> count)
    {
        ArrayView<float> shared = SharedMemory.Allocate<float>(8);
        if (Group.IdxX < count[0])
        {
            shared[Group.IdxX] = Group.IdxX;
        }

        Group.Barrier();
        if (Group.IdxX == 2)
        {
            _ = shared[3];
        }
    }

    private static void FirstGroupWrites(ArrayView<int> view)
    {
        ArrayView<int> shared = SharedMemory.Allocate<int>(1);
        if (Grid.IdxX == 0)
        {
            shared[0] = 1;
        }

        _ = shared[0];
    }

    private static void AllocateMuch(ArrayView<float> more)
    {
        ArrayView<double> half = SharedMemory.Allocate<double>(3 * 1024);
        ArrayView<int> quarter = SharedMemory.Allocate<int>(6 * 1024);
        half[Group.IdxX] = quarter.Length;
        if (more[0] != 0)
        {
            SharedMemory.Allocate<byte>(1);
        }
    }

    private static void AllocateInALoop(ArrayView<int> result)
    {
        for (int i = 0; i < 100; i++)
        {
            ArrayView<int> shared = SharedMemory.Allocate<int>(1024);
            shared[Group.IdxX] = (i == 0 ? 0 : shared[Group.IdxX]) + 1;
            result[(Grid.IdxX * 2) + Group.IdxX] = shared[Group.IdxX];
        }
    }

    private static void Clear(ArrayView<float> view) => view[Group.IdxX] = 0;

    private static void ClearAligned(ArrayView<float> view)
    {
        ArrayView<FloatPair> pairs = view.AsAligned(16).Cast<FloatPair>();
        pairs[Group.IdxX] = default;
    }
}

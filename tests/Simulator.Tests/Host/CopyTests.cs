using Gen.CrossEntropy.Simulator.Tests.Support;
using ILGPU;
using ILGPU.Runtime;

namespace Gen.CrossEntropy.Simulator.Tests.Host;

public sealed class CopyTests
{
    [Fact]
    public void Arrays_GoThereAndBack()
    {
        using Rig rig = new();
        using MemoryBuffer1D<int, Stride1D.Dense> buffer = rig.Accelerator.Allocate1D<int>(4);
        using AcceleratorStream stream = rig.Accelerator.CreateStream();
        int[] back = new int[4];
        buffer.CopyFromCPU([1, 2, 3, 4]);
        buffer.View.CopyToCPU(back);
        Assert.Equal([1, 2, 3, 4], back);
        buffer.View.SubView(1, 2).CopyFromCPU(stream, new[] { 8, 9 });
        Assert.Equal([1, 8, 9, 4], buffer.GetAsArray1D());
        buffer.AsContiguous().CopyToCPU(stream, back);
        Assert.Equal([1, 8, 9, 4], back);
    }

    [Fact]
    public void ReferencesAndSpans_GoThereAndBack()
    {
        using Rig rig = new();
        ArrayView<float> view = rig.View(new float[4]);
        AcceleratorStream stream = rig.Accelerator.DefaultStream;
        float[] values = [1, 2, 3, 4], back = new float[3];
        view.CopyFromCPU(stream, ref values[0], 4L);
        view.SubView(1, 3).CopyToCPU(stream, ref back[0], 2L);
        Assert.Equal([2, 3, 0], back);
        view.CopyFromCPU(stream, (ReadOnlySpan<float>)[7, 8]);
        view.CopyToCPU(stream, back.AsSpan());
        Assert.Equal([7, 8, 3], back);
        Assert.Throws<ArgumentOutOfRangeException>(() => view.CopyFromCPU(stream, ref values[0], 5L));
        Assert.Throws<ArgumentOutOfRangeException>(() => view.CopyToCPU(stream, ref back[0], -1L));
    }

    [Fact]
    public void Bytes_AreCopiedAsTheyLie()
    {
        using Rig rig = new();
        ArrayView<byte> bytes = rig.Fresh<byte>(12);
        float value = 1;
        unsafe
        {
            bytes.SubView(4, 4).CopyFromCPU(rig.Accelerator.DefaultStream, ref *(byte*)&value, 4L);
        }

        Assert.Equal(1, bytes.Cast<float>().GetAsArray()[1]);
        bytes.SubView(4, 4).MemSetToZero();
        Assert.Equal(0, bytes.Cast<float>().GetAsArray()[1]);
        bytes.MemSet(rig.Accelerator.DefaultStream, 1);
        Assert.Equal(0x01010101, bytes.Cast<int>().GetAsArray()[2]);
    }

    [Fact]
    public void Views_AreCopiedToEachOther()
    {
        using Rig rig = new();
        ArrayView<int> from = rig.View(1, 2, 3), to = rig.View(0, 0, 0, 9);
        from.CopyTo(to);
        Assert.Equal([1, 2, 3, 9], to.GetAsArray());
        to.SubView(2, 2).CopyFrom(from.SubView(0, 2));
        Assert.Equal([1, 2, 1, 2], to.GetAsArray());
        Assert.Contains("A copy of 16 bytes", Assert.Throws<SimulatorException>(() => to.CopyTo(from)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void PageLockedMemory_IsCopied()
    {
        using Rig rig = new();
        PageLockedArray1D<int> locked = rig.Accelerator.AllocatePageLocked1D<int>(3);
        ArrayView<int> view = rig.View(1, 2, 3);
        view.CopyToPageLockedAsync(rig.Accelerator.DefaultStream, locked);
        rig.Accelerator.Synchronize();
        Assert.Equal([1, 2, 3], locked.GetArray());
        locked.Span.Fill(6);
        view.CopyFromPageLockedAsync(rig.Accelerator.DefaultStream, locked);
        Assert.Equal([6, 6, 6], view.GetAsArray());
        locked.Dispose();
        Assert.Throws<ObjectDisposedException>(() => locked.Span.Length);
    }

    [Fact]
    public void CopiesThatDoNotWait_AreDoneInOrderAndAsLateAsMayBe()
    {
        using Rig rig = new();
        AcceleratorStream stream = rig.Accelerator.DefaultStream;
        int[] host = GC.AllocateArray<int>(3, pinned: true), back = GC.AllocateArray<int>(3, pinned: true);
        ArrayView<int> view = rig.View(0, 0, 0);

        view.CopyFromCPUUnsafeAsync(stream, ref host[0], 3L);
        host.AsSpan().Fill(5);
        rig.Run(Double, 1, 3, view);
        view.CopyToCPUUnsafeAsync(stream, ref back[0], 3L);
        Assert.Equal([0, 0, 0], back);
        rig.Run(Double, 1, 3, view);

        Assert.Equal([10, 10, 10], back);
        Assert.Equal([20, 20, 20], view.GetAsArray());
    }

    [Fact]
    public void CopyOnAnotherStream_IsNotOrderedAgainstAKernel()
    {
        using Rig rig = new();
        using AcceleratorStream other = rig.Accelerator.CreateStream();
        int[] host = GC.AllocateArray<int>(3, pinned: true);
        ArrayView<int> view = rig.View(1, 1, 1);

        view.CopyFromCPUUnsafeAsync(other, ref host[0], 3L);
        rig.Run(Double, 1, 3, view);
        Assert.Equal([2, 2, 2], view.GetAsArray());
        other.Synchronize();

        Assert.Equal([0, 0, 0], view.GetAsArray());
    }

    [Fact]
    public void Buffer_IsFreedWhenItsCopiesAreDone()
    {
        using Rig rig = new();
        int[] host = [1, 2], back = GC.AllocateArray<int>(2, pinned: true);
        MemoryBuffer1D<int, Stride1D.Dense> buffer = rig.Accelerator.Allocate1D<int>(2);
        buffer.CopyFromCPU(host);
        buffer.View.BaseView.CopyToCPUUnsafeAsync(ref back[0], 2L);
        buffer.Dispose();

        Assert.Equal([1, 2], back);
    }

    [Fact]
    public void MemoryIsLockedToItsPages_WhereThereIsSome()
    {
        using Rig rig = new();
        using PageLockScope<float> locked = rig.Accelerator.CreatePageLockFromPinned<float>(4096, 3);

        Assert.Equal((4096, 3, 12), (locked.AddrOfLockedObject, locked.Length, locked.LengthInBytes));
        Assert.Throws<SimulatorException>(() => rig.Accelerator.CreatePageLockFromPinned<float>(4096, 0));
    }

    [Fact]
    public void BufferLargerThanTheDevice_IsRefusedAsADriverDoes()
    {
        using Rig rig = new();
        Assert.ThrowsAny<AcceleratorException>(() => rig.Accelerator.Allocate1D<double>(rig.Accelerator.MemorySize));
        Assert.ThrowsAny<AcceleratorException>(() => rig.Accelerator.Allocate1D<double>(long.MaxValue));
        Assert.Throws<ArgumentOutOfRangeException>(() => rig.Accelerator.Allocate1D<double>(-1));
        Assert.False(rig.Fresh<int>(0).IsValid);
    }

    [Fact]
    public void StreamOfAnotherAccelerator_IsRefused()
    {
        using Rig rig = new(), other = new();
        Action<AcceleratorStream, KernelConfig, int> kernel = rig.Accelerator.LoadKernel<int>(Nothing);
        kernel(rig.Accelerator.CreateStream(), (1, 1), 0);
        Assert.Throws<SimulatorException>(() => kernel(other.Accelerator.DefaultStream, (1, 1), 0));
    }

    private static void Double(ArrayView<int> view) => view[Group.IdxX] *= 2;

    private static void Nothing(int n)
    {
    }
}

using System.Buffers;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Gen.CrossEntropy.Runtime.Tests.Support;

namespace Gen.CrossEntropy.Runtime.Tests.Buffers;

public sealed unsafe class TensorBufferTests
{
    [Theory]
    [InlineData(new long[] { }, 1)]
    [InlineData(new long[] { 0 }, 0)]
    [InlineData(new long[] { 7 }, 7)]
    [InlineData(new long[] { 3, 0, 5 }, 0)]
    [InlineData(new long[] { 3, 4, 5 }, 60)]
    [InlineData(new long[] { 0, long.MaxValue, long.MaxValue }, 0)]
    public void Length_IsTheProductOfTheExtents(long[] shape, long length)
    {
        using TensorBuffer<float> buffer = Device.Cpu.Allocate<float>([.. shape.Select(extent => (nint)extent)]);
        Assert.Equal(length, buffer.Length);
        Assert.Equal(shape, buffer.Shape.ToArray().Select(extent => (long)extent));
        Assert.Same(Device.Cpu, buffer.Device);
        Assert.Equal(length, buffer.Span.Length);
        Assert.Equal(length, buffer.Memory.Length);
        Assert.Equal(-1, buffer.Span.IndexOfAnyExcept(0f));
    }

    [Fact]
    public void NewBuffer_IsZeroEvenInReusedMemory()
    {
        for (int i = 0; i < 20; i++)
        {
            using TensorBuffer<byte> buffer = Device.Cpu.Allocate<byte>(10_000);
            Assert.Equal(-1, buffer.Span.IndexOfAnyExcept((byte)0));
            buffer.Span.Fill(0xFF);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(17)]
    [InlineData(1000)]
    public void Elements_AreAlignedTo64Bytes(int length)
    {
        using TensorBuffer<double> buffer = Device.Cpu.Allocate<double>(length);
        Assert.Equal(0, (nint)Unsafe.AsPointer(ref MemoryMarshal.GetReference(buffer.Span)) % 64);
    }

    [Fact]
    public void ShapeGivenToTheBuffer_IsCopied()
    {
        nint[] shape = [2, 3];
        using TensorBuffer<int> buffer = Device.Cpu.Allocate<int>(shape);
        shape[0] = 9;
        Assert.Equal(2, buffer.Shape[0]);
    }

    [Fact]
    public void NegativeExtent_IsRefused()
    {
        ArgumentOutOfRangeException e = Assert.Throws<ArgumentOutOfRangeException>("shape", () => Device.Cpu.Allocate<float>(3, -1, 0));
        Assert.StartsWith("shape: expected extents of 0 or more, got [3, -1, 0].", e.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentNullException>("shape", () => Device.Cpu.Allocate<float>(null!));
    }

    [Fact]
    public void MoreElementsThanTheMachineCanAddress_AreRefused()
    {
        Assert.Throws<ArgumentException>("shape", () => Device.Cpu.Allocate<byte>(nint.MaxValue, 2));
        Assert.Throws<ArgumentException>("shape", () => Device.Cpu.Allocate<byte>(nint.MaxValue));
        Assert.Throws<ArgumentException>("shape", () => Device.Cpu.Allocate<double>(nint.MaxValue / 8));
        ArgumentException e = Assert.Throws<ArgumentException>("shape", () => Device.Cpu.Allocate<float>(1 << 30, 1 << 30, 1 << 30));
        Assert.Contains("elements of 4 bytes, got [1073741824, 1073741824, 1073741824].", e.Message, StringComparison.Ordinal);
        Assert.Throws<OutOfMemoryException>(() => Device.Cpu.Allocate<byte>(nint.MaxValue - 8192));
    }

    [Fact]
    public void Rows_AreAlongTheFirstAxis()
    {
        using TensorBuffer<int> buffer = Device.Cpu.Allocate<int>(4, 3, 2);
        for (int i = 0; i < 24; i++)
        {
            buffer.Span[i] = i;
        }

        Assert.Equal([6, 7, 8, 9, 10, 11], buffer.Rows(1, 1).ToArray());
        Assert.Equal(Enumerable.Range(12, 12), buffer.Rows(2, 2).ToArray());
        Assert.Equal(24, buffer.Rows(0, 4).Length);
        Assert.Equal(0, buffer.Rows(4, 0).Length);
        buffer.Rows(3, 1)[0] = -1;
        Assert.Equal(-1, buffer.Span[18]);
    }

    [Theory]
    [InlineData(-1, 1, "start")]
    [InlineData(5, 0, "start")]
    [InlineData(0, -1, "count")]
    [InlineData(0, 5, "count")]
    [InlineData(3, 2, "count")]
    [InlineData(2, int.MaxValue, "count")]
    public void RowsOutsideTheBuffer_AreRefused(int start, int count, string argument)
    {
        using TensorBuffer<int> buffer = Device.Cpu.Allocate<int>(4, 3);
        ArgumentOutOfRangeException e = Assert.Throws<ArgumentOutOfRangeException>(argument, () => buffer.Rows(start, count).Length);
        Assert.StartsWith($"{argument}: expected 0 to ", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void RowsWithoutElements_AreEmptySpans()
    {
        using TensorBuffer<int> buffer = Device.Cpu.Allocate<int>(4, 0);
        Assert.Equal(0, buffer.Rows(1, 3).Length);
        using TensorBuffer<int> none = Device.Cpu.Allocate<int>(0, 4);
        Assert.Equal(0, none.Rows(0, 0).Length);
    }

    [Fact]
    public void Scalar_HasNoRowsAndOneElement()
    {
        using TensorBuffer<double> scalar = Device.Cpu.Allocate<double>();
        scalar.Span[0] = 3;
        Assert.Throws<InvalidOperationException>(() => scalar.Rows(0, 1).Length);
        Assert.Equal(3, scalar.Memory.Span[0]);
    }

    [Fact]
    public void CopyFromAndCopyTo_MoveEveryElement()
    {
        using TensorBuffer<float> buffer = Device.Cpu.Allocate<float>(2, 3);
        float[] values = [1, 2, 3, 4, 5, 6];
        float[] back = new float[6];
        buffer.CopyFrom(values);
        buffer.CopyTo(back);
        Assert.Equal(values, back);
        buffer.CopyFrom(buffer.Span);
        Assert.Equal(values, buffer.Span.ToArray());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    [InlineData(7)]
    public void CopyOfAnotherLength_IsRefused(int length)
    {
        using TensorBuffer<float> buffer = Device.Cpu.Allocate<float>(2, 3);
        ArgumentException e = Assert.Throws<ArgumentException>("source", () => buffer.CopyFrom(new float[length]));
        Assert.StartsWith($"source: expected 6 elements, as many as the buffer [2, 3] has, got {length}.", e.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>("destination", () => buffer.CopyTo(new float[length]));
    }

    [Fact]
    public void Parts_AreCopiedFromAndToSpansAndBuffers()
    {
        using TensorBuffer<int> one = Device.Cpu.Allocate<int>(6), other = Device.Cpu.AllocateHost<int>(2, 3);
        one.CopyFrom([1, 2, 3], start: 2);
        other.BeginCopyFrom(one, sourceStart: 1, start: 3, count: 3);
        one.BeginCopyFrom(one, sourceStart: 2, start: 3, count: 3);
        one.BeginCopyTo(other, destinationStart: 0, start: 4, count: 2);
        Device.Cpu.Synchronize();
        int[] part = new int[4];
        other.CopyTo(part, start: 1);

        Assert.Equal([0, 0, 1, 1, 2, 3], one.Span.ToArray());
        Assert.Equal([2, 3, 0, 0, 1, 2], other.Span.ToArray());
        Assert.Equal([3, 0, 0, 1], part);
        other.BeginCopyTo(one);
        Assert.Equal(other.Span.ToArray(), one.Span.ToArray());
    }

    [Fact]
    public void PartsThatAreNotThere_AreRefusedAndChangeNothing()
    {
        using TensorBuffer<int> one = Device.Cpu.Allocate<int>(3), other = Device.Cpu.Allocate<int>(4);
        other.Span.Fill(7);

        Assert.Throws<ArgumentNullException>("source", () => one.BeginCopyFrom(null!));
        Assert.Throws<ArgumentNullException>("destination", () => one.BeginCopyTo(null!, 0, 0, 0));
        Assert.Throws<ArgumentException>("source", () => one.BeginCopyFrom(other));
        Assert.Throws<ArgumentException>("destination", () => one.BeginCopyTo(other));
        ArgumentOutOfRangeException refused = Assert.Throws<ArgumentOutOfRangeException>("count", () => one.BeginCopyFrom(other, 0, 2, 2));
        Assert.Contains("expected 0 to 1 elements, as many as the buffer [3] has from 2 on, got 2", refused.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>("sourceStart", () => one.BeginCopyFrom(other, 5, 0, 0));
        Assert.Throws<ArgumentOutOfRangeException>("destinationStart", () => other.BeginCopyTo(one, -1, 0, 0));
        Assert.Throws<ArgumentOutOfRangeException>("start", () => one.BeginCopyTo(other, 0, 4, 0));
        Assert.Throws<ArgumentOutOfRangeException>("source", () => one.CopyFrom([1, 2], start: 2));
        Assert.Throws<ArgumentOutOfRangeException>("destination", () => one.CopyTo(new int[4], start: 0));
        Assert.Throws<ArgumentOutOfRangeException>("start", () => one.CopyTo([], start: -1));

        Assert.Equal([0, 0, 0], one.Span.ToArray());
        Assert.Equal([7, 7, 7, 7], other.Span.ToArray());
    }

    [Fact]
    public void DisposedBuffer_ThrowsWhereverElementsAreReached()
    {
        TensorBuffer<float> buffer = Device.Cpu.Allocate<float>(2, 3);
        Memory<float> memory = buffer.Memory;
        buffer.Dispose();
        buffer.Dispose();
        Assert.True(buffer.IsDisposed);
        Assert.Throws<ObjectDisposedException>(() => buffer.Span.Length);
        Assert.Throws<ObjectDisposedException>(() => buffer.Memory);
        Assert.Throws<ObjectDisposedException>(() => buffer.Rows(0, 1).Length);
        Assert.Throws<ObjectDisposedException>(() => buffer.CopyFrom(new float[6]));
        Assert.Throws<ObjectDisposedException>(() => buffer.CopyTo(new float[6]));
        Assert.Throws<ObjectDisposedException>(() => memory.Span.Length);
        Assert.Throws<ObjectDisposedException>(() => memory.Pin());
        Assert.Equal(6, buffer.Length);
        Assert.Equal([2, 3], buffer.Shape.ToArray());
    }

    [Fact]
    public void Buffer_IsAMemoryOwner()
    {
        TensorBuffer<int> buffer = Device.Cpu.Allocate<int>(8);
        FillAndDispose(buffer);
        Assert.True(buffer.IsDisposed);

        void FillAndDispose<TOwner>(TOwner owner)
            where TOwner : IMemoryOwner<int>
        {
            owner.Memory.Slice(2, 3).Span.Fill(5);
            Assert.Equal([0, 0, 5, 5, 5, 0, 0, 0], buffer.Span.ToArray());
            using (MemoryHandle handle = owner.Memory[3..].Pin())
            {
                Assert.Equal(5, *(int*)handle.Pointer);
                Assert.True(handle.Pointer == Unsafe.AsPointer(ref buffer.Span[3]));
            }

            owner.Dispose();
        }
    }

    [Fact]
    public void Memory_KeepsTheBufferFromBeingCollected()
    {
        (Memory<int> memory, WeakReference buffer) = MemoryOfUnnamedBuffer();
        GC.Collect();
        GC.WaitForPendingFinalizers();
        Assert.True(buffer.IsAlive);
        Assert.Equal(7, memory.Span[^1]);
    }

    [Fact]
    public void ForgottenBuffer_ReleasesItsMemory()
    {
        WeakReference memory = Forget();
        Collected.Soon(memory);
    }

    [Fact]
    public void BufferOfAnotherAssembly_HasShapeAndOneDisposal()
    {
        using FakeDevice device = new();
        FakeBuffer<float> buffer = (FakeBuffer<float>)device.Allocate<float>(2, 3);
        Assert.Equal(6, buffer.Length);
        buffer.Dispose();
        buffer.Dispose();
        Assert.Equal(1, buffer.Disposals);
        Assert.True(buffer.IsDisposed);
        Assert.Equal("Single[2, 3] on Fake 9000", buffer.ToString());
    }

    [SkippableFact]
    public void BufferBeyondTwoToThe31Elements_IsReachedByRows()
    {
        const long Bytes = 2_200_000_000;
        Skip.If(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes < 2 * Bytes, "BufferBeyondTwoToThe31Elements_IsReachedByRows needs 4.4 GB of memory.");
        using TensorBuffer<byte> buffer = Device.Cpu.Allocate<byte>(2_200_000, 1000);
        Assert.Equal(Bytes, buffer.Length);

        Span<byte> last = buffer.Rows(2_199_999, 1);
        Assert.Equal(1000, last.Length);
        Assert.Equal(0, last[999]);
        last[999] = 42;
        Assert.Equal(42, buffer.Rows(2_199_000, 1000)[^1]);

        Assert.Contains("use Rows", Assert.Throws<InvalidOperationException>(() => buffer.Span.Length).Message, StringComparison.Ordinal);
        Assert.Contains("use Rows", Assert.Throws<InvalidOperationException>(() => buffer.Memory).Message, StringComparison.Ordinal);
        Assert.Equal(2_147_483_000, buffer.Rows(0, 2_147_483).Length);
        ArgumentOutOfRangeException e = Assert.Throws<ArgumentOutOfRangeException>("count", () => buffer.Rows(0, 2_147_484).Length);
        Assert.Contains("at most 2147483 rows of 1000 elements", e.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>("source", () => buffer.CopyFrom(new byte[1]));

        byte[] part = new byte[2];
        buffer.CopyFrom([6, 7], start: buffer.Length - 3);
        buffer.CopyTo(part, start: buffer.Length - 2);
        Assert.Equal([7, 42], part);
        buffer.BeginCopyFrom(buffer, sourceStart: buffer.Length - 3, start: 0, count: 3);
        Assert.Equal([6, 7, 42], buffer.Rows(0, 1)[..3].ToArray());
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static (Memory<int> Memory, WeakReference Buffer) MemoryOfUnnamedBuffer()
    {
        TensorBuffer<int> buffer = Device.Cpu.Allocate<int>(1000);
        buffer.Span[^1] = 7;
        return (buffer.Memory, new WeakReference(buffer));
    }

    /// <summary>The native memory of a buffer that nobody names; the reference dies once its finalizer has run.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference Forget()
    {
        TensorBuffer<byte> buffer = Device.Cpu.Allocate<byte>(1 << 20);
        object block = typeof(HostBuffer<byte>).GetField("block", BindingFlags.NonPublic | BindingFlags.Instance)!.GetValue(buffer)!;
        return new WeakReference(block, trackResurrection: true);
    }
}

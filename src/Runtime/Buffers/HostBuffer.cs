using System.Buffers;
using Gen.CrossEntropy.Kernels;

namespace Gen.CrossEntropy;

/// <summary>A tensor buffer in host memory: what the CPU device allocates.</summary>
internal sealed unsafe class HostBuffer<T> : TensorBuffer<T>
    where T : unmanaged
{
    private readonly NativeBlock block;
    private readonly T* pointer;
    private HostMemory? memory;

    public HostBuffer(CpuDevice device, ReadOnlySpan<nint> shape)
        : this(device, shape, static bytes => new NativeBlock(bytes))
    {
    }

    /// <param name="device">The CPU.</param>
    /// <param name="shape">The extents.</param>
    /// <param name="allocate">From a number of bytes to the memory.</param>
    public HostBuffer(CpuDevice device, ReadOnlySpan<nint> shape, Func<nint, NativeBlock> allocate)
        : base(device, shape)
    {
        block = allocate(Length * sizeof(T));
        pointer = (T*)block.DangerousGetHandle();
    }

    /// <summary>The address of element 0, 64-byte aligned. Valid while this object is neither disposed nor collected.</summary>
    public T* Pointer
    {
        get
        {
            ObjectDisposedException.ThrowIf(IsDisposed, this);
            return pointer;
        }
    }

    /// <summary>The memory, which lives on after a Dispose while somebody counts on it.</summary>
    public NativeBlock Block => block;

    internal override Slice<T>? Location => new Slice<T>(Pointer, Length);

    public override Span<T> Span
    {
        get
        {
            T* first = Pointer;
            CheckOneSpan(nameof(Span));
            return new Span<T>(first, (int)Length);
        }
    }

    public override Memory<T> Memory
    {
        get
        {
            ObjectDisposedException.ThrowIf(IsDisposed, this);
            CheckOneSpan(nameof(Memory));
            return (memory ??= new HostMemory(this)).Memory;
        }
    }

    public override Span<T> Rows(nint start, nint count)
    {
        T* first = Pointer;
        if (Shape.IsEmpty)
        {
            throw new InvalidOperationException("Rows needs an axis, and this buffer is a scalar: use Span.");
        }

        nint rows = Shape[0];
        if (start < 0 || start > rows)
        {
            throw new ArgumentOutOfRangeException(nameof(start), start, $"start: expected 0 to {rows}, the extent of axis 0 of {ShapeRules.Print(Shape)}, got {start}.");
        }

        if (count < 0 || count > rows - start)
        {
            throw new ArgumentOutOfRangeException(nameof(count), count, $"count: expected 0 to {rows - start}, the rows of {ShapeRules.Print(Shape)} from {start} on, got {count}.");
        }

        nint rowLength = rows == 0 ? 0 : Length / rows;
        if (rowLength > 0 && count > int.MaxValue / rowLength)
        {
            throw new ArgumentOutOfRangeException(
                nameof(count), count, $"count: expected at most {int.MaxValue / rowLength} rows of {rowLength} elements, as many as a span can hold, got {count}.");
        }

        return new Span<T>(first + (start * rowLength), (int)(count * rowLength));
    }

    public override void CopyFrom(ReadOnlySpan<T> source, nint start)
    {
        T* first = Pointer;
        CheckPart(start, source.Length, nameof(start), nameof(source));
        source.CopyTo(new Span<T>(first + start, source.Length));
        GC.KeepAlive(this);
    }

    public override void CopyTo(Span<T> destination, nint start)
    {
        T* first = Pointer;
        CheckPart(start, destination.Length, nameof(start), nameof(destination));
        new ReadOnlySpan<T>(first + start, destination.Length).CopyTo(destination);
        GC.KeepAlive(this);
    }

    public override void BeginCopyFrom(TensorBuffer<T> source, nint sourceStart, nint start, nint count)
    {
        CheckParts(source, sourceStart, start, count, nameof(source));
        if (source is HostBuffer<T> host)
        {
            Copy(host, sourceStart, this, start, count);
        }
        else
        {
            source.BeginCopyTo(this, start, sourceStart, count);
        }
    }

    public override void BeginCopyTo(TensorBuffer<T> destination, nint destinationStart, nint start, nint count)
    {
        CheckParts(destination, destinationStart, start, count, nameof(destination));
        if (destination is HostBuffer<T> host)
        {
            Copy(this, start, host, destinationStart, count);
        }
        else
        {
            destination.BeginCopyFrom(this, start, destinationStart, count);
        }
    }

    protected override void Dispose(bool disposing) => block.Dispose();

    private void CheckOneSpan(string member)
    {
        if (Length > int.MaxValue)
        {
            throw new InvalidOperationException($"{member} holds at most {int.MaxValue} elements, and this buffer has {Length}: use Rows(start, count) for a part of it.");
        }
    }

    /// <summary>Nobody else does it: it is done before the call that begins it returns. The parts may overlap.</summary>
    private static void Copy(HostBuffer<T> source, nint sourceStart, HostBuffer<T> destination, nint start, nint count)
    {
        long bytes = (long)count * sizeof(T);
        Buffer.MemoryCopy(source.Pointer + sourceStart, destination.Pointer + start, bytes, bytes);
        GC.KeepAlive(source);
        GC.KeepAlive(destination);
    }

    /// <summary>The buffer as the <see cref="Memory{T}"/> machinery wants it; holds the buffer, so that it is not collected under a Memory.</summary>
    private sealed class HostMemory(HostBuffer<T> buffer) : MemoryManager<T>
    {
        public override Span<T> GetSpan() => buffer.Span;

        public override MemoryHandle Pin(int elementIndex = 0)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(elementIndex);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(elementIndex, (int)buffer.Length);

            // Native memory never moves; naming this object in the handle keeps the buffer from being collected while pinned.
            return new MemoryHandle(buffer.Pointer + elementIndex, default, this);
        }

        public override void Unpin()
        {
        }

        protected override void Dispose(bool disposing)
        {
        }
    }
}

using Gen.CrossEntropy.Kernels;
using ILGPU;
using ILGPU.Runtime;

namespace Gen.CrossEntropy;

/// <summary>A tensor buffer in the memory of an <see cref="IlgpuDevice"/>. Its elements are reached by copies and by kernels.</summary>
/// <typeparam name="T">The element type.</typeparam>
public sealed unsafe class IlgpuBuffer<T> : TensorBuffer<T>
    where T : unmanaged
{
    private readonly Engine engine;
    private readonly MemoryBuffer1D<byte, Stride1D.Dense> memory;
    private readonly Slice<T> location;

    internal IlgpuBuffer(IlgpuDevice device, ReadOnlySpan<nint> shape)
        : base(device, shape)
    {
        engine = device.Engine;
        memory = engine.Allocate(Length * sizeof(T));
        location = new Slice<T>((T*)DeviceAddresses.Take(Length * sizeof(T)), Length);
    }

    /// <summary>The elements, for ILGPU kernels of one's own. Valid until the buffer is disposed; as long as it is used, the buffer must be kept from being collected.</summary>
    /// <exception cref="ObjectDisposedException">The buffer or its device was disposed.</exception>
    public ArrayView<T> View => ViewAs<T>();

    /// <summary>Not available: the elements are not in the host's memory.</summary>
    /// <exception cref="NotSupportedException">Always.</exception>
    public override Span<T> Span => throw NotOnHost(nameof(Span));

    /// <summary>Not available: the elements are not in the host's memory.</summary>
    /// <exception cref="NotSupportedException">Always.</exception>
    public override Memory<T> Memory => throw NotOnHost(nameof(Memory));

    internal override Slice<T>? Location
    {
        get
        {
            CheckAlive();
            return location;
        }
    }

    /// <summary>Not available: the elements are not in the host's memory.</summary>
    /// <param name="start">Not used.</param>
    /// <param name="count">Not used.</param>
    /// <returns>Nothing.</returns>
    /// <exception cref="NotSupportedException">Always.</exception>
    public override Span<T> Rows(nint start, nint count) => throw NotOnHost(nameof(Rows));

    /// <inheritdoc/>
    public override void CopyFrom(ReadOnlySpan<T> source, nint start)
    {
        CheckAlive();
        CheckPart(start, source.Length, nameof(start), nameof(source));
        if (source.IsEmpty)
        {
            return;
        }

        fixed (T* first = source)
        {
            lock (engine.Gate)
            {
                Part(start, source.Length).CopyFromCPU(engine.Stream, ref *(byte*)first, (long)source.Length * sizeof(T));
                engine.Copies.HaveEnded();
            }
        }

        GC.KeepAlive(this);
    }

    /// <inheritdoc/>
    public override void CopyTo(Span<T> destination, nint start)
    {
        CheckAlive();
        CheckPart(start, destination.Length, nameof(start), nameof(destination));
        if (destination.IsEmpty)
        {
            return;
        }

        fixed (T* first = destination)
        {
            lock (engine.Gate)
            {
                engine.Read(Part(start, destination.Length), (byte*)first);
                engine.Refusals.ThrowIfAny();
            }
        }

        GC.KeepAlive(this);
    }

    /// <inheritdoc/>
    public override void BeginCopyFrom(TensorBuffer<T> source, nint sourceStart, nint start, nint count)
    {
        CheckParts(source, sourceStart, start, count, nameof(source));
        Begin(source, sourceStart, start, count, nameof(source), fills: true);
    }

    /// <inheritdoc/>
    public override void BeginCopyTo(TensorBuffer<T> destination, nint destinationStart, nint start, nint count)
    {
        CheckParts(destination, destinationStart, start, count, nameof(destination));
        Begin(destination, destinationStart, start, count, nameof(destination), fills: false);
    }

    /// <summary>The elements in the type that kernels read them as, which is as large.</summary>
    internal ArrayView<TStorage> ViewAs<TStorage>()
        where TStorage : unmanaged
    {
        CheckAlive();
        return memory.View.BaseView.Cast<TStorage>().SubView(0, Length);
    }

    /// <summary>The elements' bytes, for kernels.</summary>
    internal ArrayView<byte> Bytes
    {
        get
        {
            CheckAlive();
            return memory.View.BaseView;
        }
    }

    /// <summary>One element.</summary>
    internal T Read(long index)
    {
        T element;
        lock (engine.Gate)
        {
            engine.Read(Part((nint)index, 1), (byte*)&element);
        }

        return element;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        lock (engine.Gate)
        {
            memory.Dispose();
        }
    }

    private void CheckAlive()
    {
        ObjectDisposedException.ThrowIf(IsDisposed, this);
        ObjectDisposedException.ThrowIf(engine.IsDisposed, Device);
    }

    /// <summary>The bytes of a part, which is not empty.</summary>
    private ArrayView<byte> Part(nint start, nint count) => memory.View.BaseView.SubView((long)start * sizeof(T), (long)count * sizeof(T));

    /// <summary>Begins a copy between a part of this buffer and one of another, which are both there.</summary>
    private void Begin(TensorBuffer<T> other, nint otherStart, nint start, nint count, string argument, bool fills)
    {
        CheckAlive();
        IlgpuBuffer<T>? neighbour = other as IlgpuBuffer<T>;
        HostBuffer<T>? host = other as HostBuffer<T>;
        if (host is null && neighbour?.engine != engine)
        {
            throw new ArgumentException($"{argument}: expected a buffer in host memory or on {Device}, the device of the other, got one on {other.Device}.", argument);
        }

        if (neighbour == this && start < otherStart + count && otherStart < start + count && count > 0)
        {
            throw new ArgumentException($"{argument}: expected parts that lie apart, got {count} elements from {otherStart} on and from {start} on of one buffer.", argument);
        }

        if (count == 0)
        {
            return;
        }

        ArrayView<byte> here = Part(start, count);
        lock (engine.Gate)
        {
            engine.Copies.Add(host?.Block, this, other);
            if (host is not null)
            {
                ref byte there = ref *(byte*)(host.Pointer + otherStart);
                if (fills)
                {
                    here.CopyFromCPUUnsafeAsync(engine.Stream, ref there, here.Length);
                }
                else
                {
                    here.CopyToCPUUnsafeAsync(engine.Stream, ref there, here.Length);
                }
            }
            else
            {
                ArrayView<byte> there = neighbour!.Part(otherStart, count);
                (fills ? there : here).CopyTo(engine.Stream, fills ? here : there);
            }
        }
    }

    private NotSupportedException NotOnHost(string member) => new($"{member} needs a buffer in host memory, and this one is on {Device}: use {nameof(CopyTo)} and {nameof(CopyFrom)}.");
}

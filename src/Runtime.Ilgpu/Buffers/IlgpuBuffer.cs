using Gen.CrossEntropy.Kernels;
using ILGPU;
using ILGPU.Runtime;

namespace Gen.CrossEntropy;

/// <summary>A tensor buffer in the memory of an <see cref="IlgpuDevice"/>. Its elements are reached by <see cref="CopyFrom"/> and <see cref="CopyTo"/>, and by kernels.</summary>
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
    public override void CopyFrom(ReadOnlySpan<T> source)
    {
        CheckAlive();
        CheckLength(source.Length, nameof(source));
        if (source.IsEmpty)
        {
            return;
        }

        fixed (T* first = source)
        {
            lock (engine.Gate)
            {
                memory.View.BaseView.CopyFromCPU(engine.Stream, ref *(byte*)first, (long)source.Length * sizeof(T));
            }
        }

        GC.KeepAlive(this);
    }

    /// <summary>Copies all elements to the host, when everything has ended that was begun on the device.</summary>
    /// <param name="destination">As many elements as the buffer has.</param>
    /// <exception cref="ArgumentException">It has another length.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An earlier call, which did not wait for the device, has refused a target or a probability, and has written nothing. The elements are copied.</exception>
    /// <exception cref="ObjectDisposedException">The buffer or its device was disposed.</exception>
    public override void CopyTo(Span<T> destination)
    {
        CheckAlive();
        CheckLength(destination.Length, nameof(destination));
        if (destination.IsEmpty)
        {
            return;
        }

        fixed (T* first = destination)
        {
            lock (engine.Gate)
            {
                memory.View.BaseView.CopyToCPU(engine.Stream, ref *(byte*)first, (long)destination.Length * sizeof(T));
                engine.Refusals.ThrowIfAny();
            }
        }

        GC.KeepAlive(this);
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
            memory.View.BaseView.SubView(index * sizeof(T), sizeof(T)).CopyToCPU(engine.Stream, ref *(byte*)&element, sizeof(T));
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

    private void CheckLength(int given, string argument)
    {
        if (given != Length)
        {
            throw new ArgumentException($"{argument}: expected {Length} elements, as many as the buffer {ShapeRules.Print(Shape)} has, got {given}.", argument);
        }
    }

    private NotSupportedException NotOnHost(string member) => new($"{member} needs a buffer in host memory, and this one is on {Device}: use {nameof(CopyTo)} and {nameof(CopyFrom)}.");
}

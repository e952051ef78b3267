using System.Buffers;
using Gen.CrossEntropy.Kernels;

namespace Gen.CrossEntropy;

/// <summary>
/// A dense row-major tensor in the memory of one device, owned by whoever allocated it. Its length is an <see cref="nint"/>: more than 2^31 elements are legal.
/// </summary>
/// <remarks>
/// <para>
/// <see cref="Device.Allocate{T}"/> makes one, every element zero. The elements of a host buffer are seen through <see cref="Span"/>, <see cref="Memory"/> and <see cref="Rows"/>; those of a buffer
/// on another device are copied: from and to spans, with <see cref="CopyFrom(ReadOnlySpan{T})"/> and <see cref="CopyTo(Span{T})"/>, which wait; from and to host buffers, with
/// <see cref="BeginCopyFrom(TensorBuffer{T})"/> and <see cref="BeginCopyTo(TensorBuffer{T})"/>, which do not. A span is valid only while the buffer is neither disposed nor collected: keep the buffer in a
/// <c>using</c> around it.
/// </para>
/// <para>Every member that reaches the elements throws <see cref="ObjectDisposedException"/> once the buffer was disposed. Not safe against a Dispose on another thread.</para>
/// </remarks>
/// <typeparam name="T">The element type.</typeparam>
public abstract class TensorBuffer<T> : IMemoryOwner<T>
    where T : unmanaged
{
    private readonly nint[] shape;

    /// <summary>Sets shape and length; the derived class allocates the elements.</summary>
    /// <param name="device">The device that the buffer lives on.</param>
    /// <param name="shape">The extents, outermost first, none negative; none at all is a scalar. Copied.</param>
    /// <exception cref="ArgumentNullException"><paramref name="device"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An extent is negative.</exception>
    /// <exception cref="ArgumentException">The number of elements, or of bytes, is beyond what the machine can address.</exception>
    protected TensorBuffer(Device device, ReadOnlySpan<nint> shape)
    {
        ArgumentNullException.ThrowIfNull(device);
        Length = ShapeRules.Count<T>(shape);
        Device = device;
        this.shape = shape.ToArray();
    }

    /// <summary>The device that the buffer lives on.</summary>
    public Device Device { get; }

    /// <summary>The extents, outermost first; empty for a scalar. Readable after Dispose.</summary>
    public ReadOnlySpan<nint> Shape => shape;

    /// <summary>The number of elements: the product of the extents, 1 for a scalar. Readable after Dispose.</summary>
    public nint Length { get; }

    /// <summary>Whether the buffer was disposed.</summary>
    public bool IsDisposed { get; private set; }

    /// <summary>All elements of a host buffer, in order.</summary>
    /// <exception cref="InvalidOperationException">There are more than <see cref="int.MaxValue"/> elements: use <see cref="Rows"/>.</exception>
    /// <exception cref="NotSupportedException">The buffer is not in host memory: use <see cref="CopyFrom(ReadOnlySpan{T})"/> and <see cref="CopyTo(Span{T})"/>.</exception>
    /// <exception cref="ObjectDisposedException">The buffer was disposed.</exception>
    public abstract Span<T> Span { get; }

    /// <summary>All elements of a host buffer, in order. The memory keeps the buffer from being collected, not from being disposed.</summary>
    /// <exception cref="InvalidOperationException">There are more than <see cref="int.MaxValue"/> elements: use <see cref="Rows"/>.</exception>
    /// <exception cref="NotSupportedException">The buffer is not in host memory: use <see cref="CopyFrom(ReadOnlySpan{T})"/> and <see cref="CopyTo(Span{T})"/>.</exception>
    /// <exception cref="ObjectDisposedException">The buffer was disposed.</exception>
    public abstract Memory<T> Memory { get; }

    /// <summary>The elements of consecutive rows of a host buffer: of indices <paramref name="start"/> to <paramref name="start"/> + <paramref name="count"/> - 1 along axis 0.</summary>
    /// <param name="start">The first row: 0 to the extent of axis 0.</param>
    /// <param name="count">The number of rows; 0 is legal.</param>
    /// <returns>A span of <paramref name="count"/> times the product of the extents of the other axes.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The rows are not all in the buffer, or have together more than <see cref="int.MaxValue"/> elements.</exception>
    /// <exception cref="InvalidOperationException">The buffer is a scalar: it has no axis.</exception>
    /// <exception cref="NotSupportedException">The buffer is not in host memory: use <see cref="CopyFrom(ReadOnlySpan{T})"/> and <see cref="CopyTo(Span{T})"/>.</exception>
    /// <exception cref="ObjectDisposedException">The buffer was disposed.</exception>
    public abstract Span<T> Rows(nint start, nint count);

    /// <summary>Fills the buffer: element i becomes <paramref name="source"/>[i]. The span may overlap the buffer.</summary>
    /// <param name="source">As many elements as the buffer has.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    /// <exception cref="ObjectDisposedException">The buffer was disposed.</exception>
    public void CopyFrom(ReadOnlySpan<T> source)
    {
        ObjectDisposedException.ThrowIf(IsDisposed, this);
        CheckLength(source.Length, nameof(source));
        CopyFrom(source, start: 0);
    }

    /// <summary>Copies the buffer out: <paramref name="destination"/>[i] becomes element i. The span may overlap the buffer.</summary>
    /// <param name="destination">As many elements as the buffer has.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    /// <exception cref="ArgumentOutOfRangeException">
    /// An earlier call on the buffer's device, which did not wait, has refused a target or a probability, and has written nothing. The elements are copied.
    /// </exception>
    /// <exception cref="ObjectDisposedException">The buffer was disposed.</exception>
    public void CopyTo(Span<T> destination)
    {
        ObjectDisposedException.ThrowIf(IsDisposed, this);
        CheckLength(destination.Length, nameof(destination));
        CopyTo(destination, start: 0);
    }

    /// <summary>Fills a part of the buffer: element <paramref name="start"/> + i becomes <paramref name="source"/>[i]. The span may overlap the buffer.</summary>
    /// <param name="source">The elements; none is legal.</param>
    /// <param name="start">The first element that is filled: 0 to the buffer's length less that of the span.</param>
    /// <exception cref="ArgumentOutOfRangeException">The part is not all in the buffer.</exception>
    /// <exception cref="ObjectDisposedException">The buffer was disposed.</exception>
    public abstract void CopyFrom(ReadOnlySpan<T> source, nint start);

    /// <summary>Copies a part of the buffer out: <paramref name="destination"/>[i] becomes element <paramref name="start"/> + i. The span may overlap the buffer.</summary>
    /// <param name="destination">Where the elements go; room for none is legal.</param>
    /// <param name="start">The first element that is copied: 0 to the buffer's length less that of the span.</param>
    /// <exception cref="ArgumentOutOfRangeException">
    /// The part is not all in the buffer; or an earlier call on the buffer's device, which did not wait, has refused a target or a probability, and has written nothing (then the elements are copied).
    /// </exception>
    /// <exception cref="ObjectDisposedException">The buffer was disposed.</exception>
    public abstract void CopyTo(Span<T> destination, nint start);

    /// <summary>Begins to fill the buffer: element i becomes element i of <paramref name="source"/>.</summary>
    /// <param name="source">A buffer of the same length, in host memory or on the same device.</param>
    /// <inheritdoc cref="BeginCopyFrom(TensorBuffer{T}, nint, nint, nint)" path="/remarks"/>
    /// <exception cref="ArgumentNullException"><paramref name="source"/> is null.</exception>
    /// <exception cref="ArgumentException">The lengths differ, or the source is on another device.</exception>
    /// <exception cref="ObjectDisposedException">One of the buffers was disposed.</exception>
    public void BeginCopyFrom(TensorBuffer<T> source)
    {
        ArgumentNullException.ThrowIfNull(source);
        ObjectDisposedException.ThrowIf(IsDisposed, this);
        CheckLength(source.Length, nameof(source));
        BeginCopyFrom(source, sourceStart: 0, start: 0, Length);
    }

    /// <summary>Begins to copy the buffer out: element i of <paramref name="destination"/> becomes element i.</summary>
    /// <param name="destination">A buffer of the same length, in host memory or on the same device.</param>
    /// <inheritdoc cref="BeginCopyFrom(TensorBuffer{T}, nint, nint, nint)" path="/remarks"/>
    /// <exception cref="ArgumentNullException"><paramref name="destination"/> is null.</exception>
    /// <exception cref="ArgumentException">The lengths differ, or the destination is on another device.</exception>
    /// <exception cref="ObjectDisposedException">One of the buffers was disposed.</exception>
    public void BeginCopyTo(TensorBuffer<T> destination)
    {
        ArgumentNullException.ThrowIfNull(destination);
        ObjectDisposedException.ThrowIf(IsDisposed, this);
        CheckLength(destination.Length, nameof(destination));
        BeginCopyTo(destination, destinationStart: 0, start: 0, Length);
    }

    /// <summary>Begins to fill a part of the buffer: element <paramref name="start"/> + i becomes element <paramref name="sourceStart"/> + i of <paramref name="source"/>.</summary>
    /// <remarks>
    /// Between a device and the host the copy may go on when the method returns, in order with everything else that was begun on the device. Until the device was waited for (<see cref="Device.Synchronize"/>, or any call
    /// that waits), host memory that is read must stay as it is, and what is written there cannot be relied on. Disposing a buffer meanwhile is legal: its memory lives until the copy is done.
    /// <see cref="Device.AllocateHost{T}"/> gives the host memory for which a device needs the processor least.
    /// </remarks>
    /// <param name="source">A buffer in host memory or on the same device.</param>
    /// <param name="sourceStart">The first element that is read.</param>
    /// <param name="start">The first element that is written.</param>
    /// <param name="count">The number of elements; 0 is legal.</param>
    /// <exception cref="ArgumentNullException"><paramref name="source"/> is null.</exception>
    /// <exception cref="ArgumentException">The source is on another device, or the parts overlap in one buffer of a device.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The parts are not all in the buffers.</exception>
    /// <exception cref="ObjectDisposedException">One of the buffers was disposed.</exception>
    public abstract void BeginCopyFrom(TensorBuffer<T> source, nint sourceStart, nint start, nint count);

    /// <summary>Begins to copy a part of the buffer out: element <paramref name="destinationStart"/> + i of <paramref name="destination"/> becomes element <paramref name="start"/> + i.</summary>
    /// <param name="destination">A buffer in host memory or on the same device.</param>
    /// <param name="destinationStart">The first element that is written.</param>
    /// <param name="start">The first element that is read.</param>
    /// <param name="count">The number of elements; 0 is legal.</param>
    /// <inheritdoc cref="BeginCopyFrom(TensorBuffer{T}, nint, nint, nint)" path="/remarks"/>
    /// <exception cref="ArgumentNullException"><paramref name="destination"/> is null.</exception>
    /// <exception cref="ArgumentException">The destination is on another device, or the parts overlap in one buffer of a device.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The parts are not all in the buffers.</exception>
    /// <exception cref="ObjectDisposedException">One of the buffers was disposed.</exception>
    public abstract void BeginCopyTo(TensorBuffer<T> destination, nint destinationStart, nint start, nint count);

    /// <summary>
    /// Where the elements are, for the checks of a call; null where no loss has kernels for the buffer. Off the host it is a place in an address space of the device's making, in which buffers lie apart as their
    /// memory does.
    /// </summary>
    /// <exception cref="ObjectDisposedException">The buffer was disposed.</exception>
    internal virtual Slice<T>? Location => null;

    /// <summary>Releases the elements. A second call does nothing.</summary>
    public void Dispose()
    {
        if (!IsDisposed)
        {
            IsDisposed = true;
            Dispose(disposing: true);
        }

        GC.SuppressFinalize(this);
    }

    /// <summary>Releases the elements. Called at most once from <see cref="Dispose()"/>.</summary>
    /// <param name="disposing">True from <see cref="Dispose()"/>, false from a finalizer.</param>
    protected abstract void Dispose(bool disposing);

    /// <summary>The element type, the shape and the device.</summary>
    public override string ToString() => $"{typeof(T).Name}{ShapeRules.Print(shape)} on {Device.Name}";

    /// <summary>Refuses a part that is not all in the buffer.</summary>
    internal void CheckPart(nint start, nint count, string startArgument, string countArgument)
    {
        if (start < 0 || start > Length)
        {
            throw new ArgumentOutOfRangeException(startArgument, start, $"{startArgument}: expected 0 to {Length}, the elements of the buffer {ShapeRules.Print(shape)}, got {start}.");
        }

        if (count < 0 || count > Length - start)
        {
            throw new ArgumentOutOfRangeException(
                countArgument, count, $"{countArgument}: expected 0 to {Length - start} elements, as many as the buffer {ShapeRules.Print(shape)} has from {start} on, got {count}.");
        }
    }

    /// <summary>Refuses a copy of a part between this buffer and another that one of them cannot give or take.</summary>
    /// <param name="other">The other buffer.</param>
    /// <param name="otherStart">Where its part begins.</param>
    /// <param name="start">Where this buffer's begins.</param>
    /// <param name="count">The number of elements.</param>
    /// <param name="otherArgument">What the caller calls <paramref name="other"/>; where its part begins, he calls the same with "Start" behind it.</param>
    internal void CheckParts(TensorBuffer<T> other, nint otherStart, nint start, nint count, string otherArgument)
    {
        ArgumentNullException.ThrowIfNull(other, otherArgument);
        ObjectDisposedException.ThrowIf(IsDisposed, this);
        ObjectDisposedException.ThrowIf(other.IsDisposed, other);
        other.CheckPart(otherStart, count, $"{otherArgument}Start", nameof(count));
        CheckPart(start, count, nameof(start), nameof(count));
    }

    private void CheckLength(nint given, string argument)
    {
        if (given != Length)
        {
            throw new ArgumentException($"{argument}: expected {Length} elements, as many as the buffer {ShapeRules.Print(shape)} has, got {given}.", argument);
        }
    }
}

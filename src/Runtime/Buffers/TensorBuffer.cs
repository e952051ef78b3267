using System.Buffers;
using Gen.CrossEntropy.Kernels;

namespace Gen.CrossEntropy;

/// <summary>
/// A dense row-major tensor in the memory of one device, owned by whoever allocated it. Its length is an <see cref="nint"/>: more than 2^31 elements are legal.
/// </summary>
/// <remarks>
/// <para>
/// <see cref="Device.Allocate{T}"/> makes one, every element zero. The elements of a host buffer are seen through <see cref="Span"/>, <see cref="Memory"/> and <see cref="Rows"/>; those of a buffer
/// on another device are copied with <see cref="CopyFrom"/> and <see cref="CopyTo"/>. A span is valid only while the buffer is neither disposed nor collected: keep the buffer in a
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
    /// <exception cref="NotSupportedException">The buffer is not in host memory: use <see cref="CopyFrom"/> and <see cref="CopyTo"/>.</exception>
    /// <exception cref="ObjectDisposedException">The buffer was disposed.</exception>
    public abstract Span<T> Span { get; }

    /// <summary>All elements of a host buffer, in order. The memory keeps the buffer from being collected, not from being disposed.</summary>
    /// <exception cref="InvalidOperationException">There are more than <see cref="int.MaxValue"/> elements: use <see cref="Rows"/>.</exception>
    /// <exception cref="NotSupportedException">The buffer is not in host memory: use <see cref="CopyFrom"/> and <see cref="CopyTo"/>.</exception>
    /// <exception cref="ObjectDisposedException">The buffer was disposed.</exception>
    public abstract Memory<T> Memory { get; }

    /// <summary>The elements of consecutive rows of a host buffer: of indices <paramref name="start"/> to <paramref name="start"/> + <paramref name="count"/> - 1 along axis 0.</summary>
    /// <param name="start">The first row: 0 to the extent of axis 0.</param>
    /// <param name="count">The number of rows; 0 is legal.</param>
    /// <returns>A span of <paramref name="count"/> times the product of the extents of the other axes.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The rows are not all in the buffer, or have together more than <see cref="int.MaxValue"/> elements.</exception>
    /// <exception cref="InvalidOperationException">The buffer is a scalar: it has no axis.</exception>
    /// <exception cref="NotSupportedException">The buffer is not in host memory: use <see cref="CopyFrom"/> and <see cref="CopyTo"/>.</exception>
    /// <exception cref="ObjectDisposedException">The buffer was disposed.</exception>
    public abstract Span<T> Rows(nint start, nint count);

    /// <summary>Fills the buffer: element i becomes <paramref name="source"/>[i]. The span may overlap the buffer.</summary>
    /// <param name="source">As many elements as the buffer has.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    /// <exception cref="ObjectDisposedException">The buffer was disposed.</exception>
    public abstract void CopyFrom(ReadOnlySpan<T> source);

    /// <summary>Copies the buffer out: <paramref name="destination"/>[i] becomes element i. The span may overlap the buffer.</summary>
    /// <param name="destination">As many elements as the buffer has.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    /// <exception cref="ObjectDisposedException">The buffer was disposed.</exception>
    public abstract void CopyTo(Span<T> destination);

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
}

namespace ILGPU.Runtime;

/// <summary>A view of one dimension.</summary>
/// <typeparam name="T">The element type.</typeparam>
/// <typeparam name="TStride">How elements follow each other.</typeparam>
public readonly struct ArrayView1D<T, TStride> : IContiguousArrayView<T>
    where T : unmanaged
    where TStride : struct, IStride1D
{
    internal ArrayView1D(ArrayView<T> baseView) => BaseView = baseView;

    /// <summary>The view without its dimension.</summary>
    public ArrayView<T> BaseView { get; }

    /// <summary>The number of elements.</summary>
    public LongIndex1D Extent => Length;

    /// <inheritdoc/>
    public bool IsValid => BaseView.IsValid;

    /// <inheritdoc/>
    public long Length => BaseView.Length;

    /// <summary>The number of elements, where it is an int.</summary>
    public int IntLength => BaseView.IntLength;

    /// <inheritdoc/>
    public long LengthInBytes => BaseView.LengthInBytes;

    MemoryBuffer? IArrayView.Buffer => BaseView.Buffer;

    int IArrayView.ElementSize => ArrayView<T>.ElementSize;

    long IContiguousArrayView.Index => ((IContiguousArrayView)BaseView).Index;

    long IContiguousArrayView.IndexInBytes => BaseView.OffsetInBytes;

    /// <summary>An element, to be read or written by the lane that asks.</summary>
    /// <param name="index">Its index.</param>
    public ref T this[long index] => ref BaseView[index];

    /// <summary>Some of the elements.</summary>
    /// <param name="index">The first.</param>
    /// <param name="extent">Their number.</param>
    /// <returns>The view.</returns>
    public ArrayView1D<T, TStride> SubView(long index, long extent) => new(BaseView.SubView(index, extent));

    /// <summary>The view without its dimension.</summary>
    /// <returns>It.</returns>
    public ArrayView<T> AsContiguous() => BaseView;

    ArrayView<byte> IContiguousArrayView.AsRawArrayView() => BaseView.AsBytes();

    /// <inheritdoc/>
    public override string ToString() => BaseView.ToString();
}

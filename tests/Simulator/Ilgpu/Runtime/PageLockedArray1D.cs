using Gen.CrossEntropy.Simulator;

namespace ILGPU.Runtime;

/// <summary>Memory of the host that copies reach directly.</summary>
/// <typeparam name="T">The element type.</typeparam>
public sealed unsafe class PageLockedArray1D<T> : AcceleratorObject
    where T : unmanaged
{
    private readonly T[] array;

    internal PageLockedArray1D(Accelerator accelerator, LongIndex1D extent, bool uninitialized)
        : base(accelerator)
    {
        array = uninitialized ? GC.AllocateUninitializedArray<T>(checked((int)extent.X), pinned: true) : GC.AllocateArray<T>(checked((int)extent.X), pinned: true);
        fixed (T* start = array)
        {
            Region = new Region((byte*)start, typeof(T), sizeof(T), array.Length);
        }
    }

    /// <summary>The elements.</summary>
    public Span<T> Span
    {
        get
        {
            ObjectDisposedException.ThrowIf(IsDisposed, this);
            return array;
        }
    }

    /// <summary>The elements, for copies.</summary>
    public ArrayView<T> ArrayView => new(null, Region, 0, array.Length);

    /// <summary>The number of elements.</summary>
    public long Length => array.Length;

    /// <summary>The number of elements.</summary>
    public LongIndex1D Extent => array.Length;

    internal Region Region { get; }

    /// <summary>An element.</summary>
    /// <param name="index">Its index.</param>
    public ref T this[int index] => ref Span[index];

    /// <summary>An element.</summary>
    /// <param name="index">Its index.</param>
    public ref T this[long index] => ref Span[checked((int)index)];

    /// <summary>The elements.</summary>
    /// <returns>The array that holds them.</returns>
    public T[] GetArray() => array;

    private protected override void Release() => Region.Dispose();
}

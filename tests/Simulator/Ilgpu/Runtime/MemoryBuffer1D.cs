using Gen.CrossEntropy.Simulator;

namespace ILGPU.Runtime;

/// <summary>Memory of a device: elements of one dimension.</summary>
/// <typeparam name="T">The element type.</typeparam>
/// <typeparam name="TStride">How they follow each other.</typeparam>
public sealed unsafe class MemoryBuffer1D<T, TStride> : MemoryBuffer, IContiguousArrayView
    where T : unmanaged
    where TStride : struct, IStride1D
{
    internal MemoryBuffer1D(Accelerator accelerator, long length)
        : base(accelerator, new Region(RegionKind.Global, typeof(T), sizeof(T), length) { Clock = accelerator.Clock })
    {
        View = new ArrayView1D<T, TStride>(new ArrayView<T>(this, Region, 0, length));
    }

    /// <summary>All elements.</summary>
    public ArrayView1D<T, TStride> View { get; }

    /// <summary>The number of elements.</summary>
    public LongIndex1D Extent => Length;

    /// <summary>Whether it was not disposed.</summary>
    public bool IsValid => !IsDisposed;

    MemoryBuffer IArrayView.Buffer => this;

    long IContiguousArrayView.Index => 0;

    long IContiguousArrayView.IndexInBytes => 0;

    /// <summary>All elements.</summary>
    /// <returns>A view of them.</returns>
    public ArrayView<T> AsContiguous() => View.BaseView;

    /// <summary>All elements.</summary>
    /// <param name="buffer">The buffer.</param>
    public static implicit operator ArrayView1D<T, TStride>(MemoryBuffer1D<T, TStride> buffer) => buffer?.View ?? throw new ArgumentNullException(nameof(buffer));

    /// <summary>All elements.</summary>
    /// <param name="buffer">The buffer.</param>
    public static explicit operator ArrayView<T>(MemoryBuffer1D<T, TStride> buffer) => buffer?.AsContiguous() ?? throw new ArgumentNullException(nameof(buffer));
}

using System.Runtime.InteropServices;

namespace ILGPU.Runtime;

/// <summary>What is done with views: alignment, by kernels, and copies, by the host.</summary>
public static class ArrayViewExtensions
{
    /// <summary>Promises that a view begins at a multiple of so many bytes, which is checked here and believed on a device.</summary>
    /// <typeparam name="T">The element type.</typeparam>
    /// <param name="view">The view.</param>
    /// <param name="alignmentInBytes">The number of bytes.</param>
    /// <returns>The view.</returns>
    public static ArrayView<T> AsAligned<T>(this ArrayView<T> view, int alignmentInBytes)
        where T : unmanaged => view.CheckAligned(alignmentInBytes);

    /// <summary>The accelerator whose memory it is.</summary>
    /// <typeparam name="TView">The type of the view.</typeparam>
    /// <param name="view">The view.</param>
    /// <returns>The accelerator.</returns>
    public static Accelerator GetAccelerator<TView>(this TView view)
        where TView : IArrayView => view.Buffer?.Accelerator ?? throw new InvalidOperationException("The view is of no buffer.");

    /// <summary>The default stream of the accelerator whose memory it is.</summary>
    /// <typeparam name="TView">The type of the view.</typeparam>
    /// <param name="view">The view.</param>
    /// <returns>The stream.</returns>
    public static AcceleratorStream GetDefaultStream<TView>(this TView view)
        where TView : IArrayView => view.GetAccelerator().DefaultStream;

    /// <summary>Sets all bytes to 0.</summary>
    /// <typeparam name="TView">The type of the view.</typeparam>
    /// <param name="view">The view.</param>
    public static void MemSetToZero<TView>(this TView view)
        where TView : IContiguousArrayView => view.MemSetToZero(view.GetDefaultStream());

    /// <summary>Sets all bytes to 0.</summary>
    /// <typeparam name="TView">The type of the view.</typeparam>
    /// <param name="view">The view.</param>
    /// <param name="stream">The stream.</param>
    public static void MemSetToZero<TView>(this TView view, AcceleratorStream stream)
        where TView : IContiguousArrayView => view.MemSet(stream, 0);

    /// <summary>Sets all bytes.</summary>
    /// <typeparam name="TView">The type of the view.</typeparam>
    /// <param name="view">The view.</param>
    /// <param name="stream">The stream.</param>
    /// <param name="value">What each is set to.</param>
    public static void MemSet<TView>(this TView view, AcceleratorStream stream, byte value)
        where TView : IContiguousArrayView => Copies.Set(stream, view.AsRawArrayView(), value);

    /// <summary>Copies between views.</summary>
    /// <typeparam name="TView">The type of the view.</typeparam>
    /// <param name="source">Where elements come from.</param>
    /// <param name="stream">The stream.</param>
    /// <param name="target">Where elements go.</param>
    public static void CopyTo<TView>(this TView source, AcceleratorStream stream, in TView target)
        where TView : IContiguousArrayView => Copies.Copy(stream, source.AsRawArrayView(), target.AsRawArrayView());

    /// <summary>Copies between views.</summary>
    /// <typeparam name="TView">The type of the view.</typeparam>
    /// <param name="source">Where elements come from.</param>
    /// <param name="target">Where elements go.</param>
    public static void CopyTo<TView>(this TView source, in TView target)
        where TView : IContiguousArrayView => source.CopyTo(source.GetDefaultStream(), target);

    /// <summary>Copies between views.</summary>
    /// <typeparam name="TView">The type of the view.</typeparam>
    /// <param name="target">Where elements go.</param>
    /// <param name="stream">The stream.</param>
    /// <param name="source">Where elements come from.</param>
    public static void CopyFrom<TView>(this TView target, AcceleratorStream stream, in TView source)
        where TView : IContiguousArrayView => Copies.Copy(stream, source.AsRawArrayView(), target.AsRawArrayView());

    /// <summary>Copies between views.</summary>
    /// <typeparam name="TView">The type of the view.</typeparam>
    /// <param name="target">Where elements go.</param>
    /// <param name="source">Where elements come from.</param>
    public static void CopyFrom<TView>(this TView target, in TView source)
        where TView : IContiguousArrayView => target.CopyFrom(target.GetDefaultStream(), source);

    /// <summary>Copies to the host.</summary>
    /// <typeparam name="T">The element type.</typeparam>
    /// <typeparam name="TView">The type of the view.</typeparam>
    /// <param name="source">Where elements come from.</param>
    /// <param name="stream">The stream.</param>
    /// <param name="cpuData">The first element in the host's memory.</param>
    /// <param name="length">The number of elements.</param>
    public static void CopyToCPU<T, TView>(this TView source, AcceleratorStream stream, ref T cpuData, long length)
        where TView : IContiguousArrayView<T>
        where T : unmanaged => Copies.ToHost(stream, source.AsRawArrayView(), ref cpuData, length);

    /// <summary>Copies to the host.</summary>
    /// <typeparam name="T">The element type.</typeparam>
    /// <typeparam name="TView">The type of the view.</typeparam>
    /// <param name="source">Where elements come from.</param>
    /// <param name="cpuData">The first element in the host's memory.</param>
    /// <param name="length">The number of elements.</param>
    public static void CopyToCPU<T, TView>(this TView source, ref T cpuData, long length)
        where TView : IContiguousArrayView<T>
        where T : unmanaged => source.CopyToCPU(source.GetDefaultStream(), ref cpuData, length);

    /// <summary>Copies from the host.</summary>
    /// <typeparam name="T">The element type.</typeparam>
    /// <typeparam name="TView">The type of the view.</typeparam>
    /// <param name="target">Where elements go.</param>
    /// <param name="stream">The stream.</param>
    /// <param name="cpuData">The first element in the host's memory.</param>
    /// <param name="length">The number of elements.</param>
    public static void CopyFromCPU<T, TView>(this TView target, AcceleratorStream stream, ref T cpuData, long length)
        where TView : IContiguousArrayView<T>
        where T : unmanaged => Copies.FromHost(stream, target.AsRawArrayView(), ref cpuData, length);

    /// <summary>Copies from the host.</summary>
    /// <typeparam name="T">The element type.</typeparam>
    /// <typeparam name="TView">The type of the view.</typeparam>
    /// <param name="target">Where elements go.</param>
    /// <param name="cpuData">The first element in the host's memory.</param>
    /// <param name="length">The number of elements.</param>
    public static void CopyFromCPU<T, TView>(this TView target, ref T cpuData, long length)
        where TView : IContiguousArrayView<T>
        where T : unmanaged => target.CopyFromCPU(target.GetDefaultStream(), ref cpuData, length);

    /// <summary>Copies to the host.</summary>
    /// <typeparam name="T">The element type.</typeparam>
    /// <typeparam name="TView">The type of the view.</typeparam>
    /// <param name="source">Where elements come from.</param>
    /// <param name="stream">The stream.</param>
    /// <param name="cpuData">The first element in the host's memory.</param>
    /// <param name="length">The number of elements.</param>
    public static void CopyToCPUUnsafeAsync<T, TView>(this TView source, AcceleratorStream stream, ref T cpuData, long length)
        where TView : IContiguousArrayView<T>
        where T : unmanaged => Copies.ToHost(stream, source.AsRawArrayView(), ref cpuData, length, waits: false);

    /// <summary>Copies to the host.</summary>
    /// <typeparam name="T">The element type.</typeparam>
    /// <typeparam name="TView">The type of the view.</typeparam>
    /// <param name="source">Where elements come from.</param>
    /// <param name="cpuData">The first element in the host's memory.</param>
    /// <param name="length">The number of elements.</param>
    public static void CopyToCPUUnsafeAsync<T, TView>(this TView source, ref T cpuData, long length)
        where TView : IContiguousArrayView<T>
        where T : unmanaged => source.CopyToCPUUnsafeAsync(source.GetDefaultStream(), ref cpuData, length);

    /// <summary>Copies from the host.</summary>
    /// <typeparam name="T">The element type.</typeparam>
    /// <typeparam name="TView">The type of the view.</typeparam>
    /// <param name="target">Where elements go.</param>
    /// <param name="stream">The stream.</param>
    /// <param name="cpuData">The first element in the host's memory.</param>
    /// <param name="length">The number of elements.</param>
    public static void CopyFromCPUUnsafeAsync<T, TView>(this TView target, AcceleratorStream stream, ref T cpuData, long length)
        where TView : IContiguousArrayView<T>
        where T : unmanaged => Copies.FromHost(stream, target.AsRawArrayView(), ref cpuData, length, waits: false);

    /// <summary>Copies from the host.</summary>
    /// <typeparam name="T">The element type.</typeparam>
    /// <typeparam name="TView">The type of the view.</typeparam>
    /// <param name="target">Where elements go.</param>
    /// <param name="cpuData">The first element in the host's memory.</param>
    /// <param name="length">The number of elements.</param>
    public static void CopyFromCPUUnsafeAsync<T, TView>(this TView target, ref T cpuData, long length)
        where TView : IContiguousArrayView<T>
        where T : unmanaged => target.CopyFromCPUUnsafeAsync(target.GetDefaultStream(), ref cpuData, length);

    /// <summary>Copies to the host.</summary>
    /// <typeparam name="T">The element type.</typeparam>
    /// <typeparam name="TView">The type of the view.</typeparam>
    /// <param name="source">Where elements come from.</param>
    /// <param name="stream">The stream.</param>
    /// <param name="span">The host's memory.</param>
    public static void CopyToCPU<T, TView>(this TView source, AcceleratorStream stream, in Span<T> span)
        where TView : IContiguousArrayView<T>
        where T : unmanaged => Copies.ToHost(stream, source.AsRawArrayView(), ref MemoryMarshal.GetReference(span), span.Length);

    /// <summary>Copies to the host.</summary>
    /// <typeparam name="T">The element type.</typeparam>
    /// <typeparam name="TView">The type of the view.</typeparam>
    /// <param name="source">Where elements come from.</param>
    /// <param name="span">The host's memory.</param>
    public static void CopyToCPU<T, TView>(this TView source, in Span<T> span)
        where TView : IContiguousArrayView<T>
        where T : unmanaged => source.CopyToCPU(source.GetDefaultStream(), span);

    /// <summary>Copies to an array.</summary>
    /// <typeparam name="T">The element type.</typeparam>
    /// <param name="view">The view.</param>
    /// <param name="data">The array.</param>
    public static void CopyToCPU<T>(this ArrayView<T> view, T[] data)
        where T : unmanaged => view.CopyToCPU(view.GetDefaultStream(), data);

    /// <summary>Copies to an array.</summary>
    /// <typeparam name="T">The element type.</typeparam>
    /// <param name="view">The view.</param>
    /// <param name="stream">The stream.</param>
    /// <param name="data">The array.</param>
    public static void CopyToCPU<T>(this ArrayView<T> view, AcceleratorStream stream, T[] data)
        where T : unmanaged => view.CopyToCPU(stream, (Span<T>)data);

    /// <summary>Copies to an array.</summary>
    /// <typeparam name="T">The element type.</typeparam>
    /// <param name="view">The view.</param>
    /// <param name="data">The array.</param>
    public static void CopyToCPU<T>(this ArrayView1D<T, Stride1D.Dense> view, T[] data)
        where T : unmanaged => view.CopyToCPU(view.GetDefaultStream(), data);

    /// <summary>Copies to an array.</summary>
    /// <typeparam name="T">The element type.</typeparam>
    /// <param name="view">The view.</param>
    /// <param name="stream">The stream.</param>
    /// <param name="data">The array.</param>
    public static void CopyToCPU<T>(this ArrayView1D<T, Stride1D.Dense> view, AcceleratorStream stream, T[] data)
        where T : unmanaged => view.CopyToCPU(stream, (Span<T>)data);

    /// <summary>Copies to an array.</summary>
    /// <typeparam name="T">The element type.</typeparam>
    /// <param name="view">The view.</param>
    /// <param name="data">The array.</param>
    public static void CopyToCPU<T>(this MemoryBuffer1D<T, Stride1D.Dense> view, T[] data)
        where T : unmanaged => view.CopyToCPU(view.View.GetDefaultStream(), data);

    /// <summary>Copies to an array.</summary>
    /// <typeparam name="T">The element type.</typeparam>
    /// <param name="view">The view.</param>
    /// <param name="stream">The stream.</param>
    /// <param name="data">The array.</param>
    public static void CopyToCPU<T>(this MemoryBuffer1D<T, Stride1D.Dense> view, AcceleratorStream stream, T[] data)
        where T : unmanaged => view.View.CopyToCPU(stream, (Span<T>)data);

    /// <summary>Copies to page-locked memory.</summary>
    /// <typeparam name="T">The element type.</typeparam>
    /// <typeparam name="TView">The type of the view.</typeparam>
    /// <param name="source">Where elements come from.</param>
    /// <param name="stream">The stream.</param>
    /// <param name="pageLockedArray">The memory.</param>
    public static void CopyToPageLockedAsync<T, TView>(this TView source, AcceleratorStream stream, PageLockedArray1D<T> pageLockedArray)
        where TView : IContiguousArrayView<T>
        where T : unmanaged => Copies.Copy(stream, source.AsRawArrayView(), pageLockedArray.ArrayView.AsBytes());

    /// <summary>Copies from the host.</summary>
    /// <typeparam name="T">The element type.</typeparam>
    /// <typeparam name="TView">The type of the view.</typeparam>
    /// <param name="target">Where elements go.</param>
    /// <param name="stream">The stream.</param>
    /// <param name="span">The host's memory.</param>
    public static void CopyFromCPU<T, TView>(this TView target, AcceleratorStream stream, in ReadOnlySpan<T> span)
        where TView : IContiguousArrayView<T>
        where T : unmanaged => Copies.FromHost(stream, target.AsRawArrayView(), ref MemoryMarshal.GetReference(span), span.Length);

    /// <summary>Copies from the host.</summary>
    /// <typeparam name="T">The element type.</typeparam>
    /// <typeparam name="TView">The type of the view.</typeparam>
    /// <param name="target">Where elements go.</param>
    /// <param name="span">The host's memory.</param>
    public static void CopyFromCPU<T, TView>(this TView target, in ReadOnlySpan<T> span)
        where TView : IContiguousArrayView<T>
        where T : unmanaged => target.CopyFromCPU(target.GetDefaultStream(), span);

    /// <summary>Copies from an array.</summary>
    /// <typeparam name="T">The element type.</typeparam>
    /// <param name="view">The view.</param>
    /// <param name="data">The array.</param>
    public static void CopyFromCPU<T>(this ArrayView<T> view, T[] data)
        where T : unmanaged => view.CopyFromCPU(view.GetDefaultStream(), data);

    /// <summary>Copies from an array.</summary>
    /// <typeparam name="T">The element type.</typeparam>
    /// <param name="view">The view.</param>
    /// <param name="stream">The stream.</param>
    /// <param name="data">The array.</param>
    public static void CopyFromCPU<T>(this ArrayView<T> view, AcceleratorStream stream, T[] data)
        where T : unmanaged => view.CopyFromCPU(stream, (ReadOnlySpan<T>)data);

    /// <summary>Copies from an array.</summary>
    /// <typeparam name="T">The element type.</typeparam>
    /// <param name="view">The view.</param>
    /// <param name="data">The array.</param>
    public static void CopyFromCPU<T>(this ArrayView1D<T, Stride1D.Dense> view, T[] data)
        where T : unmanaged => view.CopyFromCPU(view.GetDefaultStream(), data);

    /// <summary>Copies from an array.</summary>
    /// <typeparam name="T">The element type.</typeparam>
    /// <param name="view">The view.</param>
    /// <param name="stream">The stream.</param>
    /// <param name="data">The array.</param>
    public static void CopyFromCPU<T>(this ArrayView1D<T, Stride1D.Dense> view, AcceleratorStream stream, T[] data)
        where T : unmanaged => view.CopyFromCPU(stream, (ReadOnlySpan<T>)data);

    /// <summary>Copies from an array.</summary>
    /// <typeparam name="T">The element type.</typeparam>
    /// <param name="view">The view.</param>
    /// <param name="data">The array.</param>
    public static void CopyFromCPU<T>(this MemoryBuffer1D<T, Stride1D.Dense> view, T[] data)
        where T : unmanaged => view.CopyFromCPU(view.View.GetDefaultStream(), data);

    /// <summary>Copies from an array.</summary>
    /// <typeparam name="T">The element type.</typeparam>
    /// <param name="view">The view.</param>
    /// <param name="stream">The stream.</param>
    /// <param name="data">The array.</param>
    public static void CopyFromCPU<T>(this MemoryBuffer1D<T, Stride1D.Dense> view, AcceleratorStream stream, T[] data)
        where T : unmanaged => view.View.CopyFromCPU(stream, (ReadOnlySpan<T>)data);

    /// <summary>Copies from page-locked memory.</summary>
    /// <typeparam name="T">The element type.</typeparam>
    /// <typeparam name="TView">The type of the view.</typeparam>
    /// <param name="target">Where elements go.</param>
    /// <param name="stream">The stream.</param>
    /// <param name="pageLockedArray">The memory.</param>
    public static void CopyFromPageLockedAsync<T, TView>(this TView target, AcceleratorStream stream, PageLockedArray1D<T> pageLockedArray)
        where TView : IContiguousArrayView<T>
        where T : unmanaged => Copies.Copy(stream, pageLockedArray.ArrayView.AsBytes(), target.AsRawArrayView());

    /// <summary>Copies to a new array.</summary>
    /// <typeparam name="T">The element type.</typeparam>
    /// <param name="view">The view.</param>
    /// <returns>The array.</returns>
    public static T[] GetAsArray<T>(this ArrayView<T> view)
        where T : unmanaged
    {
        T[] array = new T[view.Length];
        view.CopyToCPU(array);
        return array;
    }

    /// <summary>Copies to a new array.</summary>
    /// <typeparam name="T">The element type.</typeparam>
    /// <param name="view">The view.</param>
    /// <returns>The array.</returns>
    public static T[] GetAsArray1D<T>(this ArrayView1D<T, Stride1D.Dense> view)
        where T : unmanaged
    {
        T[] array = new T[view.Length];
        view.CopyToCPU(array);
        return array;
    }

    /// <summary>Copies to a new array.</summary>
    /// <typeparam name="T">The element type.</typeparam>
    /// <param name="view">The view.</param>
    /// <returns>The array.</returns>
    public static T[] GetAsArray1D<T>(this MemoryBuffer1D<T, Stride1D.Dense> view)
        where T : unmanaged
    {
        T[] array = new T[view.Length];
        view.CopyToCPU(array);
        return array;
    }
}

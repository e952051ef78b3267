using System.ComponentModel;

namespace Gen.CrossEntropy.Kernels;

/// <summary>
/// Copies a last group of fewer samples than a vector has lanes to and from scratch memory of a full group, so that a kernel needs one loop only.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static unsafe class Padding
{
    /// <summary>destination[i] = source[i] for i &lt; <paramref name="count"/>, 0 up to <paramref name="padded"/>.</summary>
    /// <typeparam name="T">The element type.</typeparam>
    /// <param name="source"><paramref name="count"/> elements.</param>
    /// <param name="count">The elements to copy.</param>
    /// <param name="destination"><paramref name="padded"/> elements; does not overlap <paramref name="source"/>.</param>
    /// <param name="padded">At least <paramref name="count"/>.</param>
    public static void CopyRows<T>(T* source, nint count, T* destination, nint padded)
        where T : unmanaged
    {
        CopyBack(source, destination, count);
        new Span<T>(destination + count, (int)(padded - count)).Clear();
    }

    /// <summary>destination[c·lanes + i] = source[c·stride + i] for i &lt; <paramref name="count"/>, 0 for i up to <paramref name="lanes"/>, for each class c.</summary>
    /// <typeparam name="T">The element type.</typeparam>
    /// <param name="source">[classes, stride], of which the first <paramref name="count"/> of each class are read.</param>
    /// <param name="stride">S, the distance between classes in the source.</param>
    /// <param name="classes">C.</param>
    /// <param name="count">The positions to copy.</param>
    /// <param name="destination">[classes, lanes]; does not overlap <paramref name="source"/>.</param>
    /// <param name="lanes">At least <paramref name="count"/>.</param>
    public static void CopyClasses<T>(T* source, nint stride, int classes, nint count, T* destination, nint lanes)
        where T : unmanaged
    {
        for (nint c = 0; c < classes; c++)
        {
            CopyRows(source + (c * stride), count, destination + (c * lanes), lanes);
        }
    }

    /// <summary>destination[c·stride + i] = source[c·lanes + i] for i &lt; <paramref name="count"/>, for each class c: <see cref="CopyClasses"/> backwards.</summary>
    /// <typeparam name="T">The element type.</typeparam>
    /// <param name="source">[classes, lanes].</param>
    /// <param name="lanes">The distance between classes in the source.</param>
    /// <param name="classes">C.</param>
    /// <param name="count">The positions to copy.</param>
    /// <param name="destination">[classes, stride], of which the first <paramref name="count"/> of each class are written; does not overlap <paramref name="source"/>.</param>
    /// <param name="stride">S, the distance between classes in the destination.</param>
    public static void CopyClassesBack<T>(T* source, nint lanes, int classes, nint count, T* destination, nint stride)
        where T : unmanaged
    {
        for (nint c = 0; c < classes; c++)
        {
            CopyBack(source + (c * lanes), destination + (c * stride), count);
        }
    }

    /// <summary>destination[i] = source[i] for i &lt; <paramref name="count"/>, -1 (ignored) up to <paramref name="padded"/>.</summary>
    /// <param name="source"><paramref name="count"/> normalised targets.</param>
    /// <param name="count">The targets to copy.</param>
    /// <param name="destination"><paramref name="padded"/> elements; does not overlap <paramref name="source"/>.</param>
    /// <param name="padded">At least <paramref name="count"/>.</param>
    public static void CopyTargets(int* source, nint count, int* destination, nint padded)
    {
        CopyBack(source, destination, count);
        new Span<int>(destination + count, (int)(padded - count)).Fill(-1);
    }

    /// <inheritdoc cref="CopyTargets(int*, nint, int*, nint)"/>
    public static void CopyTargets(long* source, nint count, long* destination, nint padded)
    {
        CopyBack(source, destination, count);
        new Span<long>(destination + count, (int)(padded - count)).Fill(-1);
    }

    /// <summary>destination[i] = source[i] for i &lt; <paramref name="count"/>.</summary>
    /// <typeparam name="T">The element type.</typeparam>
    /// <param name="source"><paramref name="count"/> elements.</param>
    /// <param name="destination"><paramref name="count"/> elements; does not overlap <paramref name="source"/>.</param>
    /// <param name="count">The elements to copy.</param>
    public static void CopyBack<T>(T* source, T* destination, nint count)
        where T : unmanaged => new ReadOnlySpan<T>(source, (int)count).CopyTo(new Span<T>(destination, (int)count));
}

using System.Numerics;
using System.Runtime.InteropServices;

namespace Digits.Learning;

/// <summary>
/// The four products that a dense layer needs, on row-major matrices. Every one is a chain of <see cref="AddScaled"/> over contiguous rows, so that an
/// element's terms are always added in the same order: the result does not depend on the vector width of the machine.
/// </summary>
internal static class MatrixKernels
{
    /// <summary>y[n, j] = bias[j] + Σ_i x[n, i] · w[i, j], with x [N, I], w [I, J], bias [J], y [N, J].</summary>
    public static void Affine<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> w, ReadOnlySpan<T> bias, Span<T> y)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int columns = bias.Length;
        int inner = w.Length / columns;
        int rows = y.Length / columns;
        for (int n = 0; n < rows; n++)
        {
            bias.CopyTo(y.Slice(n * columns, columns));
        }

        AddProduct(x, w, y, rows, inner, columns);
    }

    /// <summary>y[n, j] += Σ_i x[n, i] · w[i, j], with x [N, I], w [I, J], y [N, J].</summary>
    public static void AddProduct<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> w, Span<T> y, int rows, int inner, int columns)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int n = 0; n < rows; n++)
        {
            Span<T> row = y.Slice(n * columns, columns);
            for (int i = 0; i < inner; i++)
            {
                AddScaled(x[(n * inner) + i], w.Slice(i * columns, columns), row);
            }
        }
    }

    /// <summary>w[i, j] += Σ_n x[n, i] · y[n, j], with x [N, I], y [N, J], w [I, J]: the gradient of a product by its second factor.</summary>
    public static void AddTransposedProduct<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> y, Span<T> w, int rows, int inner, int columns)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int n = 0; n < rows; n++)
        {
            ReadOnlySpan<T> row = y.Slice(n * columns, columns);
            for (int i = 0; i < inner; i++)
            {
                AddScaled(x[(n * inner) + i], row, w.Slice(i * columns, columns));
            }
        }
    }

    /// <summary>sum[j] += Σ_n y[n, j], with y [N, J].</summary>
    public static void AddColumnSums<T>(ReadOnlySpan<T> y, Span<T> sum)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int start = 0; start < y.Length; start += sum.Length)
        {
            AddScaled(T.One, y.Slice(start, sum.Length), sum);
        }
    }

    /// <summary>transposed[j, i] = w[i, j], with w [I, J].</summary>
    public static void Transpose<T>(ReadOnlySpan<T> w, Span<T> transposed, int rows, int columns)
    {
        for (int i = 0; i < rows; i++)
        {
            for (int j = 0; j < columns; j++)
            {
                transposed[(j * rows) + i] = w[(i * columns) + j];
            }
        }
    }

    /// <summary>destination[j] += scale · source[j]. Nothing happens at scale 0, which is every second pixel and hidden unit.</summary>
    public static void AddScaled<T>(T scale, ReadOnlySpan<T> source, Span<T> destination)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (T.IsZero(scale))
        {
            return;
        }

        // The length check that the unsafe loads below leave out.
        destination = destination[..source.Length];
        ref T from = ref MemoryMarshal.GetReference(source);
        ref T to = ref MemoryMarshal.GetReference(destination);
        Vector<T> scales = new(scale);
        int j = 0;
        for (; j <= source.Length - Vector<T>.Count; j += Vector<T>.Count)
        {
            Vector<T> sum = Vector.LoadUnsafe(ref to, (nuint)j) + (scales * Vector.LoadUnsafe(ref from, (nuint)j));
            sum.StoreUnsafe(ref to, (nuint)j);
        }

        for (; j < source.Length; j++)
        {
            destination[j] += scale * source[j];
        }
    }
}

namespace Gen.CrossEntropy;

/// <summary>What a shape must satisfy, and how messages print it.</summary>
internal static class ShapeRules
{
    /// <summary>The product of the extents, 1 for none.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An extent is negative.</exception>
    /// <exception cref="ArgumentException">The elements or their bytes cannot be counted in an <see cref="nint"/>.</exception>
    public static unsafe nint Count<T>(ReadOnlySpan<nint> shape)
        where T : unmanaged
    {
        bool empty = false;
        foreach (nint extent in shape)
        {
            if (extent < 0)
            {
                throw new ArgumentOutOfRangeException(nameof(shape), extent, $"shape: expected extents of 0 or more, got {Print(shape)}.");
            }

            empty |= extent == 0;
        }

        if (empty)
        {
            return 0;
        }

        // The bound leaves room for the bytes and for an aligned allocation around them.
        nint most = (nint.MaxValue - 4096) / sizeof(T);
        nint count = 1;
        foreach (nint extent in shape)
        {
            if (extent > most / count)
            {
                throw new ArgumentException($"shape: expected at most {most} elements of {sizeof(T)} bytes, got {Print(shape)}.", nameof(shape));
            }

            count *= extent;
        }

        return count;
    }

    /// <summary>For instance [32, 10].</summary>
    public static string Print(ReadOnlySpan<nint> shape) => $"[{string.Join(", ", shape.ToArray())}]";
}

namespace GpuBenchmark.Workloads;

/// <summary>Drawn inputs, the same each time.</summary>
internal static class Inputs
{
    /// <summary>Logits are drawn so many at a time and repeated. No row length divides it, so that rows differ.</summary>
    private const int Period = (1 << 20) + 7;

    /// <summary>Nearly normal numbers of standard deviation 2.</summary>
    public static void Logits<T, TElement>(Span<T> x)
        where T : unmanaged
        where TElement : IElement<T>
    {
        int drawn = Math.Min(x.Length, Period);
        for (int i = 0; i < drawn; i++)
        {
            ulong bits = Mix((ulong)i);
            x[i] = TElement.Narrow(((byte)bits + (byte)(bits >> 8) + (byte)(bits >> 16) + (byte)(bits >> 24) - 510) * (2 / 147.8f));
        }

        for (int filled = drawn; filled < x.Length;)
        {
            // Whole periods lie before.
            int more = Math.Min(filled, x.Length - filled);
            x[..more].CopyTo(x[filled..]);
            filled += more;
        }
    }

    /// <summary>Class indices.</summary>
    public static int[] Targets(int rows, int classes)
    {
        int[] t = new int[rows];
        for (int row = 0; row < rows; row++)
        {
            t[row] = (int)(Mix(~(ulong)row) % (uint)classes);
        }

        return t;
    }

    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 31)) * 0x7FB5D329728EA185;
        z = (z ^ (z >> 27)) * 0x81DADEF4BC2DD44D;
        return z ^ (z >> 33);
    }
}

using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Peers.Limits;

/// <summary>
/// What memory allows: reading and copying as fast as a loop can. Sizes are multiples of 64 bytes, addresses aligned to them. In the forms with streams, four places some pages apart are
/// worked on in turns: more requests are under way than one walk keeps.
/// </summary>
internal static unsafe class Traffic
{
    /// <summary>The size of what one of four streams goes through before all move on: four pages.</summary>
    private const nint Stream = 4 * 4096;

    private const nint Line = 64;

    /// <summary>Σ x, as numbers of 64 bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static long Read(byte* x, nint size)
    {
        Vector512<long> a = default, b = default, c = default, d = default;
        nint i = 0;
        for (; i <= size - (4 * Line); i += 4 * Line)
        {
            a += Load(x + i);
            b += Load(x + i + Line);
            c += Load(x + i + (2 * Line));
            d += Load(x + i + (3 * Line));
        }

        for (; i < size; i += Line)
        {
            a += Load(x + i);
        }

        return Vector512.Sum(a + b + c + d);
    }

    /// <summary>Σ x in four streams.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static long ReadStreams(byte* x, nint size)
    {
        Vector512<long> a = default, b = default, c = default, d = default;
        nint start = 0;
        for (; start <= size - (4 * Stream); start += 4 * Stream)
        {
            for (byte* p = x + start; p < x + start + Stream; p += Line)
            {
                a += Load(p);
                b += Load(p + Stream);
                c += Load(p + (2 * Stream));
                d += Load(p + (3 * Stream));
            }
        }

        return Vector512.Sum(a + b + c + d) + Read(x + start, size - start);
    }

    /// <summary>y = x.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Copy(byte* x, byte* y, nint size)
    {
        nint i = 0;
        for (; i <= size - (4 * Line); i += 4 * Line)
        {
            Vector512<long> a = Load(x + i), b = Load(x + i + Line), c = Load(x + i + (2 * Line)), d = Load(x + i + (3 * Line));
            a.StoreAligned((long*)(y + i));
            b.StoreAligned((long*)(y + i + Line));
            c.StoreAligned((long*)(y + i + (2 * Line)));
            d.StoreAligned((long*)(y + i + (3 * Line)));
        }

        for (; i < size; i += Line)
        {
            Load(x + i).StoreAligned((long*)(y + i));
        }
    }

    /// <summary>y = x, past the caches.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void CopyPast(byte* x, byte* y, nint size)
    {
        nint i = 0;
        for (; i <= size - (4 * Line); i += 4 * Line)
        {
            Vector512<long> a = Load(x + i), b = Load(x + i + Line), c = Load(x + i + (2 * Line)), d = Load(x + i + (3 * Line));
            StorePast(a, y + i);
            StorePast(b, y + i + Line);
            StorePast(c, y + i + (2 * Line));
            StorePast(d, y + i + (3 * Line));
        }

        for (; i < size; i += Line)
        {
            StorePast(Load(x + i), y + i);
        }

        Fence();
    }

    /// <summary>y = x, past the caches, in four streams.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void CopyPastStreams(byte* x, byte* y, nint size)
    {
        nint start = 0;
        for (; start <= size - (4 * Stream); start += 4 * Stream)
        {
            byte* q = y + start;
            for (byte* p = x + start; p < x + start + Stream; p += Line, q += Line)
            {
                Vector512<long> a = Load(p), b = Load(p + Stream), c = Load(p + (2 * Stream)), d = Load(p + (3 * Stream));
                StorePast(a, q);
                StorePast(b, q + Stream);
                StorePast(c, q + (2 * Stream));
                StorePast(d, q + (3 * Stream));
            }
        }

        CopyPast(x + start, y + start, size - start);
    }

    // Two or four instructions where vectors are narrower.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<long> Load(byte* p) => Vector512.LoadAligned((long*)p);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StorePast(Vector512<long> value, byte* p) => value.StoreAlignedNonTemporal((long*)p);

    private static void Fence()
    {
        if (Sse.IsSupported)
        {
            Sse.StoreFence();
        }
    }
}

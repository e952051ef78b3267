using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Gen.CrossEntropy.Kernels;

/// <summary>Converts arrays between the type that callers have elements in and the type that kernels compute in. The arrays do not overlap.</summary>
internal static unsafe class Conversion
{
    /// <summary>How many elements ahead a widening asks for what it will read.</summary>
    private const int Ahead = 1024;

    /// <summary>destination[i] = source[i], exactly.</summary>
    public static void Widen<T, TReal>(T* source, TReal* destination, nint count)
        where T : unmanaged
        where TReal : unmanaged
    {
        if (typeof(T) == typeof(TReal))
        {
            Buffer.MemoryCopy(source, destination, count * sizeof(TReal), count * sizeof(T));
        }
        else if (typeof(T) == typeof(Half) && typeof(TReal) == typeof(float))
        {
            WidenBits<HalfBits>((ushort*)source, (float*)destination, count);
        }
        else if (typeof(T) == typeof(BFloat16) && typeof(TReal) == typeof(float))
        {
            WidenBits<BFloat16Bits>((ushort*)source, (float*)destination, count);
        }
        else
        {
            throw Unknown(typeof(T), typeof(TReal));
        }
    }

    /// <summary>destination[i] = source[i], rounded to nearest, ties to even.</summary>
    /// <param name="source"><paramref name="count"/> elements.</param>
    /// <param name="destination"><paramref name="count"/> elements, aligned to their size.</param>
    /// <param name="count">The number of elements.</param>
    /// <param name="streams">Whether whole lines go past the caches.</param>
    public static void Narrow<TReal, T>(TReal* source, T* destination, nint count, bool streams)
        where TReal : unmanaged
        where T : unmanaged
    {
        if (typeof(T) == typeof(Half) && typeof(TReal) == typeof(float))
        {
            NarrowBits<HalfBits>((float*)source, (ushort*)destination, count, streams);
        }
        else if (typeof(T) == typeof(BFloat16) && typeof(TReal) == typeof(float))
        {
            NarrowBits<BFloat16Bits>((float*)source, (ushort*)destination, count, streams);
        }
        else
        {
            throw Unknown(typeof(T), typeof(TReal));
        }
    }

    private static void WidenBits<TFormat>(ushort* source, float* destination, nint count)
        where TFormat : struct, ISixteenBits
    {
        if (Avx512BW.IsSupported && count >= 2 * Lanes512.Count)
        {
            WidenLanes<TFormat, Lanes512>(source, destination, count);
        }
        else if (Vector256.IsHardwareAccelerated && count >= 2 * Lanes256.Count)
        {
            WidenLanes<TFormat, Lanes256>(source, destination, count);
        }
        else if (Vector128.IsHardwareAccelerated && count >= 2 * Lanes128.Count)
        {
            WidenLanes<TFormat, Lanes128>(source, destination, count);
        }
        else
        {
            for (nint i = 0; i < count; i++)
            {
                destination[i] = TFormat.Widen(source[i]);
            }
        }
    }

    private static void NarrowBits<TFormat>(float* source, ushort* destination, nint count, bool streams)
        where TFormat : struct, ISixteenBits
    {
        if (Avx512BW.IsSupported && count >= 2 * Lanes512.Count)
        {
            NarrowLanes<TFormat, Lanes512>(source, destination, count, streams);
        }
        else if (Vector256.IsHardwareAccelerated && count >= 2 * Lanes256.Count)
        {
            NarrowLanes<TFormat, Lanes256>(source, destination, count, streams);
        }
        else if (Vector128.IsHardwareAccelerated && count >= 2 * Lanes128.Count)
        {
            NarrowLanes<TFormat, Lanes128>(source, destination, count, streams);
        }
        else
        {
            NarrowEach<TFormat>(source, destination, count);
        }
    }

    private static void NarrowEach<TFormat>(float* source, ushort* destination, nint count)
        where TFormat : struct, ISixteenBits
    {
        for (nint i = 0; i < count; i++)
        {
            destination[i] = TFormat.Narrow(source[i]);
        }
    }

    private static void NarrowLanes<TFormat, TLanes>(float* source, ushort* destination, nint count, bool streams)
        where TFormat : struct, ISixteenBits
        where TLanes : struct, IBitLanes<TLanes>
    {
        if (streams)
        {
            NarrowStreaming<TFormat, TLanes>(source, destination, count);
        }
        else
        {
            NarrowOverlapping<TFormat, TLanes>(source, destination, count);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void WidenLanes<TFormat, TLanes>(ushort* source, float* destination, nint count)
        where TFormat : struct, ISixteenBits
        where TLanes : struct, IBitLanes<TLanes>
    {
        // The last step ends at the last element and overlaps the one before.
        nint last = count - (2 * TLanes.Count);
        for (nint i = 0; ; i = nint.Min(i + (2 * TLanes.Count), last))
        {
            if (Sse.IsSupported)
            {
                Sse.Prefetch0(source + i + Ahead);
            }

            TLanes.Store(TFormat.Widen(TLanes.Load(source + i)), destination + i);
            TLanes.Store(TFormat.Widen(TLanes.Load(source + i + TLanes.Count)), destination + i + TLanes.Count);
            if (i == last)
            {
                return;
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void NarrowOverlapping<TFormat, TLanes>(float* source, ushort* destination, nint count)
        where TFormat : struct, ISixteenBits
        where TLanes : struct, IBitLanes<TLanes>
    {
        nint last = count - (2 * TLanes.Count);
        for (nint i = 0; ; i = nint.Min(i + (2 * TLanes.Count), last))
        {
            TLanes.Store(TFormat.Narrow(TLanes.Load(source + i)), TFormat.Narrow(TLanes.Load(source + i + TLanes.Count)), destination + i);
            if (i == last)
            {
                return;
            }
        }
    }

    /// <summary>Nothing that went past the caches is written again: the elements outside whole lines go one at a time.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void NarrowStreaming<TFormat, TLanes>(float* source, ushort* destination, nint count)
        where TFormat : struct, ISixteenBits
        where TLanes : struct, IBitLanes<TLanes>
    {
        nint start = nint.Min(count, NonTemporal.ElementsToLine(destination));
        nint end = count - ((count - start) % (NonTemporal.Line / sizeof(ushort)));
        NarrowEach<TFormat>(source, destination, start);
        for (nint i = start; i < end; i += 2 * TLanes.Count)
        {
            TLanes.StoreStreaming(TFormat.Narrow(TLanes.Load(source + i)), TFormat.Narrow(TLanes.Load(source + i + TLanes.Count)), destination + i);
        }

        NarrowEach<TFormat>(source + end, destination + end, count - end);
    }

    private static NotSupportedException Unknown(Type element, Type real) =>
        new($"Expected elements of the kernels' type, or Half or BFloat16 with kernels in float; got {element} with kernels in {real}.");
}

using System.Numerics;

namespace Gen.CrossEntropy.Kernels;

/// <summary>Converts arrays between the type that callers have elements in and the type that kernels compute in. The arrays do not overlap.</summary>
internal static unsafe class Conversion
{
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
    public static void Narrow<TReal, T>(TReal* source, T* destination, nint count)
        where TReal : unmanaged
        where T : unmanaged
    {
        if (typeof(T) == typeof(Half) && typeof(TReal) == typeof(float))
        {
            NarrowBits<HalfBits>((float*)source, (ushort*)destination, count);
        }
        else if (typeof(T) == typeof(BFloat16) && typeof(TReal) == typeof(float))
        {
            NarrowBits<BFloat16Bits>((float*)source, (ushort*)destination, count);
        }
        else
        {
            throw Unknown(typeof(T), typeof(TReal));
        }
    }

    private static void WidenBits<TFormat>(ushort* source, float* destination, nint count)
        where TFormat : struct, ISixteenBits
    {
        nint i = 0;
        if (Vector.IsHardwareAccelerated && count >= Vector<ushort>.Count)
        {
            // The last vector ends at the last element and overlaps the one before.
            nint last = count - Vector<ushort>.Count;
            for (; i < last; i += Vector<ushort>.Count)
            {
                WidenVector<TFormat>(source + i, destination + i);
            }

            WidenVector<TFormat>(source + last, destination + last);
            return;
        }

        for (; i < count; i++)
        {
            destination[i] = TFormat.Widen(source[i]);
        }
    }

    private static void WidenVector<TFormat>(ushort* source, float* destination)
        where TFormat : struct, ISixteenBits
    {
        Vector.Widen(Vector.Load(source), out Vector<uint> low, out Vector<uint> high);
        Vector.Store(TFormat.Widen(low), destination);
        Vector.Store(TFormat.Widen(high), destination + Vector<float>.Count);
    }

    private static void NarrowBits<TFormat>(float* source, ushort* destination, nint count)
        where TFormat : struct, ISixteenBits
    {
        nint i = 0;
        if (Vector.IsHardwareAccelerated && count >= Vector<ushort>.Count)
        {
            nint last = count - Vector<ushort>.Count;
            for (; i < last; i += Vector<ushort>.Count)
            {
                NarrowVector<TFormat>(source + i, destination + i);
            }

            NarrowVector<TFormat>(source + last, destination + last);
            return;
        }

        for (; i < count; i++)
        {
            destination[i] = TFormat.Narrow(source[i]);
        }
    }

    private static void NarrowVector<TFormat>(float* source, ushort* destination)
        where TFormat : struct, ISixteenBits
    {
        Vector<uint> low = TFormat.Narrow(Vector.Load(source));
        Vector<uint> high = TFormat.Narrow(Vector.Load(source + Vector<float>.Count));
        Vector.Store(Vector.Narrow(low, high), destination);
    }

    private static NotSupportedException Unknown(Type element, Type real) =>
        new($"Expected elements of the kernels' type, or Half or BFloat16 with kernels in float; got {element} with kernels in {real}.");
}

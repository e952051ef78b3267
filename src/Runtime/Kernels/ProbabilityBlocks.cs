using System.Numerics;
using System.Runtime.CompilerServices;
using Gen.CrossEntropy.Threading;

namespace Gen.CrossEntropy.Kernels;

/// <summary>Probabilities in blocks, to be looked at. There is no sum.</summary>
/// <remarks>On the bits: those of the numbers from 0 to 1 are the unsigned integers up to those of 1, in every format; -0, the sign bit alone, is 0 too. A NaN is above.</remarks>
/// <param name="values">The probabilities.</param>
/// <param name="refused">The first value outside [0, 1] or NaN that a block finds.</param>
internal readonly unsafe struct ProbabilityBlocks<T>(Slice<T> values, FirstIndex* refused) : IBlocks
    where T : unmanaged
{
    private const int Elements = 8192;

    /// <summary>The number of blocks.</summary>
    public nint Count => (values.Length + Elements - 1) / Elements;

    public double Run(nint block)
    {
        nint first = block * Elements;
        nint count = nint.Min(Elements, values.Length - first);
        T* here = values.Pointer + first;
        nint found = sizeof(T) switch
        {
            8 => Find((ulong*)here, count, BitConverter.DoubleToUInt64Bits(1), 1UL << 63),
            4 => Find((uint*)here, count, BitConverter.SingleToUInt32Bits(1), 1U << 31),
            _ => Find((ushort*)here, count, typeof(T) == typeof(Half) ? BitConverter.HalfToUInt16Bits(Half.One) : BFloat16.One.ToBits(), (ushort)(1 << 15)),
        };
        if (found < count)
        {
            refused->Offer(first + found);
        }

        return 0;
    }

    /// <summary>The first refused element; <paramref name="count"/> if there is none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static nint Find<TBits>(TBits* bits, nint count, TBits one, TBits minusZero)
        where TBits : unmanaged, IBinaryInteger<TBits>
    {
        nint i = 0;
        if (Vector.IsHardwareAccelerated)
        {
            Vector<TBits> most = new(one);
            Vector<TBits> sign = new(minusZero);
            for (; i <= count - Vector<TBits>.Count; i += Vector<TBits>.Count)
            {
                Vector<TBits> value = Vector.Load(bits + i);
                if (!Vector.EqualsAll(Vector.LessThanOrEqual(value, most) | Vector.Equals(value, sign), Vector<TBits>.AllBitsSet))
                {
                    break;
                }
            }
        }

        // The rest; or a vector with a refused element, which this finds.
        while (i < count && (bits[i] <= one || bits[i] == minusZero))
        {
            i++;
        }

        return i;
    }
}

using System.Globalization;
using System.Numerics;

namespace Gen.CrossEntropy.Kernels;

/// <summary>Looks at every probability of a call before any of them is used.</summary>
/// <remarks>On the bits: those of the numbers from 0 to 1 are the unsigned integers up to those of 1, in every format; -0, the sign bit alone, is 0 too. A NaN is above.</remarks>
internal static unsafe class ProbabilityCheck
{
    /// <summary>Refuses a value outside [0, 1] or NaN, with its element.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is such a value.</exception>
    public static void Run<T>(Slice<T> values, string argument)
        where T : unmanaged
    {
        nint refused = FindRefused(values);
        if (refused < values.Length)
        {
            T value = values.Pointer[refused];
            throw new ArgumentOutOfRangeException(
                argument, value, string.Create(CultureInfo.InvariantCulture, $"{argument}: expected probabilities, from 0 to 1, got {value} at element {refused}."));
        }
    }

    /// <summary>The first refused element; the length if there is none.</summary>
    public static nint FindRefused<T>(Slice<T> values)
        where T : unmanaged => sizeof(T) switch
        {
            8 => Find((ulong*)values.Pointer, values.Length, BitConverter.DoubleToUInt64Bits(1), 1UL << 63),
            4 => Find((uint*)values.Pointer, values.Length, BitConverter.SingleToUInt32Bits(1), 1U << 31),
            _ => Find((ushort*)values.Pointer, values.Length, typeof(T) == typeof(Half) ? BitConverter.HalfToUInt16Bits(Half.One) : BFloat16.One.ToBits(), (ushort)(1 << 15)),
        };

    private static nint Find<TBits>(TBits* bits, nint length, TBits one, TBits minusZero)
        where TBits : unmanaged, IBinaryInteger<TBits>
    {
        nint i = 0;
        if (Vector.IsHardwareAccelerated)
        {
            Vector<TBits> most = new(one);
            Vector<TBits> sign = new(minusZero);
            for (; i <= length - Vector<TBits>.Count; i += Vector<TBits>.Count)
            {
                Vector<TBits> value = Vector.Load(bits + i);
                if (!Vector.EqualsAll(Vector.LessThanOrEqual(value, most) | Vector.Equals(value, sign), Vector<TBits>.AllBitsSet))
                {
                    break;
                }
            }
        }

        // The rest; or a vector with a refused element, which this finds.
        while (i < length && (bits[i] <= one || bits[i] == minusZero))
        {
            i++;
        }

        return i;
    }
}

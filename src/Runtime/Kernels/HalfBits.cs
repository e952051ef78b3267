using System.Numerics;

namespace Gen.CrossEntropy.Kernels;

/// <summary><see cref="Half"/>: 1 sign bit, 5 of exponent, 10 of significand.</summary>
internal readonly struct HalfBits : ISixteenBits
{
    /// <summary>From the exponent's lowest bit of a half to that of a float.</summary>
    private const int Shift = 13;

    /// <summary>The difference of the exponents' biases, 127 - 15, as a float's exponent.</summary>
    private const uint Rebias = 112u << 23;

    /// <summary>2^-14, the smallest normal half, as a float.</summary>
    private const uint SmallestNormal = 113u << 23;

    /// <summary>The bits of an infinite float.</summary>
    private const uint Infinity = 255u << 23;

    public static Vector<float> Widen(Vector<uint> bits)
    {
        Vector<uint> magnitude = Vector.ShiftLeft(bits & new Vector<uint>(0x7FFF), Shift);
        Vector<uint> sign = Vector.ShiftLeft(bits & new Vector<uint>(0x8000), 16);

        // An exponent of all ones, infinity or NaN, needs the difference twice.
        Vector<uint> special = Vector.GreaterThan(magnitude, new Vector<uint>((31u << 23) - 1)) & new Vector<uint>(Rebias);

        // Subnormal: with an exponent, the significand stands behind an implicit 1, which is subtracted again. 0 is subtracted elsewhere: it quiets a NaN.
        Vector<uint> subnormal = Vector.LessThan(magnitude, new Vector<uint>(1u << 23));
        Vector<uint> rebiased = magnitude + new Vector<uint>(Rebias) + special + (subnormal & new Vector<uint>(1u << 23));
        Vector<float> value = Vector.AsVectorSingle(rebiased) - Vector.AsVectorSingle(subnormal & new Vector<uint>(SmallestNormal));
        return Vector.AsVectorSingle(Vector.AsVectorUInt32(value) | sign);
    }

    public static Vector<uint> Narrow(Vector<float> values)
    {
        Vector<uint> bits = Vector.AsVectorUInt32(values);
        Vector<uint> magnitude = bits & new Vector<uint>(0x7FFF_FFFF);
        Vector<uint> sign = Vector.ShiftRightLogical(bits ^ magnitude, 16);

        // Half of the last place, less one where the last place is even, carries into it as ties to even do; a carry out of the significand is the next exponent, and out of the largest is infinity.
        Vector<uint> odd = Vector.ShiftRightLogical(magnitude, Shift) & Vector<uint>.One;
        Vector<uint> normal = Vector.ShiftRightLogical(magnitude + odd + new Vector<uint>(0xFFF) - new Vector<uint>(Rebias), Shift);

        // Below the normal halves: the last place of 0.5 + |x| is that of a subnormal half, and the addition rounds to it.
        Vector<uint> subnormal = Vector.AsVectorUInt32(Vector.AsVectorSingle(magnitude) + new Vector<float>(0.5f)) - new Vector<uint>(126u << 23);
        Vector<uint> finite = Vector.ConditionalSelect(Vector.LessThan(magnitude, new Vector<uint>(SmallestNormal)), subnormal, normal);

        // From 2^16 on all is infinite; a NaN keeps the upper bits of its payload, with the quiet bit.
        Vector<uint> nan = (Vector.ShiftRightLogical(magnitude, Shift) & new Vector<uint>(0x3FF)) | new Vector<uint>(0x7E00);
        Vector<uint> special = Vector.ConditionalSelect(Vector.GreaterThan(magnitude, new Vector<uint>(Infinity)), nan, new Vector<uint>(0x7C00));
        return sign | Vector.ConditionalSelect(Vector.LessThan(magnitude, new Vector<uint>(143u << 23)), finite, special);
    }

    public static float Widen(ushort bits) => (float)BitConverter.UInt16BitsToHalf(bits);

    public static ushort Narrow(float value) => BitConverter.HalfToUInt16Bits((Half)value);
}

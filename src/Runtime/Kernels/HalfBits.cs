using System.Runtime.CompilerServices;

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

    /// <summary>0.5, whose last place is 2^-24, that of a subnormal half; and -0.5.</summary>
    private const uint OneHalf = 126u << 23;
    private const uint MinusOneHalf = OneHalf | (1u << 31);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Widen<TLanes>(TLanes bits)
        where TLanes : struct, IBitLanes<TLanes>
    {
        TLanes shifted = bits << 16;
        TLanes magnitude = (shifted + shifted) >>> (16 - Shift + 1);

        // With twice the difference an exponent of all ones, of infinity and NaN, stays one; 2^-112, exactly, takes the second away from the others.
        TLanes normal = TLanes.MultiplyFloats(magnitude + TLanes.Of(2 * Rebias), TLanes.Of(15u << 23));

        // The significand of a subnormal, in the last places of 0.5, which is subtracted again.
        TLanes subnormal = TLanes.AddFloats((magnitude >>> Shift) | TLanes.Of(OneHalf), TLanes.Of(MinusOneHalf));
        return TLanes.AndOr(shifted, 1u << 31, TLanes.WhereLess(magnitude, TLanes.Of(1u << 23), subnormal, normal));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Narrow<TLanes>(TLanes bits)
        where TLanes : struct, IBitLanes<TLanes>
    {
        TLanes magnitude = bits & TLanes.Of(0x7FFF_FFFF);

        // From 2^16 on all is infinite, which 2^16 becomes by itself: its exponent is the one of all ones.
        TLanes bounded = TLanes.Min(magnitude, TLanes.Of(143u << 23));

        // Half of the last place, less one where the last place is even, carries into it as ties to even do; a carry out of the significand is the next exponent, and out of the largest is infinity.
        TLanes odd = (bounded >>> Shift) & TLanes.Of(1);
        TLanes normal = (bounded + odd - TLanes.Of(Rebias - 0xFFF)) >>> Shift;

        // Below the normal halves: the last place of 0.5 + |x| is that of a subnormal half, and the addition rounds to it.
        TLanes subnormal = TLanes.AddFloats(bounded, TLanes.Of(OneHalf)) - TLanes.Of(OneHalf);
        TLanes number = TLanes.WhereLess(bounded, TLanes.Of(SmallestNormal), subnormal, normal);

        TLanes nan = TLanes.AndOr(magnitude >>> Shift, 0x3FF, TLanes.Of(0x7E00));
        return TLanes.AndOr(bits >>> 16, 0x8000, TLanes.WhereNumber(bits, number, nan));
    }

    public static float Widen(ushort bits) => (float)BitConverter.UInt16BitsToHalf(bits);

    public static ushort Narrow(float value) => BitConverter.HalfToUInt16Bits((Half)value);
}

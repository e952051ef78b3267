using System.ComponentModel;
using ILGPU;

namespace Gen.CrossEntropy.Kernels;

/// <summary>Elements of 16 bits in kernels, which have no type for them.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class GpuBits
{
    /// <summary>A bfloat16's value: its bits are the upper half of a float's.</summary>
    /// <param name="bits">The bits.</param>
    /// <returns>The value, exactly.</returns>
    public static float FromBFloat16(ushort bits) => Interop.IntAsFloat((uint)bits << 16);

    /// <summary>The bits of the nearest bfloat16, the even one of two. NaN stays NaN, with its sign.</summary>
    /// <param name="value">The value.</param>
    /// <returns>The bits.</returns>
    public static ushort ToBFloat16(float value) => (ushort)(RoundedToBFloat16(value) >> 16);

    /// <summary>The value of the first of two bfloat16.</summary>
    /// <param name="two">The bits of both, the first in the lower half.</param>
    /// <returns>The value, exactly.</returns>
    public static float LowBFloat16(uint two) => Interop.IntAsFloat(two << 16);

    /// <summary>The value of the second of two bfloat16.</summary>
    /// <param name="two">The bits of both, the first in the lower half.</param>
    /// <returns>The value, exactly.</returns>
    public static float HighBFloat16(uint two) => Interop.IntAsFloat(two & 0xFFFF0000);

    /// <summary>The bits of the bfloat16 nearest to two values, the first in the lower half.</summary>
    /// <param name="first">The first value.</param>
    /// <param name="second">The second value.</param>
    /// <returns>The bits.</returns>
    public static uint BFloat16s(float first, float second) => (RoundedToBFloat16(first) >> 16) | (RoundedToBFloat16(second) & 0xFFFF0000);

    /// <summary>The value of the first of two halves.</summary>
    /// <param name="two">The bits of both, the first in the lower half.</param>
    /// <returns>The value, exactly.</returns>
    public static float LowHalf(uint two) => FromHalfBits(two);

    /// <summary>The value of the second of two halves.</summary>
    /// <param name="two">The bits of both, the first in the lower half.</param>
    /// <returns>The value, exactly.</returns>
    public static float HighHalf(uint two) => FromHalfBits(two >> 16);

    /// <summary>The bits of the halves nearest to two values, the first in the lower half.</summary>
    /// <param name="first">The first value.</param>
    /// <param name="second">The second value.</param>
    /// <returns>The bits.</returns>
    public static uint Halves(float first, float second) => ToHalfBits(first) | (ToHalfBits(second) << 16);

    /// <summary>A half's value.</summary>
    /// <param name="bits">The bits.</param>
    /// <returns>The value, exactly.</returns>
    public static float FromHalf(ushort bits) => FromHalfBits(bits);

    /// <summary>The bits of the nearest half, the even one of two. NaN stays NaN, with its sign.</summary>
    /// <param name="value">The value.</param>
    /// <returns>The bits.</returns>
    public static ushort ToHalf(float value) => (ushort)ToHalfBits(value);

    // Conditions below choose between values that are there already: so they become selections, not branches.

    /// <summary>The upper half of the result is the nearest bfloat16.</summary>
    private static uint RoundedToBFloat16(float value)
    {
        uint bits = Interop.FloatAsInt(value);
        uint rounded = bits + 0x7FFF + ((bits >> 16) & 1), nan = bits | 0x400000;

        // The device's own NaN would round to -0.
        return (bits & 0x7FFFFFFF) > 0x7F800000 ? nan : rounded;
    }

    /// <param name="bits">The half in the lower 16 bits; the others do not matter.</param>
    private static float FromHalfBits(uint bits)
    {
        // With the exponent of a half in a float the value is 2^112 times too small; subnormal halves come out right, too.
        uint magnitude = Interop.FloatAsInt(Interop.IntAsFloat((bits & 0x7FFF) << 13) * 5.192296858534828e33f);

        // What would be 2^16 and more is infinite or NaN.
        uint special = magnitude >= 0x47800000 ? 0x7F800000u : 0u;
        return Interop.IntAsFloat(magnitude | special | ((bits & 0x8000) << 16));
    }

    private static uint ToHalfBits(float value)
    {
        uint bits = Interop.FloatAsInt(value);
        uint magnitude = bits & 0x7FFFFFFF;

        // Below 2^-14 the sum's last place is that of a subnormal half.
        uint subnormal = Interop.FloatAsInt(Interop.IntAsFloat(magnitude) + 0.5f) - 0x3F000000;
        uint normal = (magnitude - 0x38000000 + 0xFFF + ((magnitude >> 13) & 1)) >> 13;
        uint nan = 0x7E00 | ((magnitude >> 13) & 0x3FF);
        uint half = magnitude < 0x38800000 ? subnormal : normal;
        half = magnitude >= 0x477FF000 ? 0x7C00 : half;
        half = magnitude > 0x7F800000 ? nan : half;
        return half | ((bits >> 16) & 0x8000);
    }
}

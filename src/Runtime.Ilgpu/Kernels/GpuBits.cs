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
    public static ushort ToBFloat16(float value)
    {
        uint bits = Interop.FloatAsInt(value);
        uint rounded = (bits + 0x7FFF + ((bits >> 16) & 1)) >> 16;

        // The device's own NaN would round to -0.
        return (ushort)((bits & 0x7FFFFFFF) > 0x7F800000 ? (bits >> 16) | 0x40 : rounded);
    }

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
    public static uint BFloat16s(float first, float second) => ToBFloat16(first) | ((uint)ToBFloat16(second) << 16);

    /// <summary>The value of the first of two halves.</summary>
    /// <param name="two">The bits of both, the first in the lower half.</param>
    /// <returns>The value, exactly.</returns>
    public static float LowHalf(uint two) => FromHalf((ushort)(two & 0xFFFF));

    /// <summary>The value of the second of two halves.</summary>
    /// <param name="two">The bits of both, the first in the lower half.</param>
    /// <returns>The value, exactly.</returns>
    public static float HighHalf(uint two) => FromHalf((ushort)(two >> 16));

    /// <summary>The bits of the halves nearest to two values, the first in the lower half.</summary>
    /// <param name="first">The first value.</param>
    /// <param name="second">The second value.</param>
    /// <returns>The bits.</returns>
    public static uint Halves(float first, float second) => ToHalf(first) | ((uint)ToHalf(second) << 16);

    /// <summary>A half's value.</summary>
    /// <param name="bits">The bits.</param>
    /// <returns>The value, exactly.</returns>
    public static float FromHalf(ushort bits)
    {
        // With the exponent of a half in a float the value is 2^112 times too small; subnormal halves come out right, too.
        float scaled = Interop.IntAsFloat((uint)(bits & 0x7FFF) << 13) * 5.192296858534828e33f;
        uint magnitude = Interop.FloatAsInt(scaled);
        magnitude = (bits & 0x7C00) == 0x7C00 ? 0x7F800000u | ((uint)(bits & 0x3FF) << 13) : magnitude;
        return Interop.IntAsFloat(magnitude | ((uint)(bits & 0x8000) << 16));
    }

    /// <summary>The bits of the nearest half, the even one of two. NaN stays NaN, with its sign.</summary>
    /// <param name="value">The value.</param>
    /// <returns>The bits.</returns>
    public static ushort ToHalf(float value)
    {
        uint bits = Interop.FloatAsInt(value);
        uint sign = (bits >> 16) & 0x8000, magnitude = bits & 0x7FFFFFFF;

        // Below 2^-14 the sum's last place is that of a subnormal half.
        uint subnormal = Interop.FloatAsInt(Interop.IntAsFloat(magnitude) + 0.5f) - 0x3F000000;
        uint normal = (magnitude - 0x38000000 + 0xFFF + ((magnitude >> 13) & 1)) >> 13;
        uint half = magnitude < 0x38800000 ? subnormal : magnitude >= 0x477FF000 ? 0x7C00 : normal;
        half = magnitude > 0x7F800000 ? 0x7E00 | ((magnitude >> 13) & 0x3FF) : half;
        return (ushort)(sign | half);
    }
}

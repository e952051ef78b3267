using System.ComponentModel;
using ILGPU;

namespace Gen.CrossEntropy.Kernels;

/// <summary>With the instructions that all devices have: elements of 16 bits by their bits.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct PortableNumbers : IGpuNumbers
{
    /// <inheritdoc/>
    public float Exp2(float exponent) => IntrinsicMath.CPUOnly.Exp2(exponent);

    /// <inheritdoc/>
    public float FromHalf(ushort bits) => FromHalfBits(bits);

    /// <inheritdoc/>
    public float LowHalf(uint two) => FromHalfBits(two);

    /// <inheritdoc/>
    public float HighHalf(uint two) => FromHalfBits(two >> 16);

    /// <inheritdoc/>
    public ushort ToHalf(float value) => (ushort)ToHalfBits(value);

    /// <inheritdoc/>
    public uint Halves(float first, float second) => ToHalfBits(first) | (ToHalfBits(second) << 16);

    /// <inheritdoc/>
    public ushort ToBFloat16(float value) => (ushort)(RoundedToBFloat16(value) >> 16);

    /// <inheritdoc/>
    public uint BFloat16s(float first, float second) => (RoundedToBFloat16(first) >> 16) | (RoundedToBFloat16(second) & 0xFFFF0000);

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

using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Gen.CrossEntropy;

/// <summary>
/// A 16-bit floating-point number with the range of <see cref="float"/>: its upper half, with 1 sign bit, 8 bits of exponent and 7 of significand (2 to 3 decimal digits). A storage type: computations
/// go through <see cref="float"/>, which holds every value exactly.
/// </summary>
/// <remarks>The memory layout is that of bfloat16 elsewhere, so that arrays can be reinterpreted. Comparisons, parsing and formatting are those of <see cref="float"/>.</remarks>
public readonly struct BFloat16 : IEquatable<BFloat16>, IComparable, IComparable<BFloat16>, ISpanFormattable, ISpanParsable<BFloat16>
{
    private const ushort SignBit = 0x8000;
    private const ushort InfinityBits = 0x7F80;

    /// <summary>The bit of the significand that tells a quiet NaN.</summary>
    private const ushort QuietBit = 0x0040;

    private readonly ushort bits;

    private BFloat16(ushort bits) => this.bits = bits;

    /// <summary>0.</summary>
    public static BFloat16 Zero => new(0);

    /// <summary>1.</summary>
    public static BFloat16 One => new(0x3F80);

    /// <summary>Not a number; the same bits as <see cref="float.NaN"/> has in its upper half.</summary>
    public static BFloat16 NaN => new(0xFFC0);

    /// <summary>+∞.</summary>
    public static BFloat16 PositiveInfinity => new(InfinityBits);

    /// <summary>-∞.</summary>
    public static BFloat16 NegativeInfinity => new(SignBit | InfinityBits);

    /// <summary>The smallest number above 0, which is subnormal: 2^-133.</summary>
    public static BFloat16 Epsilon => new(1);

    /// <summary>The smallest finite number, about -3.39e38.</summary>
    public static BFloat16 MinValue => new(SignBit | (InfinityBits - 1));

    /// <summary>The largest finite number, about 3.39e38.</summary>
    public static BFloat16 MaxValue => new(InfinityBits - 1);

    /// <summary>The number of these bits.</summary>
    /// <param name="bits">Sign, exponent and significand, from the highest bit to the lowest.</param>
    /// <returns>The number; every pattern is one, or a NaN.</returns>
    public static BFloat16 FromBits(ushort bits) => new(bits);

    /// <summary>The bits: sign, exponent and significand, from the highest to the lowest.</summary>
    /// <returns>The bits.</returns>
    public ushort ToBits() => bits;

    /// <summary>The same number as a float. Exact.</summary>
    /// <param name="value">The number.</param>
    public static implicit operator float(BFloat16 value) => BitConverter.UInt32BitsToSingle((uint)value.bits << 16);

    /// <summary>The same number as a double. Exact.</summary>
    /// <param name="value">The number.</param>
    public static explicit operator double(BFloat16 value) => (float)value;

    /// <summary>The nearest half, ties to even; an infinity from 65520 on.</summary>
    /// <param name="value">The number.</param>
    public static explicit operator Half(BFloat16 value) => (Half)(float)value;

    /// <summary>
    /// The nearest number, ties to even; an infinity beyond <see cref="MaxValue"/> and half of its last place. A NaN stays one, with its sign and the upper bits of its payload, and is quiet.
    /// </summary>
    /// <param name="value">The float.</param>
    public static explicit operator BFloat16(float value)
    {
        uint bits = BitConverter.SingleToUInt32Bits(value);
        uint upper = bits >> 16;
        if (float.IsNaN(value))
        {
            return new BFloat16((ushort)(upper | QuietBit));
        }

        // Half of the last place, less one where the last place is even, carries into it as ties to even do; a carry out of the significand is the next exponent, and out of the largest is infinity.
        return new BFloat16((ushort)((bits + 0x7FFF + (upper & 1)) >> 16));
    }

    /// <summary>The nearest number, ties to even, rounded once; an infinity beyond <see cref="MaxValue"/> and half of its last place. A NaN stays one, with its sign, and is quiet.</summary>
    /// <param name="value">The double.</param>
    public static explicit operator BFloat16(double value)
    {
        float nearest = (float)value;
        if (nearest == value || double.IsNaN(value))
        {
            return (BFloat16)nearest;
        }

        // Rounded to odd: toward zero, with the last bit set for what was cut off. It can then be no tie of the second rounding, unless the double is one.
        uint bits = BitConverter.SingleToUInt32Bits(nearest);
        uint towardZero = Math.Abs((double)nearest) > Math.Abs(value) ? bits - 1 : bits;
        return (BFloat16)BitConverter.UInt32BitsToSingle(towardZero | 1);
    }

    /// <summary>The nearest number, ties to even.</summary>
    /// <param name="value">The half.</param>
    public static explicit operator BFloat16(Half value) => (BFloat16)(float)value;

    /// <summary>Whether the numbers are equal: 0 equals -0, a NaN equals nothing.</summary>
    /// <param name="left">The one.</param>
    /// <param name="right">The other.</param>
    public static bool operator ==(BFloat16 left, BFloat16 right) => (float)left == (float)right;

    /// <summary>Whether the numbers differ: a NaN differs from all.</summary>
    /// <param name="left">The one.</param>
    /// <param name="right">The other.</param>
    public static bool operator !=(BFloat16 left, BFloat16 right) => !(left == right);

    /// <summary>Whether <paramref name="left"/> is less; false if either is a NaN.</summary>
    /// <param name="left">The one.</param>
    /// <param name="right">The other.</param>
    public static bool operator <(BFloat16 left, BFloat16 right) => (float)left < (float)right;

    /// <summary>Whether <paramref name="left"/> is greater; false if either is a NaN.</summary>
    /// <param name="left">The one.</param>
    /// <param name="right">The other.</param>
    public static bool operator >(BFloat16 left, BFloat16 right) => (float)left > (float)right;

    /// <summary>Whether <paramref name="left"/> is less or equal; false if either is a NaN.</summary>
    /// <param name="left">The one.</param>
    /// <param name="right">The other.</param>
    public static bool operator <=(BFloat16 left, BFloat16 right) => (float)left <= (float)right;

    /// <summary>Whether <paramref name="left"/> is greater or equal; false if either is a NaN.</summary>
    /// <param name="left">The one.</param>
    /// <param name="right">The other.</param>
    public static bool operator >=(BFloat16 left, BFloat16 right) => (float)left >= (float)right;

    /// <summary>Whether the value is a NaN.</summary>
    /// <param name="value">The number.</param>
    /// <returns>Whether it is.</returns>
    public static bool IsNaN(BFloat16 value) => (value.bits & ~SignBit) > InfinityBits;

    /// <summary>Whether the value is +∞ or -∞.</summary>
    /// <param name="value">The number.</param>
    /// <returns>Whether it is.</returns>
    public static bool IsInfinity(BFloat16 value) => (value.bits & ~SignBit) == InfinityBits;

    /// <summary>Whether the value is neither infinite nor a NaN.</summary>
    /// <param name="value">The number.</param>
    /// <returns>Whether it is.</returns>
    public static bool IsFinite(BFloat16 value) => (value.bits & ~SignBit) < InfinityBits;

    /// <summary>Whether the sign bit is set, as it is for -0 and some NaNs.</summary>
    /// <param name="value">The number.</param>
    /// <returns>Whether it is.</returns>
    public static bool IsNegative(BFloat16 value) => (value.bits & SignBit) != 0;

    /// <inheritdoc cref="float.Parse(string, IFormatProvider)"/>
    public static BFloat16 Parse(string s, IFormatProvider? provider) => (BFloat16)float.Parse(s, provider);

    /// <inheritdoc cref="Parse(string, IFormatProvider)"/>
    public static BFloat16 Parse(ReadOnlySpan<char> s, IFormatProvider? provider) => (BFloat16)float.Parse(s, NumberStyles.Float | NumberStyles.AllowThousands, provider);

    /// <inheritdoc cref="float.TryParse(string, IFormatProvider, out float)"/>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out BFloat16 result) => TryParse(s.AsSpan(), provider, out result);

    /// <inheritdoc cref="TryParse(string, IFormatProvider, out BFloat16)"/>
    public static bool TryParse(ReadOnlySpan<char> s, IFormatProvider? provider, out BFloat16 result)
    {
        bool parsed = float.TryParse(s, provider, out float value);
        result = (BFloat16)value;
        return parsed;
    }

    /// <summary>Whether the numbers are the same: 0 and -0 are, and so are all NaNs.</summary>
    /// <param name="other">The other.</param>
    /// <returns>Whether they are.</returns>
    public bool Equals(BFloat16 other) => ((float)this).Equals(other);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is BFloat16 other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => ((float)this).GetHashCode();

    /// <summary>The order of the numbers, in which a NaN comes before all.</summary>
    /// <param name="other">The other.</param>
    /// <returns>Below 0 if this comes first, above 0 if <paramref name="other"/> does, 0 if neither.</returns>
    public int CompareTo(BFloat16 other) => ((float)this).CompareTo(other);

    /// <inheritdoc cref="CompareTo(BFloat16)"/>
    /// <param name="obj">A <see cref="BFloat16"/>, or null, which comes before all.</param>
    /// <exception cref="ArgumentException"><paramref name="obj"/> is of another type.</exception>
    public int CompareTo(object? obj) => obj switch
    {
        null => 1,
        BFloat16 other => CompareTo(other),
        _ => throw new ArgumentException($"obj: expected a {nameof(BFloat16)}, got a {obj.GetType()}.", nameof(obj)),
    };

    /// <summary>The number as <see cref="float"/> prints it in the current culture.</summary>
    /// <returns>Digits that <see cref="Parse(string, IFormatProvider)"/> reads as the same number.</returns>
    public override string ToString() => ToString(null, null);

    /// <inheritdoc cref="float.ToString(string, IFormatProvider)"/>
    public string ToString(string? format, IFormatProvider? formatProvider) => ((float)this).ToString(format, formatProvider);

    /// <inheritdoc cref="float.TryFormat(Span{char}, out int, ReadOnlySpan{char}, IFormatProvider)"/>
    public bool TryFormat(Span<char> destination, out int charsWritten, ReadOnlySpan<char> format, IFormatProvider? provider)
        => ((float)this).TryFormat(destination, out charsWritten, format, provider);
}

using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Gen.CrossEntropy.Runtime.Tests.Numbers;

public sealed class BFloat16Tests
{
    private static IEnumerable<BFloat16> All => Enumerable.Range(0, 1 << 16).Select(bits => BFloat16.FromBits((ushort)bits));

    [Fact]
    public void Layout_IsTheUpperHalfOfAFloat()
    {
        Assert.Equal(2, Unsafe.SizeOf<BFloat16>());
        foreach (BFloat16 value in All)
        {
            Assert.Equal((uint)value.ToBits() << 16, BitConverter.SingleToUInt32Bits(value));
        }

        BFloat16[] array = [BFloat16.One];
        Assert.Equal(0x3F80, MemoryMarshal.Cast<BFloat16, ushort>(array)[0]);
    }

    [Fact]
    public void EveryValue_ReturnsFromFloatAndDouble()
    {
        foreach (BFloat16 value in All)
        {
            // A signaling NaN comes back quiet.
            ushort expected = (ushort)(BFloat16.IsNaN(value) ? value.ToBits() | 0x40 : value.ToBits());
            Assert.Equal(expected, ((BFloat16)(float)value).ToBits());
            Assert.Equal(expected, ((BFloat16)(double)value).ToBits());
        }
    }

    [Fact]
    public void Constants_HaveTheirValues()
    {
        Assert.Equal(0f, BFloat16.Zero);
        Assert.Equal(1f, BFloat16.One);
        Assert.Equal(float.NaN, BFloat16.NaN);
        Assert.Equal(float.PositiveInfinity, BFloat16.PositiveInfinity);
        Assert.Equal(float.NegativeInfinity, BFloat16.NegativeInfinity);
        Assert.Equal(Math.ScaleB(1, -133), (double)BFloat16.Epsilon);
        Assert.Equal(Math.ScaleB(2 - (1.0 / 128), 127), (double)BFloat16.MaxValue);
        Assert.Equal(-(double)BFloat16.MaxValue, (double)BFloat16.MinValue);
        Assert.Equal(BitConverter.SingleToUInt32Bits(float.NaN) >> 16, BFloat16.NaN.ToBits());
    }

    [Fact]
    public void HalfwayBetweenNeighbours_RoundsToTheEvenOne()
    {
        for (uint bits = 0; bits < 0x7F80; bits++)
        {
            uint even = bits + (bits & 1);
            uint halfway = (bits << 16) | 0x8000;
            foreach (uint sign in (uint[])[0, 0x8000])
            {
                ushort Of(uint given) => ((BFloat16)BitConverter.UInt32BitsToSingle(given | (sign << 16))).ToBits();
                Assert.Equal(bits | sign, Of(halfway - 1));
                Assert.Equal(even | sign, Of(halfway));
                Assert.Equal((bits + 1) | sign, Of(halfway + 1));
            }
        }
    }

    [Fact]
    public void Double_IsRoundedOnce()
    {
        for (uint bits = 0; bits < 0x7F80; bits++)
        {
            double halfway = BitConverter.UInt32BitsToSingle((bits << 16) | 0x8000);
            foreach (int sign in (int[])[1, -1])
            {
                uint signBit = sign < 0 ? 0x8000u : 0;

                // Neighbours among doubles, which a float would round to halfway.
                Assert.Equal(bits | signBit, ((BFloat16)(sign * Math.BitDecrement(halfway))).ToBits());
                Assert.Equal((bits + (bits & 1)) | signBit, ((BFloat16)(sign * halfway)).ToBits());
                Assert.Equal((bits + 1) | signBit, ((BFloat16)(sign * Math.BitIncrement(halfway))).ToBits());
            }
        }
    }

    [Theory]
    [InlineData(double.Epsilon, 0)]
    [InlineData(-double.Epsilon, 0x8000)]
    [InlineData(-0.0, 0x8000)]
    [InlineData(double.MaxValue, 0x7F80)]
    [InlineData(double.MinValue, 0xFF80)]
    [InlineData(double.PositiveInfinity, 0x7F80)]
    [InlineData(double.NegativeInfinity, 0xFF80)]
    [InlineData(3.4028234663852886e38, 0x7F80)]
    [InlineData(3.3961775292304601e38, 0x7F80)]
    [InlineData(3.3961775292304597e38, 0x7F7F)]
    public void ExtremeDoubles_Round(double value, int bits) => Assert.Equal(bits, ((BFloat16)value).ToBits());

    [Theory]
    [InlineData(0x7F800001u, 0x7FC0)]
    [InlineData(0xFF800001u, 0xFFC0)]
    [InlineData(0x7FFFFFFFu, 0x7FFF)]
    [InlineData(0xFFFFFFFFu, 0xFFFF)]
    [InlineData(0x7FA50000u, 0x7FE5)]
    public void NaN_StaysNaNWithSignAndPayload(uint given, int bits) => Assert.Equal(bits, ((BFloat16)BitConverter.UInt32BitsToSingle(given)).ToBits());

    [Fact]
    public void NaNDouble_StaysNaN() => Assert.True(BFloat16.IsNaN((BFloat16)double.NaN));

    [Fact]
    public void Half_ConvertsBothWays()
    {
        for (int bits = 0; bits < 1 << 16; bits++)
        {
            Half half = BitConverter.UInt16BitsToHalf((ushort)bits);
            Assert.Equal(((BFloat16)(float)half).ToBits(), ((BFloat16)half).ToBits());
            BFloat16 value = BFloat16.FromBits((ushort)bits);
            Assert.Equal(BitConverter.HalfToUInt16Bits((Half)(float)value), BitConverter.HalfToUInt16Bits((Half)value));
        }
    }

    [Fact]
    public void Classification_IsThatOfTheFloat()
    {
        foreach (BFloat16 value in All)
        {
            Assert.Equal(float.IsNaN(value), BFloat16.IsNaN(value));
            Assert.Equal(float.IsInfinity(value), BFloat16.IsInfinity(value));
            Assert.Equal(float.IsFinite(value), BFloat16.IsFinite(value));
            Assert.Equal(float.IsNegative(value), BFloat16.IsNegative(value));
        }
    }

    [Fact]
    public void ComparisonAndEquality_AreThoseOfTheFloats()
    {
        BFloat16[] values =
        [
            BFloat16.NaN, BFloat16.NegativeInfinity, BFloat16.MinValue, (BFloat16)(-1f), BFloat16.FromBits(0x8000), BFloat16.Zero, BFloat16.Epsilon, BFloat16.One, BFloat16.MaxValue,
            BFloat16.PositiveInfinity, BFloat16.FromBits(0x7FC1),
        ];
        foreach (BFloat16 left in values)
        {
            foreach (BFloat16 right in values)
            {
                (float a, float b) = (left, right);
                Assert.Equal(a == b, left == right);
                Assert.Equal(a != b, left != right);
                Assert.Equal(a < b, left < right);
                Assert.Equal(a > b, left > right);
                Assert.Equal(a <= b, left <= right);
                Assert.Equal(a >= b, left >= right);
                Assert.Equal(a.CompareTo(b), left.CompareTo(right));
                Assert.Equal(a.CompareTo(b), left.CompareTo((object)right));
                Assert.Equal(a.Equals(b), left.Equals(right));
                Assert.Equal(a.Equals(b), left.Equals((object)right));
                Assert.True(!left.Equals(right) || left.GetHashCode() == right.GetHashCode());
            }
        }

        Assert.False(BFloat16.One.Equals(1f));
        Assert.Equal(1, BFloat16.One.CompareTo(null));
        Assert.Throws<ArgumentException>("obj", () => BFloat16.One.CompareTo(1f));
    }

    [Fact]
    public void EveryValue_SurvivesFormattingAndParsing()
    {
        CultureInfo invariant = CultureInfo.InvariantCulture;
        Span<char> room = stackalloc char[32];
        foreach (BFloat16 value in All)
        {
            string text = value.ToString(null, invariant);
            Assert.Equal(value, BFloat16.Parse(text, invariant));
            Assert.Equal(value, BFloat16.Parse(text.AsSpan(), invariant));
            Assert.True(BFloat16.TryParse(text, invariant, out BFloat16 parsed));
            Assert.Equal(value, parsed);
            Assert.True(value.TryFormat(room, out int written, default, invariant));
            Assert.Equal(text, room[..written]);
        }

        Assert.Equal("1.50", ((BFloat16)1.5f).ToString("F2", invariant));
        Assert.Equal("1", BFloat16.One.ToString());
        Assert.False(BFloat16.TryParse("one", invariant, out _));
        Assert.False(BFloat16.TryParse(null, invariant, out _));
        Assert.Throws<FormatException>(() => BFloat16.Parse("one", invariant));
        Assert.Throws<ArgumentNullException>(() => BFloat16.Parse((string)null!, invariant));
    }
}

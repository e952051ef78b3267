using Gen.CrossEntropy.Kernels;
using Xunit;

namespace Gen.CrossEntropy.Kernel.Tests.Gpu;

/// <summary>Elements of 16 bits without instructions for them, against the types of the host: all there are.</summary>
public sealed class PortableNumbersTests
{
    [Fact]
    public void EveryElement_IsWidenedExactly()
    {
        PortableNumbers numbers = default;
        for (int bits = 0; bits <= ushort.MaxValue; bits++)
        {
            Same((float)BitConverter.UInt16BitsToHalf((ushort)bits), numbers.FromHalf((ushort)bits));
            Same(BitConverter.UInt32BitsToSingle((uint)bits << 16), GpuBits.FromBFloat16((ushort)bits));

            // One of two, whatever the other one is.
            uint two = ((uint)bits << 16) | (ushort)~bits;
            Same(numbers.FromHalf((ushort)~bits), numbers.LowHalf(two));
            Same(numbers.FromHalf((ushort)bits), numbers.HighHalf(two));
            Same(GpuBits.FromBFloat16((ushort)~bits), GpuBits.LowBFloat16(two));
            Same(GpuBits.FromBFloat16((ushort)bits), GpuBits.HighBFloat16(two));
        }
    }

    /// <summary>Each element, the middle between it and the next one, and what is on both sides of those; and numbers of all sizes.</summary>
    [Fact]
    public void EveryNumber_IsRoundedToTheNearest()
    {
        PortableNumbers numbers = default;
        Random random = new(7);
        foreach (uint element in Enumerable.Range(0, 1 << 16).Select(bits => (uint)bits))
        {
            uint half = BitConverter.SingleToUInt32Bits((float)BitConverter.UInt16BitsToHalf((ushort)element));
            uint between = BitConverter.SingleToUInt32Bits(((float)BitConverter.UInt16BitsToHalf((ushort)element) + (float)BitConverter.UInt16BitsToHalf((ushort)(element + 1))) / 2);
            foreach (uint bits in (uint[])[half - 1, half, half + 1, between - 1, between, between + 1, element << 16, (element << 16) + 0x7FFF, (element << 16) + 0x8000, (element << 16) + 0x8001, (uint)random.NextInt64(1L << 32)])
            {
                float value = BitConverter.UInt32BitsToSingle(bits);
                float half16 = (float)(Half)value, brain16 = (float)(BFloat16)value;
                Same(half16, (float)BitConverter.UInt16BitsToHalf(numbers.ToHalf(value)));
                Same(brain16, BitConverter.UInt32BitsToSingle((uint)numbers.ToBFloat16(value) << 16));
                Assert.Equal(numbers.ToHalf(value) | ((uint)numbers.ToHalf(-value) << 16), numbers.Halves(value, -value));
                Assert.Equal(numbers.ToBFloat16(value) | ((uint)numbers.ToBFloat16(-value) << 16), numbers.BFloat16s(value, -value));
            }
        }
    }

    /// <summary>Of NaN the sign alone is looked at.</summary>
    private static void Same(float expected, float actual)
    {
        if (float.IsNaN(expected) ? !float.IsNaN(actual) || float.IsNegative(expected) != float.IsNegative(actual) : BitConverter.SingleToUInt32Bits(expected) != BitConverter.SingleToUInt32Bits(actual))
        {
            Assert.Fail($"{actual:R} instead of {expected:R}");
        }
    }
}

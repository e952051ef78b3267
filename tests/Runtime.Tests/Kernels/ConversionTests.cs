using Gen.CrossEntropy.Kernels;
using Gen.CrossEntropy.Runtime.Tests.Support;

namespace Gen.CrossEntropy.Runtime.Tests.Kernels;

public sealed unsafe class ConversionTests
{
    /// <summary>Long enough for vectors, and for one that overlaps the one before.</summary>
    private const int VectorLength = 101;

    [Fact]
    public void EveryHalf_Widens()
    {
        Half[] all = Pinned.Build(1 << 16, i => BitConverter.UInt16BitsToHalf((ushort)i));
        AssertBits(all.Select(h => (float)h), Widen(all), i => $"half {i:X4}");
        Assert.Equal(all, Narrow<Half>(Widen(all)));
    }

    [Fact]
    public void EveryBFloat16_Widens()
    {
        BFloat16[] all = Pinned.Build(1 << 16, i => BFloat16.FromBits((ushort)i));
        AssertBits(all.Select(b => (float)b), Widen(all), i => $"bfloat16 {i:X4}");
        Assert.Equal(all, Narrow<BFloat16>(Widen(all)));
    }

    [Fact]
    public void BoundariesBetweenHalves_NarrowAsTheScalarDoes()
    {
        // Each half, the point halfway to the next, and their neighbours among floats; all signs.
        List<float> floats = [];
        for (int bits = 0; bits < 0x7C00; bits++)
        {
            double one = (double)BitConverter.UInt16BitsToHalf((ushort)bits);
            double next = bits == 0x7BFF ? 65536 : (double)BitConverter.UInt16BitsToHalf((ushort)(bits + 1));
            AddWithNeighbours(floats, (float)one);
            AddWithNeighbours(floats, (float)((one + next) / 2));
        }

        NarrowsAsTheScalar<Half>(floats, v => BitConverter.HalfToUInt16Bits((Half)v), BitConverter.HalfToUInt16Bits);
    }

    [Fact]
    public void BoundariesBetweenBFloat16s_NarrowAsTheScalarDoes()
    {
        List<float> floats = [];
        for (uint bits = 0; bits < 0x7F80; bits++)
        {
            AddWithNeighbours(floats, BitConverter.UInt32BitsToSingle(bits << 16));
            AddWithNeighbours(floats, BitConverter.UInt32BitsToSingle((bits << 16) | 0x8000));
        }

        NarrowsAsTheScalar<BFloat16>(floats, v => ((BFloat16)v).ToBits(), v => v.ToBits());
    }

    [Fact]
    public void SweepOfAllFloats_NarrowsAsTheScalarDoes()
    {
        // A prime step meets every exponent, and NaNs of both signs.
        List<float> floats = [float.NaN, -float.NaN, float.PositiveInfinity, float.NegativeInfinity, float.MaxValue, float.MinValue, float.Epsilon, 65519.99f, 65520, -65520];
        for (ulong bits = 0; bits <= uint.MaxValue; bits += 10_007)
        {
            floats.Add(BitConverter.UInt32BitsToSingle((uint)bits));
        }

        NarrowsAsTheScalar<Half>(floats, v => BitConverter.HalfToUInt16Bits((Half)v), BitConverter.HalfToUInt16Bits);
        NarrowsAsTheScalar<BFloat16>(floats, v => ((BFloat16)v).ToBits(), v => v.ToBits());
    }

    [Fact]
    public void EveryNaN_StaysNaNInEveryLane()
    {
        for (uint payload = 1; payload < 1 << 23; payload = (payload * 2) + 1)
        {
            foreach (uint sign in (uint[])[0, 1u << 31])
            {
                float nan = BitConverter.UInt32BitsToSingle(sign | 0x7F800000 | payload);
                float[] all = Pinned.Build(VectorLength, _ => nan);
                Assert.All(Narrow<Half>(all), h => Assert.True(Half.IsNaN(h) && Half.IsNegative(h) == float.IsNegative(nan)));
                Assert.All(Narrow<BFloat16>(all), b => Assert.True(BFloat16.IsNaN(b) && BFloat16.IsNegative(b) == float.IsNegative(nan)));
            }
        }
    }

    [Fact]
    public void EveryLength_ConvertsItsElementsAndNoOthers()
    {
        for (int length = 0; length <= VectorLength; length++)
        {
            LengthConverts<Half>(length);
            LengthConverts<BFloat16>(length);
        }
    }

    [Fact]
    public void ElementsOfTheKernelsType_AreCopied()
    {
        double[] source = Pinned.Of(1.0, 2, 3);
        double[] destination = Pinned.Of(0.0, 0, 9);
        Conversion.Widen(Pinned.Slice(source).Pointer, Pinned.Slice(destination).Pointer, 2);
        Assert.Equal([1.0, 2, 9], destination);
    }

    [Fact]
    public void OtherTypes_AreRefused()
    {
        Assert.Throws<NotSupportedException>(() => Conversion.Widen((int*)null, (float*)null, 0));
        Assert.Throws<NotSupportedException>(() => Conversion.Widen((Half*)null, (double*)null, 0));
        Assert.Throws<NotSupportedException>(() => Conversion.Narrow((float*)null, (float*)null, 0, streams: false));
    }

    private static void LengthConverts<T>(int length)
        where T : unmanaged
    {
        T[] narrow = Pinned.Build(VectorLength + 1, i => Number.Of<T>(i - 50));
        float[] wide = Pinned.Build(VectorLength + 1, _ => 777f);
        Conversion.Widen(Pinned.Slice(narrow).Pointer, Pinned.Slice(wide).Pointer, length);
        Assert.Equal(Enumerable.Range(0, VectorLength + 1).Select(i => i < length ? i - 50f : 777), wide);

        foreach (bool streams in (bool[])[false, true])
        {
            T[] back = Pinned.Build(VectorLength + 1, _ => Number.Of<T>(100));
            Conversion.Narrow(Pinned.Slice(wide).Pointer, Pinned.Slice(back).Pointer, length, streams);
            Assert.Equal(Enumerable.Range(0, VectorLength + 1).Select(i => i < length ? i - 50.0 : 100), Number.Values(back));
        }
    }

    private static void NarrowsAsTheScalar<T>(List<float> floats, Func<float, ushort> scalar, Func<T, ushort> bitsOf)
        where T : unmanaged
    {
        T[] narrow = Narrow<T>(Pinned.Build(floats.Count, i => floats[i]));
        for (int i = 0; i < narrow.Length; i++)
        {
            if (bitsOf(narrow[i]) != scalar(floats[i]))
            {
                Assert.Fail($"{floats[i]:R} ({BitConverter.SingleToUInt32Bits(floats[i]):X8}): expected {scalar(floats[i]):X4}, got {bitsOf(narrow[i]):X4}");
            }
        }
    }

    private static void AddWithNeighbours(List<float> floats, float value)
    {
        foreach (float v in (float[])[MathF.BitDecrement(value), value, MathF.BitIncrement(value)])
        {
            floats.Add(v);
            floats.Add(-v);
        }
    }

    private static void AssertBits(IEnumerable<float> expected, float[] actual, Func<int, string> name)
    {
        int i = 0;
        foreach (float value in expected)
        {
            if (BitConverter.SingleToUInt32Bits(value) != BitConverter.SingleToUInt32Bits(actual[i]))
            {
                Assert.Fail($"{name(i)}: expected {BitConverter.SingleToUInt32Bits(value):X8}, got {BitConverter.SingleToUInt32Bits(actual[i]):X8}");
            }

            i++;
        }
    }

    private static float[] Widen<T>(T[] values)
        where T : unmanaged
    {
        float[] wide = Pinned.Build(values.Length, _ => 0f);
        Conversion.Widen(Pinned.Slice(values).Pointer, Pinned.Slice(wide).Pointer, values.Length);
        return wide;
    }

    private static T[] Narrow<T>(float[] values)
        where T : unmanaged
    {
        T[] narrow = Pinned.Build(values.Length, _ => default(T));
        Conversion.Narrow(Pinned.Slice(values).Pointer, Pinned.Slice(narrow).Pointer, values.Length, streams: false);
        return narrow;
    }
}

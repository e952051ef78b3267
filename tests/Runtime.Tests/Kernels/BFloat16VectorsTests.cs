using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Gen.CrossEntropy.Kernels;
using Gen.CrossEntropy.Runtime.Tests.Support;

namespace Gen.CrossEntropy.Runtime.Tests.Kernels;

/// <summary>Every width agrees with the conversion of single numbers, to the bit.</summary>
public sealed unsafe class BFloat16VectorsTests
{
    public static TheoryData<int> Widths => [128, 256, 512];

    [SkippableTheory]
    [MemberData(nameof(Widths))]
    public void EveryNumber_Widens(int bits)
    {
        Require(bits);
        BFloat16[] all = Pinned.Build(1 << 16, i => BFloat16.FromBits((ushort)i));
        float[] wide = Pinned.Build(all.Length, _ => 0f);
        BFloat16* from = Pinned.Slice(all).Pointer;
        float* to = Pinned.Slice(wide).Pointer;
        for (int i = 0; i < all.Length; i += bits / 32)
        {
            switch (bits)
            {
                case 512: Vector512.Store(BFloat16Vectors.Widen512(from + i), to + i); break;
                case 256: Vector256.Store(BFloat16Vectors.Widen256(from + i), to + i); break;
                default: Vector128.Store(BFloat16Vectors.Widen128(from + i), to + i); break;
            }
        }

        Assert.All(Enumerable.Range(0, all.Length), i => Assert.Equal((uint)i << 16, BitConverter.SingleToUInt32Bits(wide[i])));
    }

    [SkippableTheory]
    [MemberData(nameof(Widths))]
    public void EveryKindOfNumber_Narrows(int bits)
    {
        Require(bits);

        // Each number, the point halfway to the next, and their neighbours; NaNs of every length of payload, one of which a carry would make -0.
        List<uint> kinds = [0x7FFFFFFF, 0xFFFFFFFF, 0x7F800001, 0xFF800001, 0x7FFF8000];
        for (uint i = 0; i < 1 << 16; i++)
        {
            kinds.AddRange([i << 16, (i << 16) | 1, (i << 16) | 0x7FFF, (i << 16) | 0x8000, (i << 16) | 0x8001, (i << 16) | 0xFFFF]);
        }

        while (kinds.Count % 32 != 0)
        {
            kinds.Add(0);
        }

        float[] floats = Pinned.Build(kinds.Count, i => BitConverter.UInt32BitsToSingle(kinds[i]));
        BFloat16[] single = Pinned.Build(kinds.Count, _ => default(BFloat16)), pairs = Pinned.Build(kinds.Count, _ => default(BFloat16));
        float* from = Pinned.Slice(floats).Pointer;
        BFloat16* one = Pinned.Slice(single).Pointer, two = Pinned.Slice(pairs).Pointer;
        int lanes = bits / 32;
        for (int i = 0; i < floats.Length; i += lanes)
        {
            bool even = i % (2 * lanes) == 0;
            switch (bits)
            {
                case 512:
                    BFloat16Vectors.Narrow(Vector512.Load(from + i), one + i);
                    if (even)
                    {
                        BFloat16Vectors.Narrow(Vector512.Load(from + i), Vector512.Load(from + i + lanes), two + i);
                    }

                    break;
                case 256:
                    BFloat16Vectors.Narrow(Vector256.Load(from + i), one + i);
                    if (even)
                    {
                        BFloat16Vectors.Narrow(Vector256.Load(from + i), Vector256.Load(from + i + lanes), two + i);
                    }

                    break;
                default:
                    BFloat16Vectors.Narrow(Vector128.Load(from + i), one + i);
                    if (even)
                    {
                        BFloat16Vectors.Narrow(Vector128.Load(from + i), Vector128.Load(from + i + lanes), two + i);
                    }

                    break;
            }
        }

        for (int i = 0; i < floats.Length; i++)
        {
            ushort expected = ((BFloat16)floats[i]).ToBits();
            Assert.True(single[i].ToBits() == expected && pairs[i].ToBits() == expected, $"{kinds[i]:X8}: expected {expected:X4}, got {single[i].ToBits():X4}, in a pair {pairs[i].ToBits():X4}");
        }
    }

    private static void Require(int bits) => Skip.If(bits == 512 && !Avx512BW.IsSupported, "This process has no AVX-512.");
}

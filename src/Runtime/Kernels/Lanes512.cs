using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Gen.CrossEntropy.Kernels;

/// <summary>16 lanes, for machines with AVX-512.</summary>
internal readonly unsafe struct Lanes512 : IBitLanes<Lanes512>
{
    private readonly Vector512<uint> bits;

    private Lanes512(Vector512<uint> bits) => this.bits = bits;

    /// <summary>The lanes as floats.</summary>
    public Vector512<float> Floats
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => bits.AsSingle();
    }

    public static int Count => Vector512<uint>.Count;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512 operator &(Lanes512 a, Lanes512 b) => new(a.bits & b.bits);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512 operator |(Lanes512 a, Lanes512 b) => new(a.bits | b.bits);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512 operator +(Lanes512 a, Lanes512 b) => new(a.bits + b.bits);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512 operator -(Lanes512 a, Lanes512 b) => new(a.bits - b.bits);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512 operator <<(Lanes512 a, int count) => new(a.bits << count);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512 operator >>>(Lanes512 a, int count) => new(a.bits >>> count);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512 Of(Vector512<float> floats) => new(floats.AsUInt32());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512 Of(uint value) => new(Vector512.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512 AndOr(Lanes512 a, uint mask, Lanes512 b) => new(Avx512F.TernaryLogic(a.bits, Vector512.Create(mask), b.bits, 0xEA));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512 Min(Lanes512 a, Lanes512 b) => new(Vector512.Min(a.bits, b.bits));

    // A select of the type of its comparison, beside it: so the compiler needs no vector for the mask.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512 WhereLess(Lanes512 a, Lanes512 b, Lanes512 then, Lanes512 otherwise) =>
        new(Avx512F.BlendVariable(otherwise.bits.AsInt32(), then.bits.AsInt32(), Avx512F.CompareLessThan(a.bits.AsInt32(), b.bits.AsInt32())).AsUInt32());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512 WhereNumber(Lanes512 lanes, Lanes512 then, Lanes512 otherwise) =>
        new(Avx512F.BlendVariable(otherwise.bits.AsSingle(), then.bits.AsSingle(), Avx512F.CompareOrdered(lanes.bits.AsSingle(), lanes.bits.AsSingle())).AsUInt32());

    // One instruction, by a table of what becomes of which kind of number: 2 in the places of quiet and signalling NaN stands for that NaN, quiet; 0 for what was there.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512 UnlessNaN(Lanes512 lanes, Lanes512 other) => Of(Avx512F.Fixup(other.Floats, lanes.Floats, Vector512.Create(0x22), 0));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512 AddFloats(Lanes512 a, Lanes512 b) => new((a.bits.AsSingle() + b.bits.AsSingle()).AsUInt32());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512 MultiplyFloats(Lanes512 a, Lanes512 b) => new((a.bits.AsSingle() * b.bits.AsSingle()).AsUInt32());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512 Load(float* source) => new(Vector512.Load((uint*)source));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Lanes512 lanes, float* destination) => Vector512.Store(lanes.bits, (uint*)destination);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512 Load(ushort* source) => new(Avx512F.ConvertToVector512UInt32(Vector256.Load(source)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Lanes512 lanes, ushort* destination) => Vector256.Store(Avx512F.ConvertToVector256UInt16(lanes.bits), destination);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Lanes512 low, Lanes512 high, ushort* destination) => Vector512.Store(InOrder(low, high), destination);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreStreaming(Lanes512 low, Lanes512 high, ushort* destination) => Vector512.StoreAlignedNonTemporal(InOrder(low, high), destination);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<ushort> InOrder(Lanes512 low, Lanes512 high)
    {
        // Two steps instead of the five of a narrowing: both vectors in turns of 64 bits, and those in order.
        Vector512<ushort> turns = Avx512BW.PackUnsignedSaturate(low.bits.AsInt32(), high.bits.AsInt32());
        return Avx512F.PermuteVar8x64(turns.AsUInt64(), Vector512.Create(0ul, 2, 4, 6, 1, 3, 5, 7)).AsUInt16();
    }
}

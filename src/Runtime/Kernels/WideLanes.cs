using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Gen.CrossEntropy.Kernels;

/// <summary>Lanes of 512-bit vectors, for machines with AVX-512.</summary>
internal readonly unsafe struct WideLanes : IBitLanes<WideLanes>
{
    private readonly Vector512<uint> bits;

    private WideLanes(Vector512<uint> bits) => this.bits = bits;

    public static int Count => Vector512<uint>.Count;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideLanes operator &(WideLanes a, WideLanes b) => new(a.bits & b.bits);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideLanes operator |(WideLanes a, WideLanes b) => new(a.bits | b.bits);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideLanes operator +(WideLanes a, WideLanes b) => new(a.bits + b.bits);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideLanes operator -(WideLanes a, WideLanes b) => new(a.bits - b.bits);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideLanes operator <<(WideLanes a, int count) => new(a.bits << count);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideLanes operator >>>(WideLanes a, int count) => new(a.bits >>> count);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideLanes Of(uint value) => new(Vector512.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideLanes AndOr(WideLanes a, uint mask, WideLanes b) => new(Avx512F.TernaryLogic(a.bits, Vector512.Create(mask), b.bits, 0xEA));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideLanes Min(WideLanes a, WideLanes b) => new(Vector512.Min(a.bits, b.bits));

    // A select of the type of its comparison, beside it: so the compiler needs no vector for the mask.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideLanes WhereLess(WideLanes a, WideLanes b, WideLanes then, WideLanes otherwise) =>
        new(Avx512F.BlendVariable(otherwise.bits.AsInt32(), then.bits.AsInt32(), Avx512F.CompareLessThan(a.bits.AsInt32(), b.bits.AsInt32())).AsUInt32());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideLanes WhereNumber(WideLanes lanes, WideLanes then, WideLanes otherwise) =>
        new(Avx512F.BlendVariable(otherwise.bits.AsSingle(), then.bits.AsSingle(), Avx512F.CompareOrdered(lanes.bits.AsSingle(), lanes.bits.AsSingle())).AsUInt32());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideLanes AddFloats(WideLanes a, WideLanes b) => new((a.bits.AsSingle() + b.bits.AsSingle()).AsUInt32());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideLanes MultiplyFloats(WideLanes a, WideLanes b) => new((a.bits.AsSingle() * b.bits.AsSingle()).AsUInt32());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideLanes Load(float* source) => new(Vector512.Load((uint*)source));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(WideLanes lanes, float* destination) => Vector512.Store(lanes.bits, (uint*)destination);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Load(ushort* source, out WideLanes low, out WideLanes high)
    {
        low = new(Avx512F.ConvertToVector512UInt32(Vector256.Load(source)));
        high = new(Avx512F.ConvertToVector512UInt32(Vector256.Load(source + Count)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(WideLanes low, WideLanes high, ushort* destination) => Vector512.Store(InOrder(low, high), destination);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreStreaming(WideLanes low, WideLanes high, ushort* destination) => Vector512.StoreAlignedNonTemporal(InOrder(low, high), destination);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<ushort> InOrder(WideLanes low, WideLanes high)
    {
        // Two steps instead of the five of a narrowing: both vectors in turns of 64 bits, and those in order.
        Vector512<ushort> turns = Avx512BW.PackUnsignedSaturate(low.bits.AsInt32(), high.bits.AsInt32());
        return Avx512F.PermuteVar8x64(turns.AsUInt64(), Vector512.Create(0ul, 2, 4, 6, 1, 3, 5, 7)).AsUInt16();
    }
}

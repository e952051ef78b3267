using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Gen.CrossEntropy.Kernels;

/// <summary>8 lanes, for machines with AVX2.</summary>
internal readonly unsafe struct Lanes256 : IBitLanes<Lanes256>
{
    private readonly Vector256<uint> bits;

    private Lanes256(Vector256<uint> bits) => this.bits = bits;

    public static int Count => Vector256<uint>.Count;

    /// <summary>The lanes as floats.</summary>
    public Vector256<float> Floats
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => bits.AsSingle();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 operator &(Lanes256 a, Lanes256 b) => new(a.bits & b.bits);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 operator |(Lanes256 a, Lanes256 b) => new(a.bits | b.bits);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 operator +(Lanes256 a, Lanes256 b) => new(a.bits + b.bits);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 operator -(Lanes256 a, Lanes256 b) => new(a.bits - b.bits);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 operator <<(Lanes256 a, int count) => new(a.bits << count);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 operator >>>(Lanes256 a, int count) => new(a.bits >>> count);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 Of(Vector256<float> floats) => new(floats.AsUInt32());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 Of(uint value) => new(Vector256.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 AndOr(Lanes256 a, uint mask, Lanes256 b) => new((a.bits & Vector256.Create(mask)) | b.bits);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 Min(Lanes256 a, Lanes256 b) => new(Vector256.Min(a.bits, b.bits));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 WhereLess(Lanes256 a, Lanes256 b, Lanes256 then, Lanes256 otherwise) =>
        new(Vector256.ConditionalSelect(Vector256.LessThan(a.bits.AsInt32(), b.bits.AsInt32()).AsUInt32(), then.bits, otherwise.bits));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 WhereNumber(Lanes256 lanes, Lanes256 then, Lanes256 otherwise) =>
        new(Vector256.ConditionalSelect(Vector256.Equals(lanes.Floats, lanes.Floats).AsUInt32(), then.bits, otherwise.bits));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 UnlessNaN(Lanes256 lanes, Lanes256 other) => WhereNumber(lanes, other, lanes | Of(1u << 22));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 AddFloats(Lanes256 a, Lanes256 b) => Of(a.Floats + b.Floats);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 MultiplyFloats(Lanes256 a, Lanes256 b) => Of(a.Floats * b.Floats);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 Load(float* source) => Of(Vector256.Load(source));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Lanes256 lanes, float* destination) => Vector256.Store(lanes.Floats, destination);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 Load(ushort* source) => new(Vector256.WidenLower(Vector128.Load(source).ToVector256Unsafe()));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Lanes256 lanes, ushort* destination) => Vector128.Store(Vector256.Narrow(lanes.bits, lanes.bits).GetLower(), destination);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Lanes256 low, Lanes256 high, ushort* destination) => Vector256.Store(Vector256.Narrow(low.bits, high.bits), destination);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreStreaming(Lanes256 low, Lanes256 high, ushort* destination) => Vector256.StoreAlignedNonTemporal(Vector256.Narrow(low.bits, high.bits), destination);
}

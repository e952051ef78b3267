using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Gen.CrossEntropy.Kernels;

/// <summary>4 lanes, for machines with vectors of 128 bits, of any kind.</summary>
internal readonly unsafe struct Lanes128 : IBitLanes<Lanes128>
{
    private readonly Vector128<uint> bits;

    private Lanes128(Vector128<uint> bits) => this.bits = bits;

    public static int Count => Vector128<uint>.Count;

    /// <summary>The lanes as floats.</summary>
    public Vector128<float> Floats
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => bits.AsSingle();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 operator &(Lanes128 a, Lanes128 b) => new(a.bits & b.bits);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 operator |(Lanes128 a, Lanes128 b) => new(a.bits | b.bits);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 operator +(Lanes128 a, Lanes128 b) => new(a.bits + b.bits);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 operator -(Lanes128 a, Lanes128 b) => new(a.bits - b.bits);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 operator <<(Lanes128 a, int count) => new(a.bits << count);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 operator >>>(Lanes128 a, int count) => new(a.bits >>> count);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 Of(Vector128<float> floats) => new(floats.AsUInt32());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 Of(uint value) => new(Vector128.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 AndOr(Lanes128 a, uint mask, Lanes128 b) => new((a.bits & Vector128.Create(mask)) | b.bits);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 Min(Lanes128 a, Lanes128 b) => new(Vector128.Min(a.bits, b.bits));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 WhereLess(Lanes128 a, Lanes128 b, Lanes128 then, Lanes128 otherwise) =>
        new(Vector128.ConditionalSelect(Vector128.LessThan(a.bits.AsInt32(), b.bits.AsInt32()).AsUInt32(), then.bits, otherwise.bits));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 WhereNumber(Lanes128 lanes, Lanes128 then, Lanes128 otherwise) =>
        new(Vector128.ConditionalSelect(Vector128.Equals(lanes.Floats, lanes.Floats).AsUInt32(), then.bits, otherwise.bits));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 UnlessNaN(Lanes128 lanes, Lanes128 other) => WhereNumber(lanes, other, lanes | Of(1u << 22));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 AddFloats(Lanes128 a, Lanes128 b) => Of(a.Floats + b.Floats);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 MultiplyFloats(Lanes128 a, Lanes128 b) => Of(a.Floats * b.Floats);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 Load(float* source) => Of(Vector128.Load(source));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Lanes128 lanes, float* destination) => Vector128.Store(lanes.Floats, destination);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 Load(ushort* source) => new(Vector128.WidenLower(Vector128.CreateScalarUnsafe(Unsafe.ReadUnaligned<ulong>(source)).AsUInt16()));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Lanes128 lanes, ushort* destination) => Unsafe.WriteUnaligned(destination, Vector128.Narrow(lanes.bits, lanes.bits).AsUInt64().ToScalar());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Lanes128 low, Lanes128 high, ushort* destination) => Vector128.Store(Vector128.Narrow(low.bits, high.bits), destination);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreStreaming(Lanes128 low, Lanes128 high, ushort* destination) => Vector128.StoreAlignedNonTemporal(Vector128.Narrow(low.bits, high.bits), destination);
}

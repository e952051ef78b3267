using System.Numerics;
using System.Runtime.CompilerServices;

namespace Gen.CrossEntropy.Kernels;

/// <summary>Lanes of the vectors that the machine has, up to 256 bits.</summary>
internal readonly unsafe struct AnyLanes : IBitLanes<AnyLanes>
{
    private readonly Vector<uint> bits;

    private AnyLanes(Vector<uint> bits) => this.bits = bits;

    public static int Count => Vector<uint>.Count;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static AnyLanes operator &(AnyLanes a, AnyLanes b) => new(a.bits & b.bits);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static AnyLanes operator |(AnyLanes a, AnyLanes b) => new(a.bits | b.bits);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static AnyLanes operator +(AnyLanes a, AnyLanes b) => new(a.bits + b.bits);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static AnyLanes operator -(AnyLanes a, AnyLanes b) => new(a.bits - b.bits);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static AnyLanes operator <<(AnyLanes a, int count) => new(a.bits << count);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static AnyLanes operator >>>(AnyLanes a, int count) => new(a.bits >>> count);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static AnyLanes Of(uint value) => new(new Vector<uint>(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static AnyLanes AndOr(AnyLanes a, uint mask, AnyLanes b) => new((a.bits & new Vector<uint>(mask)) | b.bits);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static AnyLanes Min(AnyLanes a, AnyLanes b) => new(Vector.Min(a.bits, b.bits));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static AnyLanes WhereLess(AnyLanes a, AnyLanes b, AnyLanes then, AnyLanes otherwise) =>
        new(Vector.ConditionalSelect(Vector.AsVectorUInt32(Vector.LessThan(Vector.AsVectorInt32(a.bits), Vector.AsVectorInt32(b.bits))), then.bits, otherwise.bits));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static AnyLanes WhereNumber(AnyLanes lanes, AnyLanes then, AnyLanes otherwise) =>
        new(Vector.ConditionalSelect(Vector.AsVectorUInt32(Vector.Equals(Vector.AsVectorSingle(lanes.bits), Vector.AsVectorSingle(lanes.bits))), then.bits, otherwise.bits));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static AnyLanes AddFloats(AnyLanes a, AnyLanes b) => new(Vector.AsVectorUInt32(Vector.AsVectorSingle(a.bits) + Vector.AsVectorSingle(b.bits)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static AnyLanes MultiplyFloats(AnyLanes a, AnyLanes b) => new(Vector.AsVectorUInt32(Vector.AsVectorSingle(a.bits) * Vector.AsVectorSingle(b.bits)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static AnyLanes Load(float* source) => new(Vector.Load((uint*)source));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(AnyLanes lanes, float* destination) => Vector.Store(lanes.bits, (uint*)destination);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Load(ushort* source, out AnyLanes low, out AnyLanes high)
    {
        Vector.Widen(Vector.Load(source), out Vector<uint> lowBits, out Vector<uint> highBits);
        low = new(lowBits);
        high = new(highBits);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(AnyLanes low, AnyLanes high, ushort* destination) => Vector.Store(Vector.Narrow(low.bits, high.bits), destination);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreStreaming(AnyLanes low, AnyLanes high, ushort* destination) => Vector.StoreAlignedNonTemporal(Vector.Narrow(low.bits, high.bits), destination);
}

using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Gen.CrossEntropy.Kernels;

/// <summary>Reads and writes vectors of <see cref="BFloat16"/> as the floats that kernels compute in. Those of 512 bits need AVX-512; no address need be aligned.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static unsafe class BFloat16Vectors
{
    /// <summary>16 numbers as floats, exactly.</summary>
    /// <param name="source">16 elements.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Widen512(BFloat16* source) => BFloat16Bits.Widen(Lanes512.Load((ushort*)source)).Floats;

    /// <summary>Writes 16 floats, rounded to nearest, ties to even; a NaN becomes quiet.</summary>
    /// <param name="values">The floats.</param>
    /// <param name="destination">16 elements.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Narrow(Vector512<float> values, BFloat16* destination) => Lanes512.Store(BFloat16Bits.Narrow(Lanes512.Of(values)), (ushort*)destination);

    /// <summary>Writes 32 floats, rounded to nearest, ties to even; a NaN becomes quiet.</summary>
    /// <param name="low">The first 16.</param>
    /// <param name="high">The others.</param>
    /// <param name="destination">32 elements.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Narrow(Vector512<float> low, Vector512<float> high, BFloat16* destination) =>
        Lanes512.Store(BFloat16Bits.Narrow(Lanes512.Of(low)), BFloat16Bits.Narrow(Lanes512.Of(high)), (ushort*)destination);

    /// <summary>8 numbers as floats, exactly.</summary>
    /// <param name="source">8 elements.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Widen256(BFloat16* source) => BFloat16Bits.Widen(Lanes256.Load((ushort*)source)).Floats;

    /// <summary>Writes 8 floats, rounded to nearest, ties to even; a NaN becomes quiet.</summary>
    /// <param name="values">The floats.</param>
    /// <param name="destination">8 elements.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Narrow(Vector256<float> values, BFloat16* destination) => Lanes256.Store(BFloat16Bits.Narrow(Lanes256.Of(values)), (ushort*)destination);

    /// <summary>Writes 16 floats, rounded to nearest, ties to even; a NaN becomes quiet.</summary>
    /// <param name="low">The first 8.</param>
    /// <param name="high">The others.</param>
    /// <param name="destination">16 elements.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Narrow(Vector256<float> low, Vector256<float> high, BFloat16* destination) =>
        Lanes256.Store(BFloat16Bits.Narrow(Lanes256.Of(low)), BFloat16Bits.Narrow(Lanes256.Of(high)), (ushort*)destination);

    /// <summary>4 numbers as floats, exactly.</summary>
    /// <param name="source">4 elements.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Widen128(BFloat16* source) => BFloat16Bits.Widen(Lanes128.Load((ushort*)source)).Floats;

    /// <summary>Writes 4 floats, rounded to nearest, ties to even; a NaN becomes quiet.</summary>
    /// <param name="values">The floats.</param>
    /// <param name="destination">4 elements.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Narrow(Vector128<float> values, BFloat16* destination) => Lanes128.Store(BFloat16Bits.Narrow(Lanes128.Of(values)), (ushort*)destination);

    /// <summary>Writes 8 floats, rounded to nearest, ties to even; a NaN becomes quiet.</summary>
    /// <param name="low">The first 4.</param>
    /// <param name="high">The others.</param>
    /// <param name="destination">8 elements.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Narrow(Vector128<float> low, Vector128<float> high, BFloat16* destination) =>
        Lanes128.Store(BFloat16Bits.Narrow(Lanes128.Of(low)), BFloat16Bits.Narrow(Lanes128.Of(high)), (ushort*)destination);
}

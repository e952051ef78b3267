using System.Runtime.CompilerServices;

namespace Gen.CrossEntropy.Kernels;

/// <summary><see cref="BFloat16"/>: the upper half of a float.</summary>
internal readonly struct BFloat16Bits : ISixteenBits
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Widen<TLanes>(TLanes bits)
        where TLanes : struct, IBitLanes<TLanes> => bits << 16;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Narrow<TLanes>(TLanes bits)
        where TLanes : struct, IBitLanes<TLanes>
    {
        // Half of the last place, less one where the last place is even, carries into it as ties to even do. On a NaN it could carry into the sign.
        TLanes rounded = bits + ((bits >>> 16) & TLanes.Of(1)) + TLanes.Of(0x7FFF);
        return TLanes.UnlessNaN(bits, rounded) >>> 16;
    }

    public static float Widen(ushort bits) => BFloat16.FromBits(bits);

    public static ushort Narrow(float value) => ((BFloat16)value).ToBits();
}

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
        TLanes upper = bits >>> 16;

        // Half of the last place, less one where the last place is even, carries into it as ties to even do. On a NaN it could carry into the sign.
        TLanes rounded = (bits + (upper & TLanes.Of(1)) + TLanes.Of(0x7FFF)) >>> 16;
        return TLanes.WhereNumber(bits, rounded, upper | TLanes.Of(0x40));
    }

    public static float Widen(ushort bits) => BFloat16.FromBits(bits);

    public static ushort Narrow(float value) => ((BFloat16)value).ToBits();
}

using System.Numerics;

namespace Gen.CrossEntropy.Kernels;

/// <summary><see cref="BFloat16"/>: the upper half of a float.</summary>
internal readonly struct BFloat16Bits : ISixteenBits
{
    public static Vector<float> Widen(Vector<uint> bits) => Vector.AsVectorSingle(Vector.ShiftLeft(bits, 16));

    public static Vector<uint> Narrow(Vector<float> values)
    {
        Vector<uint> bits = Vector.AsVectorUInt32(values);
        Vector<uint> upper = Vector.ShiftRightLogical(bits, 16);

        // Half of the last place, less one where the last place is even, carries into it as ties to even do. On a NaN it could carry into the sign.
        Vector<uint> rounded = Vector.ShiftRightLogical(bits + (upper & Vector<uint>.One) + new Vector<uint>(0x7FFF), 16);
        Vector<uint> number = Vector.AsVectorUInt32(Vector.Equals(values, values));
        return Vector.ConditionalSelect(number, rounded, upper | new Vector<uint>(0x40));
    }

    public static float Widen(ushort bits) => BFloat16.FromBits(bits);

    public static ushort Narrow(float value) => ((BFloat16)value).ToBits();
}

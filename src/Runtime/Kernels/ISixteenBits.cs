using System.Numerics;

namespace Gen.CrossEntropy.Kernels;

/// <summary>A 16-bit floating-point format, as bits: of vectors in the low halves of 32-bit lanes, and of single elements.</summary>
internal interface ISixteenBits
{
    /// <summary>The float of each lane's 16 bits, exactly; the upper bits of the lanes are 0.</summary>
    static abstract Vector<float> Widen(Vector<uint> bits);

    /// <summary>The nearest 16-bit number of each lane, ties to even; the upper bits of the lanes are 0.</summary>
    static abstract Vector<uint> Narrow(Vector<float> values);

    /// <inheritdoc cref="Widen(Vector{uint})"/>
    static abstract float Widen(ushort bits);

    /// <inheritdoc cref="Narrow(Vector{float})"/>
    static abstract ushort Narrow(float value);
}

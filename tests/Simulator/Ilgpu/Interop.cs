using System.Runtime.CompilerServices;

namespace ILGPU;

/// <summary>Bits of numbers.</summary>
public static class Interop
{
    /// <summary>The size of a type in bytes.</summary>
    /// <typeparam name="T">The type.</typeparam>
    /// <returns>Its size.</returns>
    public static int SizeOf<T>()
        where T : unmanaged => Unsafe.SizeOf<T>();

    /// <summary>The bits of a number.</summary>
    /// <param name="value">The number.</param>
    /// <returns>Its bits.</returns>
    public static uint FloatAsInt(float value) => BitConverter.SingleToUInt32Bits(value);

    /// <summary>The bits of a number.</summary>
    /// <param name="value">The number.</param>
    /// <returns>Its bits.</returns>
    public static ulong FloatAsInt(double value) => BitConverter.DoubleToUInt64Bits(value);

    /// <summary>The number that has given bits.</summary>
    /// <param name="value">The bits.</param>
    /// <returns>The number.</returns>
    public static float IntAsFloat(uint value) => BitConverter.UInt32BitsToSingle(value);

    /// <summary>The number that has given bits.</summary>
    /// <param name="value">The bits.</param>
    /// <returns>The number.</returns>
    public static double IntAsFloat(ulong value) => BitConverter.UInt64BitsToDouble(value);
}

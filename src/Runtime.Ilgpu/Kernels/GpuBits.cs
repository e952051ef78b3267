using System.ComponentModel;
using ILGPU;

namespace Gen.CrossEntropy.Kernels;

/// <summary>Elements of 16 bits in kernels, which have no type for them: what is the same on all devices.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class GpuBits
{
    /// <summary>A bfloat16's value: its bits are the upper half of a float's.</summary>
    /// <param name="bits">The bits.</param>
    /// <returns>The value, exactly.</returns>
    public static float FromBFloat16(ushort bits) => Interop.IntAsFloat((uint)bits << 16);

    /// <summary>The value of the first of two bfloat16.</summary>
    /// <param name="two">The bits of both, the first in the lower half.</param>
    /// <returns>The value, exactly.</returns>
    public static float LowBFloat16(uint two) => Interop.IntAsFloat(two << 16);

    /// <summary>The value of the second of two bfloat16.</summary>
    /// <param name="two">The bits of both, the first in the lower half.</param>
    /// <returns>The value, exactly.</returns>
    public static float HighBFloat16(uint two) => Interop.IntAsFloat(two & 0xFFFF0000);
}

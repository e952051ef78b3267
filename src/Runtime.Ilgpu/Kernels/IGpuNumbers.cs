using System.ComponentModel;

namespace Gen.CrossEntropy.Kernels;

/// <summary>
/// What some devices have instructions for and others compute: the power of two, and elements of 16 bits. All round to the nearest element, the even one of two; NaN stays NaN.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface IGpuNumbers
{
    /// <summary>2 to the power of a value: 0, infinity and NaN where it is; two units in the last place, and what is below 2^-126 may be 0.</summary>
    /// <param name="exponent">The value.</param>
    /// <returns>The power.</returns>
    float Exp2(float exponent);

    /// <summary>A half's value.</summary>
    /// <param name="bits">The bits.</param>
    /// <returns>The value, exactly.</returns>
    float FromHalf(ushort bits);

    /// <summary>The value of the first of two halves.</summary>
    /// <param name="two">The bits of both, the first in the lower half.</param>
    /// <returns>The value, exactly.</returns>
    float LowHalf(uint two);

    /// <summary>The value of the second of two halves.</summary>
    /// <param name="two">The bits of both, the first in the lower half.</param>
    /// <returns>The value, exactly.</returns>
    float HighHalf(uint two);

    /// <summary>The bits of the nearest half.</summary>
    /// <param name="value">The value.</param>
    /// <returns>The bits.</returns>
    ushort ToHalf(float value);

    /// <summary>The bits of the halves nearest to two values.</summary>
    /// <param name="first">The first value.</param>
    /// <param name="second">The second value.</param>
    /// <returns>The bits, the first in the lower half.</returns>
    uint Halves(float first, float second);

    /// <summary>The bits of the nearest bfloat16.</summary>
    /// <param name="value">The value.</param>
    /// <returns>The bits.</returns>
    ushort ToBFloat16(float value);

    /// <summary>The bits of the bfloat16 nearest to two values.</summary>
    /// <param name="first">The first value.</param>
    /// <param name="second">The second value.</param>
    /// <returns>The bits, the first in the lower half.</returns>
    uint BFloat16s(float first, float second);
}

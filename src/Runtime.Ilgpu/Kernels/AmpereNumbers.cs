using System.ComponentModel;
using ILGPU.Runtime.Cuda;

namespace Gen.CrossEntropy.Kernels;

/// <summary>
/// One instruction each, of NVIDIA's cards from compute capability 8.0 on (PTX ISA, "ex2" and "cvt"). Without ".ftz" the power of two would be four instructions: it would keep what is below 2^-126.
/// Of two elements the second operand becomes the lower half.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct AmpereNumbers : IGpuNumbers
{
    /// <inheritdoc/>
    public float Exp2(float exponent)
    {
        CudaAsm.Emit("ex2.approx.ftz.f32 %0, %1;", out float power, exponent);
        return power;
    }

    /// <inheritdoc/>
    public float FromHalf(ushort bits)
    {
        CudaAsm.Emit("cvt.f32.f16 %0, %1;", out float value, bits);
        return value;
    }

    /// <inheritdoc/>
    public float LowHalf(uint two) => FromHalf((ushort)two);

    /// <inheritdoc/>
    public float HighHalf(uint two) => FromHalf((ushort)(two >> 16));

    /// <inheritdoc/>
    public ushort ToHalf(float value)
    {
        CudaAsm.Emit("cvt.rn.f16.f32 %0, %1;", out ushort bits, value);
        return bits;
    }

    /// <inheritdoc/>
    public uint Halves(float first, float second)
    {
        CudaAsm.Emit("cvt.rn.f16x2.f32 %0, %1, %2;", out uint two, second, first);
        return two;
    }

    /// <inheritdoc/>
    public ushort ToBFloat16(float value)
    {
        CudaAsm.Emit("cvt.rn.bf16.f32 %0, %1;", out ushort bits, value);
        return bits;
    }

    /// <inheritdoc/>
    public uint BFloat16s(float first, float second)
    {
        CudaAsm.Emit("cvt.rn.bf16x2.f32 %0, %1, %2;", out uint two, second, first);
        return two;
    }
}

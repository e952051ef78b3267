using System.Runtime.CompilerServices;
using Gen.CrossEntropy.Simulator;

namespace ILGPU.Runtime.Cuda;

/// <summary>
/// Instructions of NVIDIA's cards in kernels. The simulator knows those that kernels here use, on any device with shuffles (ILGPU knows them on CUDA alone): it gives the nearest number where a card approximates, and
/// 0 where one flushes.
/// </summary>
public static class CudaAsm
{
    /// <summary>An instruction of one operand.</summary>
    /// <typeparam name="T0">The type of the result.</typeparam>
    /// <typeparam name="T1">The type of the operand.</typeparam>
    /// <param name="asm">The instruction.</param>
    /// <param name="arg0">The result, %0.</param>
    /// <param name="arg1">The operand, %1.</param>
    public static void Emit<T0, T1>(string asm, out T0 arg0, T1 arg1)
        where T0 : struct
        where T1 : struct
    {
        Check(asm);
        arg0 = asm switch
        {
            "ex2.approx.ftz.f32 %0, %1;" => As<float, T0>(asm, PowerOfTwo(As<T1, float>(asm, arg1))),
            "cvt.f32.f16 %0, %1;" => As<float, T0>(asm, (float)BitConverter.UInt16BitsToHalf(As<T1, ushort>(asm, arg1))),
            "cvt.rn.f16.f32 %0, %1;" => As<ushort, T0>(asm, NearestHalf(As<T1, float>(asm, arg1))),
            "cvt.rn.bf16.f32 %0, %1;" => As<ushort, T0>(asm, NearestBFloat16(As<T1, float>(asm, arg1))),
            _ => throw Unknown(asm),
        };
    }

    /// <summary>An instruction of two operands.</summary>
    /// <typeparam name="T0">The type of the result.</typeparam>
    /// <typeparam name="T1">The type of the first operand.</typeparam>
    /// <typeparam name="T2">The type of the second operand.</typeparam>
    /// <param name="asm">The instruction.</param>
    /// <param name="arg0">The result, %0.</param>
    /// <param name="arg1">The first operand, %1.</param>
    /// <param name="arg2">The second operand, %2.</param>
    public static void Emit<T0, T1, T2>(string asm, out T0 arg0, T1 arg1, T2 arg2)
        where T0 : struct
        where T1 : struct
        where T2 : struct
    {
        Check(asm);
        Func<float, ushort> nearest = asm switch
        {
            "cvt.rn.f16x2.f32 %0, %1, %2;" => NearestHalf,
            "cvt.rn.bf16x2.f32 %0, %1, %2;" => NearestBFloat16,
            _ => throw Unknown(asm),
        };

        // The first operand becomes the upper half.
        arg0 = As<uint, T0>(asm, ((uint)nearest(As<T1, float>(asm, arg1)) << 16) | nearest(As<T2, float>(asm, arg2)));
    }

    private static float PowerOfTwo(float exponent)
    {
        float power = (float)Math.Pow(2, float.IsSubnormal(exponent) ? 0 : exponent);
        return float.IsSubnormal(power) ? 0 : power;
    }

    /// <summary>Of NaN a card gives always the same bits.</summary>
    private static ushort NearestHalf(float value) => float.IsNaN(value) ? (ushort)0x7FFF : BitConverter.HalfToUInt16Bits((Half)value);

    private static ushort NearestBFloat16(float value)
    {
        if (float.IsNaN(value))
        {
            return 0x7FFF;
        }

        // The two neighbours towards 0 and away from it; behind the largest one comes infinity, as 2^128.
        uint bits = BitConverter.SingleToUInt32Bits(value);
        ushort near = (ushort)(bits >> 16), far = (ushort)(near + 1);
        double toNear = Math.Abs(value - Value(near)), toFar = Math.Abs(Value(far) - value);
        return float.IsInfinity(value) || toNear < toFar || (toNear == toFar && near % 2 == 0) ? near : far;

        static double Value(ushort bits)
        {
            float element = BitConverter.UInt32BitsToSingle((uint)bits << 16);
            return float.IsInfinity(element) ? Math.CopySign(Math.ScaleB(1, 128), element) : element;
        }
    }

    private static TTo As<TFrom, TTo>(string asm, TFrom value)
        where TFrom : struct
        where TTo : struct => typeof(TFrom) == typeof(TTo) ? Unsafe.As<TFrom, TTo>(ref value) : throw new SimulatorException($"\"{asm}\" has an operand of type {typeof(TFrom).Name} or {typeof(TTo).Name}, which is not the instruction's.");

    private static void Check(string asm)
    {
        Lane lane = Lane.Current("CudaAsm.Emit");
        if (!lane.Group.Shuffles)
        {
            throw new SimulatorException($"{lane.Group.Name(lane)} uses \"{asm}\" on a device without shuffles, as OpenCL's are.");
        }
    }

    private static SimulatorException Unknown(string asm) => new($"The simulator knows no instruction \"{asm}\".");
}

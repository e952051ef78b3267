using System.Globalization;
using Gen.CrossEntropy.Simulator.Tests.Support;
using ILGPU;
using ILGPU.Runtime;
using ILGPU.Runtime.Cuda;

namespace Gen.CrossEntropy.Simulator.Tests.Execution;

/// <summary>Instructions of NVIDIA's cards, by what their manual says of them (PTX ISA, "ex2" and "cvt").</summary>
public sealed class CudaAsmTests
{
    [Theory]
    [InlineData(0f, 1f)]
    [InlineData(-3f, 0.125f)]
    [InlineData(1e-40f, 1f)]
    [InlineData(-126f, 1.17549435e-38f)]
    [InlineData(-126.5f, 0f)]
    [InlineData(128f, float.PositiveInfinity)]
    [InlineData(float.NegativeInfinity, 0f)]
    [InlineData(float.NaN, float.NaN)]
    public void PowerOfTwo_IsFlushed(float exponent, float power)
    {
        using Rig rig = new();
        ArrayView<float> values = rig.View(exponent, 0f);
        rig.Run(Exp2, 1, 1, values);
        Assert.Equal(power, values.GetAsArray()[1]);
    }

    /// <summary>The nearest element, the even one of two; NaN always the same; the second operand in the lower half.</summary>
    [Theory]
    [InlineData(1f, "3C00 3F80")]
    [InlineData(-2f, "C000 C000")]
    [InlineData(1.00048828125f, "3C00 3F80")] // between 1 and the next half
    [InlineData(1.00146484375f, "3C02 3F80")] // between that and the one behind it
    [InlineData(1.00390625f, "3C04 3F80")] // between 1 and the next bfloat16
    [InlineData(1.01171875f, "3C0C 3F82")]
    [InlineData(65520f, "7C00 4780")]
    [InlineData(3.3961775e38f, "7C00 7F80")]
    [InlineData(3.3895314e38f, "7C00 7F7F")]
    [InlineData(float.NegativeInfinity, "FC00 FF80")]
    [InlineData(float.NaN, "7FFF 7FFF")]
    [InlineData(1e-40f, "0000 0001")]
    public void Elements_AreRounded(float value, string bits)
    {
        using Rig rig = new();
        ArrayView<uint> words = rig.View(BitConverter.SingleToUInt32Bits(value), 0u, 0u, 0u);
        rig.Run(Round, 1, 1, words);
        uint[] result = words.GetAsArray();
        Assert.Equal(bits, Invariant($"{result[1] & 0xFFFF:X4} {result[1] >> 16:X4}"));

        // With 0.5, 3800 and 3F00, as the first operand.
        Assert.Equal(Invariant($"3800{bits[..4]} 3F00{bits[5..]}"), Invariant($"{result[2]:X8} {result[3]:X8}"));

        static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
    }

    [Theory]
    [InlineData((ushort)0x3C00, 1f)]
    [InlineData((ushort)0x8001, -5.9604645e-8f)]
    [InlineData((ushort)0x7C00, float.PositiveInfinity)]
    [InlineData((ushort)0x7E01, float.NaN)]
    public void Half_IsWidened(ushort bits, float value)
    {
        using Rig rig = new();
        ArrayView<float> values = rig.View(bits, 0f);
        rig.Run(Widen, 1, 1, values);
        Assert.Equal(value, values.GetAsArray()[1]);
    }

    [Fact]
    public void WhatTheSimulatorDoesNotKnow_IsRefused()
    {
        using Rig rig = new();
        Assert.Equal("The simulator knows no instruction \"sin.approx.f32 %0, %1;\".", rig.Fault(Unknown, 1, 1, rig.View(0f)));
        Assert.Contains("\"ex2.approx.ftz.f32 %0, %1;\" has an operand of type", rig.Fault(OfWrongType, 1, 1, rig.View(0.0)), StringComparison.Ordinal);
    }

    [Fact]
    public void OnADeviceWithoutShuffles_NoneIsThere()
    {
        using Settings settings = new();
        SimulatorSettings.HasShuffles = false;
        using Rig rig = new();
        Assert.Contains("on a device without shuffles", rig.Fault(Exp2, 1, 1, rig.View(0f, 0f)), StringComparison.Ordinal);
    }

    private static void Exp2(ArrayView<float> values)
    {
        CudaAsm.Emit("ex2.approx.ftz.f32 %0, %1;", out float power, values[0]);
        values[1] = power;
    }

    private static void Round(ArrayView<uint> words)
    {
        float value = Interop.IntAsFloat(words[0]);
        CudaAsm.Emit("cvt.rn.f16.f32 %0, %1;", out ushort half, value);
        CudaAsm.Emit("cvt.rn.bf16.f32 %0, %1;", out ushort brain, value);
        CudaAsm.Emit("cvt.rn.f16x2.f32 %0, %1, %2;", out uint halves, 0.5f, value);
        CudaAsm.Emit("cvt.rn.bf16x2.f32 %0, %1, %2;", out uint brains, 0.5f, value);
        words[1] = half | ((uint)brain << 16);
        words[2] = halves;
        words[3] = brains;
    }

    private static void Widen(ArrayView<float> values)
    {
        CudaAsm.Emit("cvt.f32.f16 %0, %1;", out float value, (ushort)values[0]);
        values[1] = value;
    }

    private static void Unknown(ArrayView<float> values)
    {
        CudaAsm.Emit("sin.approx.f32 %0, %1;", out float sine, values[0]);
        values[0] = sine;
    }

    private static void OfWrongType(ArrayView<double> values)
    {
        CudaAsm.Emit("ex2.approx.ftz.f32 %0, %1;", out float power, values[0]);
        values[0] = power;
    }
}

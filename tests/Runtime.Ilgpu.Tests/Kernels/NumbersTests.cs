using Gen.CrossEntropy.Ilgpu.Tests.Support;
using Gen.CrossEntropy.Kernels;
using ILGPU;

namespace Gen.CrossEntropy.Ilgpu.Tests.Kernels;

/// <summary>Powers of two and elements of 16 bits as devices compute them, against the host's. Run by a softmax that is none: what is written are the bits of what a function gives for each input.</summary>
public sealed class NumbersTests
{
    private const int GroupSize = 64;
    private const string SimulatedAmpere = "emulated, Ampere";

    private static readonly GpuKernel<float, float> Functions = new(Apply<PortableNumbers>, Apply<PortableNumbers>, GroupSize, GroupSize) { OnAmpere = Apply<AmpereNumbers> };

    /// <summary>The devices, and where the simulator plays them one with NVIDIA's instructions.</summary>
    public static TheoryData<string> Names => typeof(Context).Assembly.GetName().Name == "ILGPU" ? TestDevices.Names : [.. TestDevices.Keys, SimulatedAmpere];

    /// <summary>What the kernel computes. The number of positions says which, so it begins at 1.</summary>
    private enum Function
    {
        Exp2 = 1,
        FromHalf,
        LowHalf,
        HighHalf,
        ToHalf,
        Halves,
        ToBFloat16,
        BFloat16s,
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void EveryHalf_IsWidenedExactly(string device)
    {
        uint[] bits = [.. Enumerable.Range(0, 1 << 16).Select(i => ((uint)i << 16) | (ushort)~i)];
        Check(device, Function.FromHalf, bits, Half(ushort.MaxValue));
        Check(device, Function.LowHalf, bits, Half(ushort.MaxValue));
        Check(device, Function.HighHalf, bits, two => BitConverter.SingleToUInt32Bits((float)BitConverter.UInt16BitsToHalf((ushort)(two >> 16))));

        static Func<uint, uint> Half(uint mask) => two => BitConverter.SingleToUInt32Bits((float)BitConverter.UInt16BitsToHalf((ushort)(two & mask)));
    }

    /// <summary>Elements of both types, what lies in the middle of two, and on both sides of these; and numbers of all sizes.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void EveryNumber_IsRoundedToTheNearestElement(string device)
    {
        Random random = new(3);
        uint[] numbers =
        [
            .. from element in Enumerable.Range(0, 1 << 16).Where(i => i % 7 == 0)
               let half = BitConverter.SingleToUInt32Bits((float)BitConverter.UInt16BitsToHalf((ushort)element))
               let brain = (uint)element << 16
               from number in (uint[])[half, half + 0xFFF, half + 0x1000, half + 0x1001, brain, brain + 0x7FFF, brain + 0x8000, brain + 0x8001, (uint)random.NextInt64(1L << 32)]
               select number,
        ];
        Check(device, Function.ToHalf, numbers, x => HalfOf(x));
        Check(device, Function.Halves, numbers, x => HalfOf(x) | ((uint)HalfOf(x ^ 0x80000000) << 16));
        Check(device, Function.ToBFloat16, numbers, x => BrainOf(x));
        Check(device, Function.BFloat16s, numbers, x => BrainOf(x) | ((uint)BrainOf(x ^ 0x80000000) << 16));

        static ushort HalfOf(uint x) => BitConverter.HalfToUInt16Bits((System.Half)BitConverter.UInt32BitsToSingle(x));
        static ushort BrainOf(uint x) => (ushort)(BitConverter.SingleToUInt32Bits((float)(BFloat16)BitConverter.UInt32BitsToSingle(x)) >> 16);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void PowersOfTwo_AreNear(string device)
    {
        float[] exponents = [.. Enumerable.Range(-1500, 2800).Select(i => i * 0.1f), -126, 127, 128, -1000, 1000, -1e-40f, 0, -0f, float.NegativeInfinity, float.PositiveInfinity, float.NaN];
        float[] powers = [.. Run(device, Function.Exp2, [.. exponents.Select(BitConverter.SingleToUInt32Bits)]).Select(BitConverter.UInt32BitsToSingle)];
        Assert.All(exponents.Zip(powers), pair =>
        {
            (float exponent, float power) = pair;
            double expected = Math.Pow(2, exponent);
            if (!(expected <= float.MaxValue))
            {
                Assert.Equal((float)expected, power);
            }
            else
            {
                // Two units of the last place; below the normal numbers, all of it.
                Assert.InRange(Math.Abs(power - expected), 0, Math.Max(expected * Math.ScaleB(1, -22), Math.ScaleB(1, -126)));
            }
        });
    }

    private static void Check(string device, Function function, uint[] input, Func<uint, uint> expected)
    {
        uint[] actual = Run(device, function, input);
        for (int i = 0; i < input.Length; i++)
        {
            uint wanted = expected(input[i]);
            if (OfOneNaN(function, wanted) != OfOneNaN(function, actual[i]))
            {
                Assert.Fail($"{function} of {input[i]:X8} is {actual[i]:X8} instead of {wanted:X8}.");
            }
        }
    }

    /// <summary>A NaN is one, whatever its bits and its sign are.</summary>
    private static uint OfOneNaN(Function function, uint bits)
    {
        return function switch
        {
            Function.ToHalf or Function.Halves => Element(bits & 0xFFFF, 0x7C00) | (Element(bits >> 16, 0x7C00) << 16),
            Function.ToBFloat16 or Function.BFloat16s => Element(bits & 0xFFFF, 0x7F80) | (Element(bits >> 16, 0x7F80) << 16),
            _ => float.IsNaN(BitConverter.UInt32BitsToSingle(bits)) ? 0x7FFFFFFF : bits,
        };

        static uint Element(uint bits, uint infinity) => (bits & 0x7FFF) > infinity ? 0x7FFF : bits;
    }

    private static uint[] Run(string name, Function function, uint[] input)
    {
        using IlgpuDevice? simulated = name == SimulatedAmpere ? IlgpuDevices.Emulated(KernelFlavour.Ampere, largestGroup: 256) : null;
        IlgpuDevice device = simulated ?? TestDevices.Get(name);
        int positions = (int)function, samples = (input.Length + positions - 1) / positions;
        float[] values = new float[samples * positions];
        System.Runtime.InteropServices.MemoryMarshal.Cast<uint, float>(input).CopyTo(values);
        using TensorBuffer<float> x = device.Allocate<float>(samples, 1, positions);
        using TensorBuffer<float> y = device.Allocate<float>(samples, 1, positions);
        x.CopyFrom(values);
        MapCall<float, float> call = new() { Pass = LossPass.Forward, ClassCount = 1, BlockRows = 1, HasDeviceKernels = true };
        call.Bind(x, output: y);
        GpuClassMap.Run(in call, Functions);
        y.CopyTo(values);
        return [.. values.Take(input.Length).Select(BitConverter.SingleToUInt32Bits)];
    }

    private static void Apply<TNumbers>(GpuBlock<float, float> block)
        where TNumbers : struct, IGpuNumbers
    {
        TNumbers numbers = default;
        for (long i = ((long)Grid.IdxX * GroupSize) + Group.IdxX; i < block.Count; i += (long)Grid.DimX * GroupSize)
        {
            float x = block.Input[i];
            uint bits = Interop.FloatAsInt(x);
            uint result = 0;
            switch ((Function)block.Stride)
            {
                case Function.Exp2:
                    result = Interop.FloatAsInt(numbers.Exp2(x));
                    break;
                case Function.FromHalf:
                    result = Interop.FloatAsInt(numbers.FromHalf((ushort)bits));
                    break;
                case Function.LowHalf:
                    result = Interop.FloatAsInt(numbers.LowHalf(bits));
                    break;
                case Function.HighHalf:
                    result = Interop.FloatAsInt(numbers.HighHalf(bits));
                    break;
                case Function.ToHalf:
                    result = numbers.ToHalf(x);
                    break;
                case Function.Halves:
                    result = numbers.Halves(x, -x);
                    break;
                case Function.ToBFloat16:
                    result = numbers.ToBFloat16(x);
                    break;
                case Function.BFloat16s:
                    result = numbers.BFloat16s(x, -x);
                    break;
            }

            block.Output[i] = Interop.IntAsFloat(result);
        }
    }
}

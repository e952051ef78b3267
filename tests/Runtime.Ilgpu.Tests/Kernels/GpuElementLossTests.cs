using Gen.CrossEntropy.Ilgpu.Tests.Support;
using Gen.CrossEntropy.Kernels;

namespace Gen.CrossEntropy.Ilgpu.Tests.Kernels;

public sealed unsafe class GpuElementLossTests
{
    private const int Elements = 5000;

    public static TheoryData<string> DeviceNames => TestDevices.Names;

    [Theory]
    [MemberData(nameof(DeviceNames))]
    public void MeanAndBatchMean_DivideByElementsAndSamples(string device)
    {
        using TensorBuffer<float> x = Buffer(device, i => i, 50, 100);
        using TensorBuffer<float> y = Buffer(device, _ => 1, 50, 100);
        using TensorBuffer<float> dx = Buffer(device, _ => 776, 50, 100);
        double sum = Elements * (Elements - 1) / 2.0 - Elements;

        Assert.Equal(sum / Elements, GpuElementLoss.Run(Call(LossPass.ForwardBackward, Reduction.Mean, x, y, dx), OtherKernels.Elements), 1e-3);
        Assert.All(Batch<int>.Read(dx), g => Assert.Equal(8f / Elements, g));
        Assert.Equal(sum / 50, GpuElementLoss.Run(Call(LossPass.ForwardBackward, Reduction.BatchMean, x, y, dx), OtherKernels.Elements), 1e-1);
        Assert.All(Batch<int>.Read(dx), g => Assert.Equal(8f / 50, g));
    }

    [Theory]
    [MemberData(nameof(DeviceNames))]
    public void Weights_AreOfElementsOrOfClasses(string device)
    {
        using TensorBuffer<float> x = Buffer(device, i => i, 2, 3, 2);
        using TensorBuffer<float> y = Buffer(device, _ => 0, 2, 3, 2);
        using TensorBuffer<float> perElement = Buffer(device, i => i, 2, 3, 2);
        using TensorBuffer<float> perClass = Buffer(device, i => 100 * i, 3);
        using TensorBuffer<float> losses = Buffer(device, _ => 776, 2, 3, 2);
        ElementCall<float, float> call = new() { Pass = LossPass.Forward, Reduction = Reduction.None, Weighted = true, PosWeighted = true, HasDeviceKernels = true };

        call.Bind(x, y, weights: perElement, posWeights: perClass, losses: losses);
        Assert.Equal(0, GpuElementLoss.Run(in call, OtherKernels.Elements));

        Assert.Equal(Enumerable.Range(0, 12).Select(i => (float)((i * i) + (100 * (i / 2 % 3)))), Batch<int>.Read(losses));
    }

    [Theory]
    [MemberData(nameof(DeviceNames))]
    public void UpstreamOfElements_ScalesTheGradient(string device)
    {
        using TensorBuffer<float> x = Buffer(device, i => i, 70);
        using TensorBuffer<float> u = Buffer(device, i => 3 * i, 70);
        using TensorBuffer<float> dx = Buffer(device, _ => 776, 70);
        ElementCall<float, float> call = new() { Pass = LossPass.Backward, Reduction = Reduction.None, HasDeviceKernels = true };

        call.Bind(x, x, upstream: u, gradient: dx);
        GpuElementLoss.Run(in call, OtherKernels.Elements);

        Assert.Equal(Batch<int>.Read(u), Batch<int>.Read(dx));
    }

    [Theory]
    [MemberData(nameof(DeviceNames))]
    public void RefusedProbability_IsReportedAsTheCpuReportsItAndNothingIsWritten(string device)
    {
        foreach (float wrong in (float[])[-0.25f, 1.5f, float.NaN, float.NegativeInfinity])
        {
            using TensorBuffer<float> x = Buffer(device, i => i is 4321 or 4400 ? wrong : i == 7 ? -0f : 1, Elements);
            using TensorBuffer<float> dx = Buffer(device, _ => 776, Elements);
            using TensorBuffer<float> onCpu = Device.Cpu.Allocate<float>(Elements);
            using TensorBuffer<float> cpuGradient = Device.Cpu.Allocate<float>(Elements);
            onCpu.CopyFrom(Batch<int>.Read(x));

            ArgumentOutOfRangeException expected = Assert.Throws<ArgumentOutOfRangeException>(() => ElementLoss.Run(Probabilities(onCpu, cpuGradient), &Nothing));
            ArgumentOutOfRangeException refused = Assert.Throws<ArgumentOutOfRangeException>(() => GpuElementLoss.Run(Probabilities(x, dx), OtherKernels.Elements));

            Assert.Equal((expected.Message, expected.ParamName, expected.ActualValue), (refused.Message, refused.ParamName, refused.ActualValue));
            Assert.Contains("element 4321", refused.Message, StringComparison.Ordinal);
            Assert.All(Batch<int>.Read(dx), g => Assert.Equal(776, g));
        }
    }

    [Theory]
    [MemberData(nameof(DeviceNames))]
    public void ProbabilitiesOfSixteenBits_AreReadAsWhatTheyAre(string device)
    {
        // 1 as a half is 0.0078125 as a bfloat16, and 1 as a bfloat16 is 1.875 as a half.
        Assert.Null(Refused(device, Half.One));
        Assert.Null(Refused(device, BFloat16.One));
        Assert.NotNull(Refused(device, (Half)1.001f));
        Assert.NotNull(Refused(device, (BFloat16)1.01f));
        Assert.Null(Refused(device, (Half)(-0f)));
        Assert.NotNull(Refused(device, BFloat16.NaN));
    }

    [Fact]
    public void SumThatTheKernelDoesNotAdd_IsRefused()
    {
        using TensorBuffer<float> x = Buffer("emulated, shuffles", i => i, 3);
        using TensorBuffer<float> dx = Buffer("emulated, shuffles", _ => 776, 3);

        Assert.Throws<InvalidOperationException>(() => GpuElementLoss.Run(Call(LossPass.Forward, Reduction.Sum, x, x, dx), OtherKernels.SumOfSquares));
    }

    [Fact]
    public void NoElements_HaveAMeanOfNaN()
    {
        using TensorBuffer<float> x = Buffer("emulated, shuffles", i => i, 0);

        Assert.True(double.IsNaN(GpuElementLoss.Run(Call(LossPass.ForwardBackward, Reduction.Mean, x, x, x), OtherKernels.Elements)));
    }

    private static TensorBuffer<float> Buffer(string device, Func<int, float> element, params nint[] shape)
    {
        TensorBuffer<float> buffer = TestDevices.Get(device).Allocate<float>(shape);
        buffer.CopyFrom([.. Enumerable.Range(0, (int)buffer.Length).Select(element)]);
        return buffer;
    }

    private static ElementCall<float, float> Call(LossPass pass, Reduction reduction, TensorBuffer<float> x, TensorBuffer<float> y, TensorBuffer<float> dx)
    {
        ElementCall<float, float> call = new() { Pass = pass, Reduction = reduction, Upstream = 8, HasDeviceKernels = true };
        call.Bind(x, y, gradient: dx);
        return call;
    }

    [Theory]
    [MemberData(nameof(DeviceNames))]
    public void ProbabilityThatACallWithoutANumberRefuses_IsReportedByTheNextThatWaits(string device)
    {
        using TensorBuffer<float> x = Buffer(device, i => i == 432 ? 1.5f : 1, 500);
        using TensorBuffer<float> dx = Buffer(device, _ => 776, 500);
        ElementCall<float, float> call = Call(LossPass.Backward, Reduction.Sum, x, x, dx);
        call.InputIsProbability = true;
        call.InputName = "probabilities";

        Assert.Equal(0, GpuElementLoss.Run(in call, OtherKernels.Elements));
        x.CopyFrom(new float[500]);
        ArgumentOutOfRangeException refused = Assert.Throws<ArgumentOutOfRangeException>(TestDevices.Get(device).Synchronize);

        Assert.Equal(("probabilities", 1.5f), (refused.ParamName, refused.ActualValue));
        Assert.Contains("element 432", refused.Message, StringComparison.Ordinal);
        Assert.All(Batch<int>.Read(dx), g => Assert.Equal(776, g));
    }

    private static ElementCall<float, float> Probabilities(TensorBuffer<float> x, TensorBuffer<float> dx)
    {
        ElementCall<float, float> call = Call(LossPass.ForwardBackward, Reduction.Sum, x, x, dx);
        call.InputIsProbability = true;
        call.InputName = "probabilities";
        return call;
    }

    private static ArgumentOutOfRangeException? Refused<T>(string device, T value)
        where T : unmanaged
    {
        using TensorBuffer<T> x = TestDevices.Get(device).Allocate<T>(40);
        T[] elements = new T[40];
        elements[39] = value;
        x.CopyFrom(elements);
        ElementCall<T, float> call = new() { Pass = LossPass.Forward, Reduction = Reduction.Sum, InputIsProbability = true, HasDeviceKernels = true };
        call.Bind(x, x);
        try
        {
            Assert.Equal(1, GpuElementLoss.Run(in call, OtherKernels.ElementBits));
            return null;
        }
        catch (ArgumentOutOfRangeException refused)
        {
            Assert.Equal(value, refused.ActualValue);
            return refused;
        }
    }

    private static double Nothing(Block<float>* block) => 0;
}

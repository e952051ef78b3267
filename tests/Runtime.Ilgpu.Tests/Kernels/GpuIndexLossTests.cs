using System.Numerics;
using Gen.CrossEntropy.Ilgpu.Tests.Support;
using Gen.CrossEntropy.Kernels;

namespace Gen.CrossEntropy.Ilgpu.Tests.Kernels;

public sealed class GpuIndexLossTests
{
    /// <summary>More rows than a group of an inspection takes, and no multiple of anything.</summary>
    private const int ManyRows = 4999;

    public static TheoryData<string> DeviceNames => TestDevices.Names;

    public static TheoryData<string, bool> DevicesAndWeights
    {
        get
        {
            TheoryData<string, bool> data = [];
            foreach (string name in TestDevices.Keys)
            {
                data.Add(name, false);
                data.Add(name, true);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(DevicesAndWeights))]
    public void MeanAndItsGradient_AreThoseOfTheFormula(string device, bool weighted)
    {
        using Batch<int> batch = new(TestDevices.Get(device), ManyRows);
        (double divisor, double[] losses, double[] gradient) = batch.Expected(weighted);

        double mean = GpuIndexLoss.Run(batch.Call(LossPass.ForwardBackward, Reduction.Mean, weighted), TenClasses.PerThread);

        Close.Equal([losses.Sum() / divisor], [(float)mean]);
        Close.Equal(gradient.Select(g => 0.5 * g / divisor), Batch<int>.Read(batch.Gradient));
        Assert.Equal(mean, GpuIndexLoss.Run(batch.Call(LossPass.Forward, Reduction.Mean, weighted), TenClasses.PerThread));
    }

    [Theory]
    [MemberData(nameof(DeviceNames))]
    public void KernelThatAddsItsLosses_GivesTheSum(string device)
    {
        using Batch<int> batch = new(TestDevices.Get(device), 301);
        (_, double[] losses, double[] gradient) = batch.Expected(weighted: false);

        double sum = GpuIndexLoss.Run(batch.Call(LossPass.ForwardBackward, Reduction.Sum), TenClasses.PerWarp);

        Close.Equal([losses.Sum()], [(float)sum]);
        Close.Equal(gradient.Select(g => 0.5 * g), Batch<int>.Read(batch.Gradient));
    }

    [Theory]
    [MemberData(nameof(DeviceNames))]
    public void FewerGroupsThanSamples_WalkOverAllOfThem(string device)
    {
        using Batch<int> batch = new(TestDevices.Get(device), ManyRows);
        (double divisor, double[] losses, double[] gradient) = batch.Expected(weighted: false);

        double mean = GpuIndexLoss.Run(batch.Call(LossPass.ForwardBackward, Reduction.Mean), TenClasses.Walking);

        Close.Equal([losses.Sum() / divisor], [(float)mean]);
        Close.Equal(gradient.Select(g => 0.5 * g / divisor), Batch<int>.Read(batch.Gradient));
    }

    [Theory]
    [MemberData(nameof(DeviceNames))]
    public void LossesAndOutputs_AreWrittenForEachSample(string device)
    {
        using Batch<int> batch = new(TestDevices.Get(device), 130);
        (_, double[] losses, double[] gradient) = batch.Expected(weighted: true);

        double nothing = GpuIndexLoss.Run(batch.Call(LossPass.ForwardBackward, Reduction.None, weighted: true, LossOutputs.LogSumExp), TenClasses.PerThread);

        Assert.Equal(0, nothing);
        Close.Equal(losses, Batch<int>.Read(batch.Losses));
        Close.Equal(gradient.Select((g, i) => g * batch.U[i / TenClasses.C]), Batch<int>.Read(batch.Gradient));
        Assert.DoesNotContain(Batch<int>.Canary, Batch<int>.Read(batch.LogSumExps));
    }

    [Theory]
    [MemberData(nameof(DeviceNames))]
    public void LossesOnRequest_GoWithAMean(string device)
    {
        using Batch<int> batch = new(TestDevices.Get(device), 130);
        (double divisor, double[] losses, _) = batch.Expected(weighted: false);

        double mean = GpuIndexLoss.Run(batch.Call(LossPass.Forward, Reduction.Mean, outputs: LossOutputs.Losses), TenClasses.PerThread);

        Close.Equal([losses.Sum() / divisor], [(float)mean]);
        Close.Equal(losses, Batch<int>.Read(batch.Losses));
    }

    [Theory]
    [MemberData(nameof(DeviceNames))]
    public void Backward_GivesTheGradientOfTheFusedPass(string device)
    {
        using Batch<int> batch = new(TestDevices.Get(device), 130);
        GpuIndexLoss.Run(batch.Call(LossPass.ForwardBackward, Reduction.Mean), TenClasses.PerThread);
        float[] fused = Batch<int>.Read(batch.Gradient);
        batch.Gradient.CopyFrom(new float[fused.Length]);

        double nothing = GpuIndexLoss.Run(batch.Call(LossPass.Backward, Reduction.Mean), TenClasses.PerThread);

        Assert.True(double.IsFinite(nothing));
        Assert.Equal(fused, Batch<int>.Read(batch.Gradient));
    }

    [Theory]
    [MemberData(nameof(DeviceNames))]
    public void LongAndByteTargets_GiveWhatIntTargetsGive(string device)
    {
        Assert.Equal(Mean<int>(device), Mean<long>(device));
        Assert.Equal(Mean<int>(device), Mean<byte>(device));
    }

    [Theory]
    [MemberData(nameof(DeviceNames))]
    public void Positions_LieBehindTheClasses(string device)
    {
        using Batch<int> batch = new(TestDevices.Get(device), 7, positions: 19);
        (double divisor, double[] losses, double[] gradient) = batch.Expected(weighted: false);

        double mean = GpuIndexLoss.Run(batch.Call(LossPass.ForwardBackward, Reduction.Mean), TenClasses.PerThread);

        Close.Equal([losses.Sum() / divisor], [(float)mean]);
        Close.Equal(gradient.Select(g => 0.5 * g / divisor), Batch<int>.Read(batch.Gradient));
    }

    [Theory]
    [MemberData(nameof(DeviceNames))]
    public void SameCall_GivesTheSameBits(string device)
    {
        using Batch<int> batch = new(TestDevices.Get(device), ManyRows);

        double[] means = [.. Enumerable.Range(0, 5).Select(_ => GpuIndexLoss.Run(batch.Call(LossPass.Forward, Reduction.Mean, weighted: true), TenClasses.PerThread))];

        Assert.Single(means.Distinct());
    }

    [Theory]
    [MemberData(nameof(DeviceNames))]
    public void GivenDivisor_ReplacesTheMeans(string device)
    {
        using Batch<int> batch = new(TestDevices.Get(device), 130);
        LossCall<float, float, int> call = batch.Call(LossPass.ForwardBackward, Reduction.Mean, weighted: true);
        call.Divisor = -4;
        (_, double[] losses, double[] gradient) = batch.Expected(weighted: true);

        Close.Equal([losses.Sum() / -4], [(float)GpuIndexLoss.Run(in call, TenClasses.PerThread)]);
        Close.Equal(gradient.Select(g => 0.5 * g / -4), Batch<int>.Read(batch.Gradient));
    }

    [Theory]
    [MemberData(nameof(DeviceNames))]
    public void NothingToDivideBy_MakesTheMeanNaNAndLeavesIgnoredRowsZero(string device)
    {
        using Batch<int> batch = new(TestDevices.Get(device), 130);
        batch.Targets.CopyFrom(Enumerable.Repeat(Batch<int>.IgnoreIndex, 130).ToArray());

        Assert.True(double.IsNaN(GpuIndexLoss.Run(batch.Call(LossPass.ForwardBackward, Reduction.Mean), TenClasses.PerThread)));
        Assert.All(Batch<int>.Read(batch.Gradient), g => Assert.Equal(0, g));
        Assert.Equal(0, GpuIndexLoss.Run(batch.Call(LossPass.Forward, Reduction.Sum), TenClasses.PerThread));
    }

    [Theory]
    [MemberData(nameof(DeviceNames))]
    public void EmptyBatch_HasAMeanOfNaNAndASumOfZero(string device)
    {
        using Batch<int> batch = new(TestDevices.Get(device), 0);

        Assert.True(double.IsNaN(GpuIndexLoss.Run(batch.Call(LossPass.ForwardBackward, Reduction.Mean), TenClasses.PerThread)));
        Assert.Equal(0, GpuIndexLoss.Run(batch.Call(LossPass.ForwardBackward, Reduction.Sum), TenClasses.PerThread));
    }

    [Theory]
    [MemberData(nameof(DeviceNames))]
    public void Doubles_AreComputedAsDoubles(string device)
    {
        IlgpuDevice gpu = TestDevices.Get(device);
        using TensorBuffer<double> x = gpu.Allocate<double>(2, TenClasses.C);
        using TensorBuffer<int> t = gpu.Allocate<int>(2);
        using TensorBuffer<double> w = gpu.Allocate<double>(TenClasses.C);
        using TensorBuffer<double> dx = gpu.Allocate<double>(2, TenClasses.C);
        double[] logits = new double[2 * TenClasses.C];
        logits[3] = 1 + 1e-15;
        logits[15] = 2;
        x.CopyFrom(logits);
        t.CopyFrom([3, 5]);
        w.CopyFrom([.. Enumerable.Repeat(1d, TenClasses.C - 1), 1 + 1e-14]);
        LossCall<double, double, int> call = new()
        {
            Pass = LossPass.ForwardBackward,
            ClassCount = TenClasses.C,
            Reduction = Reduction.Sum,
            Weighted = true,
            IgnoreIndex = -100,
            BlockRows = 1,
            Upstream = 1 + 1e-15,
            HasDeviceKernels = true,
        };
        call.Bind(x, t, w, gradient: dx);

        Assert.Equal(3 + 1e-15, GpuIndexLoss.Run(in call, TenClasses.PerThreadDouble), 1e-15);
        double[] gradient = new double[2 * TenClasses.C];
        dx.CopyTo(gradient);
        Assert.Equal(1 + 1e-15, gradient[3]);
        Assert.Equal(10 + 1e-14, gradient[0], 2e-15);
    }

    [Theory]
    [MemberData(nameof(DeviceNames))]
    public void SixteenBitElements_ReachKernelsAsBits(string device)
    {
        IlgpuDevice gpu = TestDevices.Get(device);
        using TensorBuffer<BFloat16> x = gpu.Allocate<BFloat16>(2, TenClasses.C);
        using TensorBuffer<byte> t = gpu.Allocate<byte>(2);
        using TensorBuffer<BFloat16> dx = gpu.Allocate<BFloat16>(2, TenClasses.C);
        BFloat16[] logits = [.. Enumerable.Range(0, 20).Select(i => (BFloat16)(float)i)];
        x.CopyFrom(logits);
        t.CopyFrom([3, 5]);
        LossCall<BFloat16, float, byte> call = new()
        {
            Pass = LossPass.ForwardBackward,
            ClassCount = TenClasses.C,
            Reduction = Reduction.Mean,
            IgnoreIndex = -100,
            BlockRows = 1,
            HasDeviceKernels = true,
        };
        call.Bind(x, t, gradient: dx);

        Assert.Equal(9, GpuIndexLoss.Run(in call, TenClasses.PerThreadBFloat16));
        BFloat16[] gradient = new BFloat16[20];
        dx.CopyTo(gradient);
        Assert.Equal(logits.Select(v => -(float)v), gradient.Select(v => (float)v));
    }

    [Fact]
    public void GradientInTheInputsMemory_IsLegalAndInTheLossesIsNot()
    {
        using Batch<int> batch = new(TestDevices.Get("emulated, shuffles"), 10);
        (double divisor, _, double[] gradient) = batch.Expected(weighted: false);
        LossCall<float, float, int> call = batch.Call(LossPass.Backward, Reduction.Mean);
        call.Bind(batch.Input, batch.Targets, gradient: batch.Input);
        GpuIndexLoss.Run(in call, TenClasses.PerWarp);
        Close.Equal(gradient.Select(g => 0.5 * g / divisor), Batch<int>.Read(batch.Input));

        LossCall<float, float, int> overlapping = batch.Call(LossPass.ForwardBackward, Reduction.None);
        overlapping.Bind(batch.Input, batch.Targets, upstream: batch.Upstream, losses: batch.Upstream, gradient: batch.Gradient);
        Assert.Throws<ArgumentException>(() => GpuIndexLoss.Run(in overlapping, TenClasses.PerThread));
    }

    [Fact]
    public void CallsFromManyThreads_RunOneAfterTheOther()
    {
        IlgpuDevice device = TestDevices.Get("emulated, shuffles");
        double expected = Mean<int>("emulated, shuffles");

        double[] means = new double[8];
        Parallel.For(0, means.Length, i => means[i] = Mean<int>("emulated, shuffles"));

        Assert.All(means, mean => Assert.Equal(expected, mean));
        device.Synchronize();
    }

    private static double Mean<TTarget>(string device)
        where TTarget : unmanaged, IBinaryInteger<TTarget>
    {
        using Batch<TTarget> batch = new(TestDevices.Get(device), 333);
        return GpuIndexLoss.Run(batch.Call(LossPass.Forward, Reduction.Mean, weighted: true), TenClasses.PerThread);
    }
}

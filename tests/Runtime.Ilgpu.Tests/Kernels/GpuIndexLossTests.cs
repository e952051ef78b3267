using System.Numerics;
using Gen.CrossEntropy.Ilgpu.Tests.Support;
using Gen.CrossEntropy.Kernels;

namespace Gen.CrossEntropy.Ilgpu.Tests.Kernels;

public sealed unsafe class GpuIndexLossTests
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
    public void RefusedTarget_IsReportedAsTheCpuReportsIt(string device)
    {
        using Batch<long> batch = new(TestDevices.Get(device), ManyRows);
        using Batch<long> onCpu = new(Device.Cpu, ManyRows);
        long[] targets = [.. batch.T];
        targets[4500] = -1;
        targets[4200] = long.MaxValue - 1;
        targets[4800] = 10;
        batch.Targets.CopyFrom(targets);
        onCpu.Targets.CopyFrom(targets);

        ArgumentOutOfRangeException expected = Assert.Throws<ArgumentOutOfRangeException>(() => IndexLoss.Run(onCpu.Call(LossPass.ForwardBackward, Reduction.Mean), &Nothing));
        ArgumentOutOfRangeException refused = Assert.Throws<ArgumentOutOfRangeException>(() => GpuIndexLoss.Run(batch.Call(LossPass.ForwardBackward, Reduction.Mean), TenClasses.PerThread));

        Assert.Equal((expected.Message, expected.ParamName, expected.ActualValue), (refused.Message, refused.ParamName, refused.ActualValue));
        Assert.Contains("row 4200", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(DeviceNames))]
    public void RefusedCall_WritesNothingAndLeavesTheDeviceUsable(string device)
    {
        using Batch<int> batch = new(TestDevices.Get(device), 130, positions: 3);
        int[] targets = [.. batch.T];
        targets[200] = 10;
        batch.Targets.CopyFrom(targets);

        foreach (LossPass pass in Enum.GetValues<LossPass>().Where(pass => pass != LossPass.Backward))
        {
            ArgumentOutOfRangeException refused = Assert.Throws<ArgumentOutOfRangeException>(
                () => GpuIndexLoss.Run(batch.Call(pass, Reduction.Sum, weighted: true, LossOutputs.LogSumExp), TenClasses.PerThread));
            Assert.Contains("row 200 (sample 66, position 2)", refused.Message, StringComparison.Ordinal);
        }

        Assert.True(batch.NothingWritten);
        batch.Targets.CopyFrom(batch.T);
        Assert.True(double.IsFinite(GpuIndexLoss.Run(batch.Call(LossPass.ForwardBackward, Reduction.Mean), TenClasses.PerThread)));
        Assert.False(batch.NothingWritten);
    }

    [Theory]
    [MemberData(nameof(DeviceNames))]
    public void CallWithoutANumber_IsReportedByTheNextThatWaits_WithTheValueOfThen(string device)
    {
        IlgpuDevice gpu = TestDevices.Get(device);
        foreach ((LossPass pass, Reduction reduction) in ((LossPass, Reduction)[])[(LossPass.Forward, Reduction.None), (LossPass.ForwardBackward, Reduction.None), (LossPass.Backward, Reduction.Mean)])
        {
            foreach (Action<Batch<byte>> waits in (Action<Batch<byte>>[])
                [
                    _ => gpu.Synchronize(),
                    batch => batch.Targets.CopyTo(new byte[390]),
                    batch => GpuIndexLoss.Run(batch.Call(LossPass.Forward, Reduction.Sum), TenClasses.PerThread),
                ])
            {
                using Batch<byte> batch = new(gpu, 130, positions: 3);
                Assert.Equal(0, GpuIndexLoss.Run(batch.Call(pass, reduction), TenClasses.PerThread));
                gpu.Synchronize();
                Assert.False(batch.NothingWritten);

                using Batch<byte> bad = new(gpu, 130, positions: 3);
                foreach (byte value in (byte[])[250, 10])
                {
                    // The second call refuses another value; the first is told.
                    byte[] targets = [.. bad.T];
                    targets[200] = value;
                    bad.Targets.CopyFrom(targets);
                    Assert.Equal(0, GpuIndexLoss.Run(bad.Call(pass, reduction), TenClasses.PerThread));
                }

                bad.Targets.CopyFrom(bad.T);
                ArgumentOutOfRangeException refused = Assert.Throws<ArgumentOutOfRangeException>(() => waits(bad));
                Assert.Equal(("targets", 250L), (refused.ParamName, refused.ActualValue));
                Assert.StartsWith("row 200 (sample 66, position 2): target 250 is outside [0, 10) and is not the ignore index", refused.Message, StringComparison.Ordinal);
                Assert.Contains("an earlier one", refused.Message, StringComparison.Ordinal);
                Assert.True(bad.NothingWritten);

                // Told once; and the device goes on.
                gpu.Synchronize();
                Assert.True(double.IsFinite(GpuIndexLoss.Run(bad.Call(LossPass.ForwardBackward, Reduction.Mean), TenClasses.PerThread)));
            }
        }
    }

    [Theory]
    [MemberData(nameof(DeviceNames))]
    public void ManyCallsThatNobodyWaitsFor_AreReportedBeforeTheyAreForgotten(string device)
    {
        using Batch<int> batch = new(TestDevices.Get(device), 1);
        batch.Targets.CopyFrom([10]);

        ArgumentOutOfRangeException refused = Assert.Throws<ArgumentOutOfRangeException>(() =>
        {
            for (int i = 0; i < 300; i++)
            {
                GpuIndexLoss.Run(batch.Call(LossPass.Forward, Reduction.None), TenClasses.PerThread);
            }
        });

        Assert.Equal(10L, refused.ActualValue);
        TestDevices.Get(device).Synchronize();
    }

    [Theory]
    [MemberData(nameof(DeviceNames))]
    public void IgnoreIndexOutsideTheTargetsType_MatchesNothing(string device)
    {
        using Batch<byte> batch = new(TestDevices.Get(device), 130);
        byte[] targets = [.. batch.T];
        targets[3] = 156;
        batch.Targets.CopyFrom(targets);
        LossCall<float, float, byte> call = batch.Call(LossPass.Forward, Reduction.Mean);
        call.IgnoreIndex = -100;

        ArgumentOutOfRangeException refused = Assert.Throws<ArgumentOutOfRangeException>(() => GpuIndexLoss.Run(in call, TenClasses.PerThread));

        Assert.Equal(156L, refused.ActualValue);
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
    public void BuffersOfTwoDevices_AreRefusedNamingBoth()
    {
        using IlgpuDevice other = IlgpuDevices.Emulated(largestGroup: 256);
        using Batch<int> here = new(TestDevices.Get("emulated, shuffles"), 3);
        using TensorBuffer<int> there = other.Allocate<int>(3);
        using TensorBuffer<int> onCpu = Device.Cpu.Allocate<int>(3);

        ArgumentException mixed = Assert.Throws<ArgumentException>("targets", () => Bind(here.Input, there));
        Assert.Contains("targets: expected a buffer on the logits' device", mixed.Message, StringComparison.Ordinal);
        ArgumentException withCpu = Assert.Throws<ArgumentException>("targets", () => Bind(here.Input, onCpu));
        Assert.Contains("CPU (Cpu)", withCpu.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void LossWithoutDeviceKernels_RefusesBuffersOfADevice()
    {
        using Batch<int> batch = new(TestDevices.Get("emulated, shuffles"), 3);

        NotSupportedException refused = Assert.Throws<NotSupportedException>(() => batch.Call(LossPass.Forward, Reduction.Mean, hasDeviceKernels: false));

        Assert.Contains("logits", refused.Message, StringComparison.Ordinal);
        Assert.Contains(batch.Input.Device.ToString(), refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void CpuKernels_AreNotRunOnBuffersOfADevice()
    {
        using Batch<int> batch = new(TestDevices.Get("emulated, shuffles"), 3);
        LossCall<float, float, int> call = batch.Call(LossPass.Forward, Reduction.Mean);

        Assert.True(call.IsElsewhere);
        Assert.Throws<InvalidOperationException>(() => IndexLoss.Run(in call, &Nothing));
    }

    [Fact]
    public void GpuKernels_AreNotRunOnHostMemory()
    {
        using Batch<int> batch = new(Device.Cpu, 3);
        LossCall<float, float, int> call = batch.Call(LossPass.Forward, Reduction.Mean);

        Assert.False(call.IsElsewhere);
        Assert.Throws<NotSupportedException>(() => GpuIndexLoss.Run(in call, TenClasses.PerThread));
    }

    [Fact]
    public void DisposedBuffer_IsRefused()
    {
        Batch<int> batch = new(TestDevices.Get("emulated, shuffles"), 3);
        batch.Dispose();

        Assert.Throws<ObjectDisposedException>(() => batch.Call(LossPass.Forward, Reduction.Mean));
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
    public void KernelOfLargerGroupsThanTheDeviceHas_IsRefused()
    {
        using Batch<int> batch = new(TestDevices.Get("emulated, shuffles"), 10);
        GpuKernel<float, float> large = new(TenClasses.Samples, TenClasses.Samples, groupSize: 512, samplesPerGroup: 1);

        NotSupportedException refused = Assert.Throws<NotSupportedException>(() => GpuIndexLoss.Run(batch.Call(LossPass.Forward, Reduction.Sum), large));

        Assert.Contains("512", refused.Message, StringComparison.Ordinal);
        Assert.Contains("256", refused.Message, StringComparison.Ordinal);
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

    private static void Bind(TensorBuffer<float> input, TensorBuffer<int> targets)
    {
        LossCall<float, float, int> call = new() { ClassCount = TenClasses.C, HasDeviceKernels = true };
        call.Bind(input, targets);
    }

    private static double Nothing(Block<float>* block) => 0;
}

using Gen.CrossEntropy.Ilgpu.Tests.Support;
using Gen.CrossEntropy.Kernels;

namespace Gen.CrossEntropy.Ilgpu.Tests.Kernels;

/// <summary>Calls of losses over class indices that are refused, at once or by the next call that waits.</summary>
public sealed unsafe class GpuIndexLossRefusalTests
{
    /// <summary>More rows than a group of an inspection takes.</summary>
    private const int ManyRows = 4999;

    public static TheoryData<string> DeviceNames => TestDevices.Names;

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
    public void KernelOfLargerGroupsThanTheDeviceHas_IsRefused()
    {
        using Batch<int> batch = new(TestDevices.Get("emulated, shuffles"), 10);
        GpuKernel<float, float> large = new(TenClasses.Samples, TenClasses.Samples, groupSize: 512, samplesPerGroup: 1);

        NotSupportedException refused = Assert.Throws<NotSupportedException>(() => GpuIndexLoss.Run(batch.Call(LossPass.Forward, Reduction.Sum), large));

        Assert.Contains("512", refused.Message, StringComparison.Ordinal);
        Assert.Contains("256", refused.Message, StringComparison.Ordinal);
    }

    private static void Bind(TensorBuffer<float> input, TensorBuffer<int> targets)
    {
        LossCall<float, float, int> call = new() { ClassCount = TenClasses.C, HasDeviceKernels = true };
        call.Bind(input, targets);
    }

    private static double Nothing(Block<float>* block) => 0;
}

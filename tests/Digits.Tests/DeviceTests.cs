using Digits.Images;
using Digits.Learning;
using Gen.CrossEntropy;

namespace Digits.Tests;

public class DeviceTests
{
    private static readonly DigitSet All = DigitSet.Load();

    [Fact]
    public void LossInBuffers_EqualsTheLossInSpansToTheBit()
    {
        using DeviceLoss<DigitLoss> inBuffers = new(Device.Cpu);
        using HostLoss<DigitLoss> inSpans = new();
        foreach (int count in (int[])[32, 7, 32])
        {
            (float[] expected, float[] actual, int[] labels) = (Logits(count), Logits(count), Labels(count));
            Assert.Equal(inSpans.Forward(expected, labels), inBuffers.Forward(actual, labels));
            Assert.Equal(inSpans.ForwardBackward(expected, labels), inBuffers.ForwardBackward(actual, labels));
            Assert.Equal(expected, actual);
            Assert.NotEqual(Logits(count), actual);
        }
    }

    [Fact]
    public void Cpu_RunsInTheValuesOwnMemory()
    {
        using LossRunner<DigitLoss> runner = LossRunner<DigitLoss>.On(Device.Cpu);
        Assert.IsType<HostLoss<DigitLoss>>(runner);
    }

    [Fact]
    public void Choice_CpuIsTheCpu() => Assert.Same(Device.Cpu, DeviceChoice.Cpu.Open());

    [Fact]
    public void Choice_GpuIsAGpuOrASentenceSaysWhyNot()
    {
        using Device? gpu = DeviceChoice.Gpu.Open();
        using Device? any = DeviceChoice.Auto.Open();
        Assert.NotNull(any);
        Assert.Equal(gpu?.Kind ?? DeviceKind.Cpu, any.Kind);
        if (gpu is null)
        {
            Assert.EndsWith(".", DeviceChoices.WhyNoGpu(), StringComparison.Ordinal);
        }
        else
        {
            Assert.Contains(gpu.Kind, (DeviceKind[])[DeviceKind.Cuda, DeviceKind.OpenCL]);
        }
    }

#if ILGPU
    [Fact]
    public void TrainingWithTheLossOnAnotherDevice_FallsAsTheCpusDoes()
    {
        Settings oneStepAnEpoch = new() { Epochs = 2, Batch = 10_000 };
        using IlgpuDevice device = IlgpuDevices.Emulated(largestGroup: 256);
        RunResult onCpu = RunResult.Of(oneStepAnEpoch, Device.Cpu, epochs => [.. epochs]);
        RunResult there = RunResult.Of(oneStepAnEpoch, device, epochs => [.. epochs]);
        Assert.Equal(device.Name, there.Device);
        foreach ((EpochResult expected, EpochResult actual) in onCpu.Epochs.Zip(there.Epochs))
        {
            Assert.Equal(expected.TrainLoss, actual.TrainLoss, tolerance: 1e-4);
            Assert.Equal(expected.TestLoss, actual.TestLoss, tolerance: 1e-4);
        }
    }
#endif

    private static float[] Logits(int count) => [.. Enumerable.Range(0, count * DigitSet.ClassCount).Select(i => MathF.Sin(i * 7) * 3)];

    private static int[] Labels(int count) => All.Labels[..count].ToArray();
}

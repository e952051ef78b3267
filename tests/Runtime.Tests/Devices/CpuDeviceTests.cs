using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Gen.CrossEntropy.Runtime.Tests.Support;

namespace Gen.CrossEntropy.Runtime.Tests.Devices;

[Collection(ThreadsSetting.Name)]
public sealed class CpuDeviceTests
{
    [Fact]
    public void DefaultWidth_IsTheWidestSupported()
    {
        VectorWidth expected = Avx512F.IsSupported && Avx512DQ.IsSupported ? VectorWidth.Vector512
            : Avx2.IsSupported && Fma.IsSupported ? VectorWidth.Vector256
            : Vector128.IsHardwareAccelerated ? VectorWidth.Vector128
            : VectorWidth.Scalar;
        Assert.Equal(expected, CpuDevice.SupportedWidths[^1]);
        Assert.Equal(expected, CpuDevice.Instance.VectorWidth);
    }

    [Fact]
    public void SupportedWidths_AreAscendingFromScalar()
    {
        Assert.Equal(VectorWidth.Scalar, CpuDevice.SupportedWidths[0]);
        Assert.Equal(CpuDevice.SupportedWidths.Order(), CpuDevice.SupportedWidths);
        Assert.Equal(CpuDevice.SupportedWidths.Distinct(), CpuDevice.SupportedWidths);
    }

    [Fact]
    public void EverySupportedWidth_CanBeSet()
    {
        VectorWidth before = CpuDevice.Instance.VectorWidth;
        try
        {
            foreach (VectorWidth width in CpuDevice.SupportedWidths)
            {
                CpuDevice.Instance.VectorWidth = width;
                Assert.Equal(width, CpuDevice.Instance.VectorWidth);
            }
        }
        finally
        {
            CpuDevice.Instance.VectorWidth = before;
        }
    }

    [Fact]
    public void WidthThatTheMachineLacks_IsRefused()
    {
        VectorWidth before = CpuDevice.Instance.VectorWidth;
        foreach (VectorWidth width in Enum.GetValues<VectorWidth>().Append((VectorWidth)7).Append((VectorWidth)(-1)).Except(CpuDevice.SupportedWidths))
        {
            ArgumentException e = Assert.Throws<ArgumentException>("value", () => CpuDevice.Instance.VectorWidth = width);
            Assert.Contains($"({string.Join(", ", CpuDevice.SupportedWidths)}), got {width}.", e.Message, StringComparison.Ordinal);
        }

        Assert.Equal(before, CpuDevice.Instance.VectorWidth);
    }

    [Fact]
    public void DefaultThreads_AreTheProcessors() => Assert.Equal(Environment.ProcessorCount, OneThread.DefaultThreads);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(1000)]
    [InlineData(int.MaxValue)]
    public void Threads_CanBeSet(int threads) => ThreadsSetting.With(threads, () => Assert.Equal(threads, CpuDevice.Instance.Threads));

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(int.MinValue)]
    public void FewerThanOneThread_AreRefused(int threads)
    {
        int before = CpuDevice.Instance.Threads;
        Assert.Throws<ArgumentOutOfRangeException>("value", () => CpuDevice.Instance.Threads = threads);
        Assert.Equal(before, CpuDevice.Instance.Threads);
    }

    [Fact]
    public void DisposedCpu_StillWorks()
    {
        Device.Cpu.Dispose();
        using TensorBuffer<float> buffer = Device.Cpu.Allocate<float>(2);
        Assert.Equal(2, buffer.Span.Length);
        Assert.Same(CpuDevice.Instance, Device.Cpu);
        Assert.Equal(DeviceKind.Cpu, Device.Cpu.Kind);
        Assert.Equal("CPU", Device.Cpu.Name);
    }
}

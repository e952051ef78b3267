using Gen.CrossEntropy.Ilgpu.Tests.Support;
using Gen.CrossEntropy.Kernels;

namespace Gen.CrossEntropy.Ilgpu.Tests.Buffers;

/// <summary>Copies between buffers, which do not wait. The simulator does them as late as a device may.</summary>
public sealed class BegunCopyTests
{
    public static TheoryData<string> DeviceNames => TestDevices.Names;

    private static IlgpuDevice Emulated => TestDevices.Get("emulated, shuffles");

    [Theory]
    [MemberData(nameof(DeviceNames))]
    public void InALossAndOut_NeedsNoWaitBetween(string device)
    {
        IlgpuDevice gpu = TestDevices.Get(device);
        using Batch<int> batch = new(gpu, 130);
        (_, _, double[] gradient) = batch.Expected(weighted: false);
        using TensorBuffer<float> logits = gpu.AllocateHost<float>(130, TenClasses.C), zeros = gpu.AllocateHost<float>(130, TenClasses.C);
        using TensorBuffer<float> first = gpu.AllocateHost<float>(130, TenClasses.C), second = gpu.AllocateHost<float>(130, TenClasses.C);
        batch.X.CopyTo(logits.Span);
        batch.Input.CopyFrom(new float[batch.X.Length]);

        // The same memory on the device twice: what comes later must not overtake.
        batch.Input.BeginCopyFrom(logits);
        GpuIndexLoss.Run(batch.Call(LossPass.Backward, Reduction.Sum), TenClasses.PerThread);
        batch.Gradient.BeginCopyTo(first);
        batch.Input.BeginCopyFrom(zeros);
        GpuIndexLoss.Run(batch.Call(LossPass.Backward, Reduction.Sum), TenClasses.PerThread);
        batch.Gradient.BeginCopyTo(second);
        gpu.Synchronize();

        Close.Equal(gradient.Select(g => 0.5 * g), first.Span.ToArray());
        Close.Equal(batch.T.SelectMany(t => Enumerable.Range(0, TenClasses.C).Select(c => t == Batch<int>.IgnoreIndex ? 0 : 0.5 * (0.1 - (c == t ? 1 : 0)))), second.Span.ToArray());
    }

    [Theory]
    [MemberData(nameof(DeviceNames))]
    public void Parts_GoWhereTheyAreSent(string device)
    {
        IlgpuDevice gpu = TestDevices.Get(device);
        using TensorBuffer<short> host = gpu.AllocateHost<short>(8), one = gpu.Allocate<short>(10), other = gpu.Allocate<short>(2, 5), back = Device.Cpu.Allocate<short>(10);
        ((short[])[1, 2, 3, 4, 5, 6, 7, 8]).CopyTo(host.Span);

        one.BeginCopyFrom(host, sourceStart: 5, start: 1, count: 3);
        host.BeginCopyTo(one, destinationStart: 5, start: 0, count: 2);
        one.BeginCopyTo(other, destinationStart: 4, start: 1, count: 5);
        one.BeginCopyFrom(one, sourceStart: 1, start: 8, count: 2);
        one.BeginCopyTo(back);
        gpu.Synchronize();
        Assert.Equal([0, 6, 7, 8, 0, 1, 2, 0, 6, 7], back.Span.ToArray());

        back.BeginCopyFrom(other, sourceStart: 3, start: 0, count: 7);
        gpu.Synchronize();
        Assert.Equal([0, 6, 7, 8, 0, 1, 0, 0, 6, 7], back.Span.ToArray());
    }

    [Theory]
    [MemberData(nameof(DeviceNames))]
    public void PartsOfSpans_GoWhereTheyAreSent(string device)
    {
        using TensorBuffer<int> buffer = TestDevices.Get(device).Allocate<int>(6);
        buffer.CopyFrom([1, 2], start: 3);
        buffer.CopyFrom([9], start: 5);
        buffer.CopyFrom([], start: 6);
        int[] part = new int[3];
        buffer.CopyTo(part, start: 2);

        Assert.Equal([0, 1, 2], part);
        buffer.CopyTo(part, start: 3);
        Assert.Equal([1, 2, 9], part);
    }

    [Theory]
    [MemberData(nameof(DeviceNames))]
    public void ManyCopies_AreAllDone(string device)
    {
        const int Count = 600;
        IlgpuDevice gpu = TestDevices.Get(device);
        using TensorBuffer<int> host = gpu.AllocateHost<int>(Count), buffer = gpu.Allocate<int>(Count);
        for (int i = 0; i < Count; i++)
        {
            host.Span[i] = i;
            buffer.BeginCopyFrom(host, i, Count - 1 - i, 1);
        }

        int[] back = new int[Count];
        buffer.CopyTo(back);
        Assert.Equal(Enumerable.Range(0, Count).Reverse(), back);
    }

    /// <summary>So large that freed memory is the system's again, and to read it ends the process.</summary>
    [Theory]
    [MemberData(nameof(DeviceNames))]
    public void BuffersDisposedMeanwhile_AreStillCopied(string device)
    {
        const int Length = 12_000_000;
        IlgpuDevice gpu = TestDevices.Get(device);
        using TensorBuffer<float> result = gpu.AllocateHost<float>(Length);
        TensorBuffer<float> source = gpu.AllocateHost<float>(Length), buffer = gpu.Allocate<float>(Length);
        source.Span[^1] = 3;
        buffer.BeginCopyFrom(source);
        source.Dispose();
        buffer.BeginCopyTo(result);
        buffer.Dispose();
        gpu.Synchronize();

        Assert.Equal(3, result.Span[^1]);
    }

    [Fact]
    public void DeviceDisposedMeanwhile_HasEndedItsCopies()
    {
        IlgpuDevice device = IlgpuDevices.Emulated(largestGroup: 256);
        using TensorBuffer<int> host = device.AllocateHost<int>(2), back = device.AllocateHost<int>(2);
        using TensorBuffer<int> buffer = device.Allocate<int>(2);
        host.Span.Fill(4);
        buffer.BeginCopyFrom(host);
        buffer.BeginCopyTo(back);
        device.Dispose();

        Assert.Equal([4, 4], back.Span.ToArray());
        Assert.Throws<ObjectDisposedException>(() => buffer.BeginCopyFrom(host));
        Assert.Throws<ObjectDisposedException>(() => device.AllocateHost<int>(1));
    }

    [Fact]
    public void HostMemory_IsABufferOfTheCpu()
    {
        using TensorBuffer<double> host = Emulated.AllocateHost<double>(3, 5), none = Emulated.AllocateHost<double>(0, 5);

        Assert.Same(Device.Cpu, host.Device);
        Assert.Equal([3, 5], host.Shape.ToArray());
        Assert.All(host.Span.ToArray(), element => Assert.Equal(0, element));
        Assert.Equal(0, none.Length);
        Assert.Throws<ArgumentNullException>(() => Emulated.AllocateHost<double>(null!));
        Assert.Throws<ArgumentOutOfRangeException>(() => Emulated.AllocateHost<double>(-1));
    }

    [Fact]
    public void CopiesThatDoNotFit_AreRefusedAndChangeNothing()
    {
        using TensorBuffer<int> host = Emulated.AllocateHost<int>(4), buffer = Emulated.Allocate<int>(3);
        host.Span.Fill(7);

        Assert.Contains("expected 3 elements", Assert.Throws<ArgumentException>("source", () => buffer.BeginCopyFrom(host)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>("destination", () => buffer.BeginCopyTo(host));
        Assert.Throws<ArgumentNullException>("source", () => buffer.BeginCopyFrom(null!));
        Assert.Throws<ArgumentNullException>("destination", () => buffer.BeginCopyTo(null!, 0, 0, 0));
        Assert.Throws<ArgumentOutOfRangeException>("sourceStart", () => buffer.BeginCopyFrom(host, 5, 0, 0));
        Assert.Throws<ArgumentOutOfRangeException>("start", () => buffer.BeginCopyFrom(host, 0, -1, 1));
        Assert.Throws<ArgumentOutOfRangeException>("count", () => buffer.BeginCopyFrom(host, 0, 1, 3));
        Assert.Throws<ArgumentOutOfRangeException>("count", () => buffer.BeginCopyFrom(host, 2, 0, 3));
        Assert.Throws<ArgumentOutOfRangeException>("count", () => buffer.BeginCopyTo(host, 0, 0, nint.MaxValue));
        Assert.Throws<ArgumentOutOfRangeException>("destinationStart", () => host.BeginCopyTo(buffer, 4, 0, 0));
        Assert.Throws<ArgumentOutOfRangeException>("start", () => host.BeginCopyFrom(buffer, 0, 5, 0));
        Assert.Throws<ArgumentOutOfRangeException>("source", () => buffer.CopyFrom([1, 2], start: 2));
        Assert.Throws<ArgumentOutOfRangeException>("start", () => buffer.CopyTo(new int[1], start: -1));
        buffer.BeginCopyFrom(host, 4, 3, 0);

        Assert.Equal([0, 0, 0], Read(buffer));
        Assert.Equal([7, 7, 7, 7], host.Span.ToArray());
    }

    [Fact]
    public void CopiesBetweenDevices_AndWithinOverlappingParts_AreRefused()
    {
        using IlgpuDevice otherDevice = IlgpuDevices.Emulated(largestGroup: 256);
        using TensorBuffer<int> here = Emulated.Allocate<int>(4), there = otherDevice.Allocate<int>(4);
        here.CopyFrom([1, 2, 3, 4]);

        ArgumentException refused = Assert.Throws<ArgumentException>("source", () => here.BeginCopyFrom(there));
        Assert.Contains("expected a buffer in host memory or on Emulated GPU (Emulated)", refused.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>("destination", () => here.BeginCopyTo(there));
        Assert.Throws<ArgumentException>("source", () => here.BeginCopyFrom(here, 0, 1, 2));
        Assert.Throws<ArgumentException>("destination", () => here.BeginCopyTo(here, 2, 1, 2));

        Assert.Equal([1, 2, 3, 4], Read(here));
        Assert.Equal([0, 0, 0, 0], Read(there));
    }

    [Fact]
    public void DisposedBuffers_AreRefused()
    {
        using TensorBuffer<int> host = Emulated.AllocateHost<int>(4), buffer = Emulated.Allocate<int>(4);
        TensorBuffer<int> noHost = Emulated.AllocateHost<int>(4), noBuffer = Emulated.Allocate<int>(4);
        noHost.Dispose();
        noBuffer.Dispose();

        Assert.Throws<ObjectDisposedException>(() => buffer.BeginCopyFrom(noHost));
        Assert.Throws<ObjectDisposedException>(() => buffer.BeginCopyTo(noBuffer));
        Assert.Throws<ObjectDisposedException>(() => noBuffer.BeginCopyTo(host));
        Assert.Throws<ObjectDisposedException>(() => host.BeginCopyTo(noBuffer));
        Assert.Throws<ObjectDisposedException>(() => noHost.BeginCopyFrom(buffer));
        Assert.Throws<ObjectDisposedException>(() => noBuffer.CopyFrom([1], start: 0));
    }

    [SkippableFact]
    public void BufferBeyondTwoToThe31Elements_IsCopiedInParts()
    {
        const long Bytes = 2_200_000_000;
        Skip.If(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes < 3 * Bytes, "BufferBeyondTwoToThe31Elements_IsCopiedInParts needs 6.6 GB of memory.");
        using TensorBuffer<byte> buffer = Emulated.Allocate<byte>(2_200_000, 1000), host = Device.Cpu.Allocate<byte>(10);
        buffer.CopyFrom([1, 2, 3], start: buffer.Length - 3);
        buffer.BeginCopyTo(host, 4, buffer.Length - 4, 4);
        Emulated.Synchronize();

        Assert.Equal([0, 0, 0, 0, 0, 1, 2, 3, 0, 0], host.Span.ToArray());
        Assert.Throws<ArgumentException>("source", () => buffer.CopyFrom(new byte[1]));
    }

    private static int[] Read(TensorBuffer<int> buffer)
    {
        int[] elements = new int[buffer.Length];
        buffer.CopyTo(elements);
        return elements;
    }
}

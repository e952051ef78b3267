using Gen.CrossEntropy.Ilgpu.Tests.Support;

namespace Gen.CrossEntropy.Ilgpu.Tests.Buffers;

public sealed class IlgpuBufferTests
{
    public static TheoryData<string> DeviceNames => TestDevices.Names;

    [Theory]
    [MemberData(nameof(DeviceNames))]
    public void NewBuffer_IsZero(string device)
    {
        // Memory that was in use before is not.
        using (TensorBuffer<long> used = TestDevices.Get(device).Allocate<long>(1000))
        {
            used.CopyFrom(Enumerable.Repeat(-1L, 1000).ToArray());
        }

        using TensorBuffer<long> fresh = TestDevices.Get(device).Allocate<long>(1000);

        Assert.All(Read(fresh), element => Assert.Equal(0, element));
    }

    [Theory]
    [MemberData(nameof(DeviceNames))]
    public void Copies_GoThereAndBack(string device)
    {
        RoundTrip(device, [.. Enumerable.Range(0, 1001).Select(i => (float)i)]);
        RoundTrip(device, [.. Enumerable.Range(0, 1001).Select(i => (double)i)]);
        RoundTrip(device, [.. Enumerable.Range(0, 1001).Select(i => (Half)i)]);
        RoundTrip(device, [.. Enumerable.Range(0, 1001).Select(i => (BFloat16)(float)i)]);
        RoundTrip(device, [.. Enumerable.Range(0, 1001).Select(i => (byte)i)]);
        RoundTrip(device, [.. Enumerable.Range(0, 1001).Select(i => (long)i)]);
    }

    [Theory]
    [MemberData(nameof(DeviceNames))]
    public void ScalarsAndEmptyBuffers_AreCopiedToo(string device)
    {
        using TensorBuffer<float> scalar = TestDevices.Get(device).Allocate<float>();
        using TensorBuffer<float> empty = TestDevices.Get(device).Allocate<float>(3, 0);
        scalar.CopyFrom([4.5f]);
        empty.CopyFrom([]);

        Assert.Equal([4.5f], Read(scalar));
        Assert.Empty(Read(empty));
    }

    [Fact]
    public void CopyOfAnotherLength_IsRefused()
    {
        using TensorBuffer<float> buffer = Emulated.Allocate<float>(2, 3);

        Assert.Contains("expected 6 elements", Assert.Throws<ArgumentException>("source", () => buffer.CopyFrom(new float[5])).Message, StringComparison.Ordinal);
        Assert.Contains("got 7", Assert.Throws<ArgumentException>("destination", () => buffer.CopyTo(new float[7])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void HostViews_SayWhatToUseInstead()
    {
        using TensorBuffer<float> buffer = Emulated.Allocate<float>(2, 3);

        foreach (NotSupportedException refused in (NotSupportedException[])
            [
                Assert.Throws<NotSupportedException>(() => buffer.Span.Length),
                Assert.Throws<NotSupportedException>(() => buffer.Memory),
                Assert.Throws<NotSupportedException>(() => buffer.Rows(0, 1).Length),
            ])
        {
            Assert.Contains("use CopyTo and CopyFrom", refused.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void ImpossibleShapes_AreRefused()
    {
        Assert.Throws<ArgumentNullException>(() => Emulated.Allocate<float>(null!));
        Assert.Throws<ArgumentOutOfRangeException>(() => Emulated.Allocate<float>(-1));
        Assert.Throws<ArgumentException>(() => Emulated.Allocate<float>(nint.MaxValue, 2));
    }

    [Fact]
    public void DisposedBuffer_ThrowsAndKeepsItsShape()
    {
        TensorBuffer<float> buffer = Emulated.Allocate<float>(2, 3);
        buffer.Dispose();
        buffer.Dispose();

        Assert.Throws<ObjectDisposedException>(() => buffer.CopyFrom(new float[6]));
        Assert.Throws<ObjectDisposedException>(() => buffer.CopyTo(new float[6]));
        Assert.Throws<ObjectDisposedException>(() => ((IlgpuBuffer<float>)buffer).View.Length);
        Assert.Equal([2, 3], buffer.Shape.ToArray());
    }

    [Fact]
    public void View_HasTheElements()
    {
        using TensorBuffer<Half> buffer = Emulated.Allocate<Half>(2, 3);

        Assert.Equal(6, ((IlgpuBuffer<Half>)buffer).View.Length);
    }

    private static IlgpuDevice Emulated => TestDevices.Get("emulated, shuffles");

    private static T[] Read<T>(TensorBuffer<T> buffer)
        where T : unmanaged
    {
        T[] elements = new T[buffer.Length];
        buffer.CopyTo(elements);
        return elements;
    }

    private static void RoundTrip<T>(string device, T[] elements)
        where T : unmanaged
    {
        using TensorBuffer<T> buffer = TestDevices.Get(device).Allocate<T>(7, 11, 13);
        buffer.CopyFrom(elements);
        Assert.Equal(elements, Read(buffer));
    }
}

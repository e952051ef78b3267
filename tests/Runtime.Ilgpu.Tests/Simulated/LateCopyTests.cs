using Gen.CrossEntropy.Ilgpu.Tests.Support;

namespace Gen.CrossEntropy.Ilgpu.Tests.Simulated;

/// <summary>What only the simulator shows: that nobody waits for a copy that need not be waited for.</summary>
public sealed class LateCopyTests
{
    [Fact]
    public void BegunCopies_ReturnBeforeTheyAreDone()
    {
        IlgpuDevice device = TestDevices.Get("emulated, shuffles");
        using TensorBuffer<int> host = device.AllocateHost<int>(3), buffer = device.Allocate<int>(3), back = device.AllocateHost<int>(3);
        host.Span.Fill(1);
        buffer.BeginCopyFrom(host);
        buffer.BeginCopyTo(back);
        host.Span.Fill(2);

        Assert.Equal([0, 0, 0], back.Span.ToArray());
        device.Synchronize();
        Assert.Equal([2, 2, 2], back.Span.ToArray());
    }
}

using Gen.CrossEntropy.Kernels;
using Gen.CrossEntropy.Runtime.Tests.Support;

namespace Gen.CrossEntropy.Runtime.Tests.Devices;

public sealed class DeviceRegistrationTests
{
    [Fact]
    public void RegisteredSource_IsAskedOnceForItsDevicesWhichComeBeforeTheCpu()
    {
        using FakeSource source = new(hasBest: false);
        Device.Register(source);
        Device.Register(source);

        IReadOnlyList<Device> all = Device.All();

        Assert.Equal(2, all.Count(device => device is FakeDevice));
        Assert.Same(Device.Cpu, all[^1]);
    }

    [Fact]
    public void Best_IsTheFirstThatASourceGivesElseTheCpu()
    {
        using FakeSource withoutBest = new(hasBest: false);
        Device.Register(withoutBest);
        Assert.Same(Device.Cpu, Device.Best());

        using FakeSource withBest = new(hasBest: true);
        Device.Register(withBest);
        Assert.IsType<FakeDevice>(Device.Best());
    }

    [Fact]
    public void NoSource_IsRefused() => Assert.Throws<ArgumentNullException>("source", () => Device.Register(null!));

    [Fact]
    public void DeviceThatNoKernelsWereMadeFor_IsRefusedEvenWhereOthersHaveKernels()
    {
        using FakeDevice device = new();
        using TensorBuffer<float> x = device.Allocate<float>(2, 3);
        MapCall<float, float> call = new() { ClassCount = 3, HasDeviceKernels = true };

        NotSupportedException refused = Assert.Throws<NotSupportedException>(() => call.Bind(x));

        Assert.Contains("logits", refused.Message, StringComparison.Ordinal);
        Assert.Contains(device.ToString(), refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void CallOnTheCpu_IsNotElsewhere()
    {
        using TensorBuffer<float> x = Device.Cpu.Allocate<float>(2, 3);
        MapCall<float, float> call = new() { ClassCount = 3, HasDeviceKernels = true };
        Assert.False(call.IsElsewhere);

        call.Bind(x);

        Assert.False(call.IsElsewhere);
    }

    /// <summary>Registered for the life of the process; disposed, it has no devices any more.</summary>
    private sealed class FakeSource(bool hasBest) : IDeviceSource, IDisposable
    {
        private bool disposed;

        public IReadOnlyList<Device> OpenAll() => disposed ? [] : [new FakeDevice(), new FakeDevice()];

        public Device? OpenBest() => hasBest && !disposed ? new FakeDevice() : null;

        public void Dispose() => disposed = true;
    }
}

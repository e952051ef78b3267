namespace Gen.CrossEntropy.Runtime.Tests.Support;

/// <summary>A device as another assembly would write one: its buffers are not host memory.</summary>
internal sealed class FakeDevice : Device
{
    public override string Name => "Fake 9000";

    public override DeviceKind Kind => DeviceKind.Cuda;

    public override TensorBuffer<T> Allocate<T>(params nint[] shape) => new FakeBuffer<T>(this, shape);

    protected override void Dispose(bool disposing)
    {
    }
}

internal sealed class FakeBuffer<T>(Device device, ReadOnlySpan<nint> shape) : TensorBuffer<T>(device, shape)
    where T : unmanaged
{
    private T[] elements = [];

    public int Disposals { get; private set; }

    public override Span<T> Span => throw new NotSupportedException();

    public override Memory<T> Memory => throw new NotSupportedException();

    public override Span<T> Rows(nint start, nint count) => throw new NotSupportedException();

    public override void CopyFrom(ReadOnlySpan<T> source, nint start) => elements = source.ToArray();

    public override void CopyTo(Span<T> destination, nint start) => elements.CopyTo(destination);

    public override void BeginCopyFrom(TensorBuffer<T> source, nint sourceStart, nint start, nint count) => throw new NotSupportedException();

    public override void BeginCopyTo(TensorBuffer<T> destination, nint destinationStart, nint start, nint count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing) => Disposals++;
}

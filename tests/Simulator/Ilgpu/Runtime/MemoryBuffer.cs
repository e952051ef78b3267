using Gen.CrossEntropy.Simulator;

namespace ILGPU.Runtime;

/// <summary>Memory of a device.</summary>
public abstract unsafe class MemoryBuffer : AcceleratorObject
{
    private protected MemoryBuffer(Accelerator accelerator, Region region)
        : base(accelerator) => Region = region;

    /// <summary>Its address on the device.</summary>
    public nint NativePtr => (nint)Region.Address;

    /// <summary>The number of elements.</summary>
    public long Length => Region.Length;

    /// <summary>The size of an element in bytes.</summary>
    public int ElementSize => Region.ElementSize;

    /// <summary>The number of bytes.</summary>
    public long LengthInBytes => Region.Bytes;

    internal Region Region { get; }

    /// <summary>Sets bytes.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="value">What each byte is set to.</param>
    /// <param name="targetOffsetInBytes">The first byte.</param>
    /// <param name="length">The number of bytes.</param>
    public void MemSet(AcceleratorStream stream, byte value, long targetOffsetInBytes, long length) =>
        Copies.Set(stream, AsRawArrayView(targetOffsetInBytes, length), value);

    /// <summary>Copies from the buffer.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="sourceOffsetInBytes">The first byte.</param>
    /// <param name="targetView">Where they go.</param>
    public void CopyTo(AcceleratorStream stream, long sourceOffsetInBytes, in ArrayView<byte> targetView) =>
        Copies.Copy(stream, AsRawArrayView(sourceOffsetInBytes, targetView.Length), targetView);

    /// <summary>Copies to the buffer.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="sourceView">Where they come from.</param>
    /// <param name="targetOffsetInBytes">Where the first byte goes.</param>
    public void CopyFrom(AcceleratorStream stream, in ArrayView<byte> sourceView, long targetOffsetInBytes) =>
        Copies.Copy(stream, sourceView, AsRawArrayView(targetOffsetInBytes, sourceView.Length));

    /// <summary>All bytes.</summary>
    /// <returns>A view of them.</returns>
    public ArrayView<byte> AsRawArrayView() => AsRawArrayView(0, LengthInBytes);

    /// <summary>Some bytes.</summary>
    /// <param name="offsetInBytes">The first.</param>
    /// <param name="lengthInBytes">Their number.</param>
    /// <returns>A view of them.</returns>
    public ArrayView<byte> AsRawArrayView(long offsetInBytes, long lengthInBytes)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offsetInBytes);
        ArgumentOutOfRangeException.ThrowIfNegative(lengthInBytes);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(lengthInBytes, LengthInBytes - offsetInBytes);
        return new ArrayView<byte>(this, Region, offsetInBytes, lengthInBytes);
    }

    /// <summary>As drivers do: memory goes when nothing works on it any more.</summary>
    private protected override void Release()
    {
        if (!Accelerator.IsDisposed)
        {
            Accelerator.RunPending();
        }

        Region.Dispose();
    }
}

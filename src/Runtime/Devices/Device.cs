namespace Gen.CrossEntropy;

/// <summary>
/// Something that holds tensor buffers and runs losses on them. A loss runs where its buffers live.
/// </summary>
/// <remarks>
/// The CPU is always there (<see cref="Cpu"/>). Another assembly adds a kind of device with a class derived from this one and a class derived from <see cref="TensorBuffer{T}"/> that it allocates.
/// </remarks>
public abstract class Device : IDisposable
{
    /// <summary>The host's processor. Disposing it does nothing.</summary>
    public static Device Cpu => CpuDevice.Instance;

    /// <summary>A name for people: of the processor or the accelerator.</summary>
    public abstract string Name { get; }

    /// <summary>What the device is.</summary>
    public abstract DeviceKind Kind { get; }

    /// <summary>A new buffer on this device, every element zero.</summary>
    /// <param name="shape">The extents, outermost first, none negative; none at all is a scalar: one element. An extent of 0 is legal: no elements.</param>
    /// <returns>The buffer; the caller disposes it.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="shape"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An extent is negative.</exception>
    /// <exception cref="ArgumentException">The number of elements, or of bytes, is beyond what the machine can address.</exception>
    /// <exception cref="OutOfMemoryException">The device has not that much memory.</exception>
    /// <exception cref="ObjectDisposedException">The device was disposed.</exception>
    public abstract TensorBuffer<T> Allocate<T>(params nint[] shape)
        where T : unmanaged;

    /// <summary>Releases the device. Its buffers are disposed first, by their owners.</summary>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Releases what the device holds. Called once per <see cref="Dispose()"/>; must tolerate repetition.</summary>
    /// <param name="disposing">True from <see cref="Dispose()"/>, false from a finalizer.</param>
    protected abstract void Dispose(bool disposing);

    /// <summary>The device's name and kind.</summary>
    public override string ToString() => $"{Name} ({Kind})";
}

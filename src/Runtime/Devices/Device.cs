namespace Gen.CrossEntropy;

/// <summary>
/// Something that holds tensor buffers and runs losses on them. A loss runs where its buffers live.
/// </summary>
/// <remarks>
/// <para>
/// The CPU is always there (<see cref="Cpu"/>). Another assembly adds a kind of device with a class derived from this one and a class derived from <see cref="TensorBuffer{T}"/> that it allocates, and
/// registers where its devices come from (<see cref="Register"/>). The library cannot see an assembly that nothing has loaded: an executable that references one of the project's own registers it when it starts.
/// </para>
/// <para>
/// Two <see cref="Device"/> objects are two devices, even of one card: buffers of the one do not go together with buffers of the other. So a program makes one, keeps it, and disposes it last.
/// </para>
/// </remarks>
public abstract class Device : IDisposable
{
    /// <summary>The host's processor. Disposing it does nothing.</summary>
    public static Device Cpu => CpuDevice.Instance;

    /// <summary>
    /// A new object for each device: those of the registered sources, in the order of their registration, and last the CPU. None holds memory or threads before it is first used.
    /// </summary>
    /// <remarks>The devices are looked for at each call, which takes long: up to seconds where there are drivers.</remarks>
    /// <returns>The devices; the caller disposes those it uses.</returns>
    public static IReadOnlyList<Device> All()
    {
        List<Device> devices = [];
        foreach (IDeviceSource source in DeviceSources.All)
        {
            devices.AddRange(source.OpenAll());
        }

        devices.Add(Cpu);
        return devices;
    }

    /// <summary>
    /// The device on which losses run fastest: with Gen.CrossEntropy.Ilgpu registered, the first CUDA device, else the first GPU of OpenCL, else, and without, the CPU.
    /// </summary>
    /// <returns>A new object, unless it is the CPU's; the caller disposes it.</returns>
    public static Device Best()
    {
        foreach (IDeviceSource source in DeviceSources.All)
        {
            if (source.OpenBest() is Device device)
            {
                return device;
            }
        }

        return Cpu;
    }

    /// <summary>Makes the devices of a source known to <see cref="All"/> and <see cref="Best"/>, for the life of the process. Of a source that is known it does nothing. Safe on any thread.</summary>
    /// <param name="source">Where the devices come from.</param>
    /// <exception cref="ArgumentNullException"><paramref name="source"/> is null.</exception>
    public static void Register(IDeviceSource source)
    {
        ArgumentNullException.ThrowIfNull(source);
        DeviceSources.Add(source);
    }

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

    /// <summary>
    /// A new buffer in host memory, every element zero, between which and the device's buffers copies go fastest, and at the least cost to the processor: page-locked where the device is one of CUDA. Itself it is
    /// a buffer of the CPU.
    /// </summary>
    /// <remarks>Page-locked memory is taken from the whole system: keep a few such buffers, and fill them again and again.</remarks>
    /// <param name="shape">The extents, outermost first, none negative; none at all is a scalar: one element. An extent of 0 is legal: no elements.</param>
    /// <returns>The buffer; the caller disposes it, before the device.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="shape"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An extent is negative.</exception>
    /// <exception cref="ArgumentException">The number of elements, or of bytes, is beyond what the machine can address.</exception>
    /// <exception cref="OutOfMemoryException">There is not that much memory, or the system does not let so much of it be locked.</exception>
    /// <exception cref="ObjectDisposedException">The device was disposed.</exception>
    public virtual TensorBuffer<T> AllocateHost<T>(params nint[] shape)
        where T : unmanaged => Cpu.Allocate<T>(shape);

    /// <summary>Waits until everything has ended that was begun on the device: calls that give no number, and copies. On the CPU nothing is left to wait for.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A call that did not wait has refused a target or a probability, and has written nothing.</exception>
    /// <exception cref="ObjectDisposedException">The device was disposed.</exception>
    public virtual void Synchronize()
    {
    }

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

namespace Gen.CrossEntropy;

/// <summary>
/// A GPU, through ILGPU; <see cref="IlgpuDevices"/> has the machine's. It compiles a loss's kernels when it first runs them, which takes tenths of a second, and keeps them until it is disposed.
/// </summary>
/// <remarks>
/// Calls of one device run one after the other, whatever threads they come from. A pass that gives a number has ended when its call returns; others, and copies between buffers, may still be
/// running: what reads their results on the device comes after them, what reads them into a span waits for them, and so does <see cref="Synchronize"/>. If such a pass refuses a target, it writes nothing, and the first call that waits throws what the pass would have thrown; the device stays usable.
/// </remarks>
public sealed class IlgpuDevice : Device
{
    private readonly object gate = new();
    private readonly Backend backend;
    private readonly int index;
    private readonly KernelFlavour flavour;
    private Engine? engine;
    private bool disposed;

    internal IlgpuDevice(Backend backend, int index, string name, KernelFlavour flavour)
    {
        this.backend = backend;
        this.index = index;
        this.flavour = flavour;
        Name = name;
    }

    /// <inheritdoc/>
    public override string Name { get; }

    /// <inheritdoc/>
    public override DeviceKind Kind => backend.Kind;

    /// <summary>What runs on the device; made at the first use.</summary>
    /// <exception cref="ObjectDisposedException">The device was disposed.</exception>
    internal Engine Engine
    {
        get
        {
            lock (gate)
            {
                ObjectDisposedException.ThrowIf(disposed, this);
                return engine ??= new Engine(this, backend, index, flavour);
            }
        }
    }

    /// <inheritdoc/>
    public override TensorBuffer<T> Allocate<T>(params nint[] shape)
    {
        ArgumentNullException.ThrowIfNull(shape);
        return new IlgpuBuffer<T>(this, shape);
    }

    /// <inheritdoc/>
    public override TensorBuffer<T> AllocateHost<T>(params nint[] shape)
    {
        ArgumentNullException.ThrowIfNull(shape);
        return new HostBuffer<T>(CpuDevice.Instance, shape, Engine.AllocateHost);
    }

    /// <inheritdoc/>
    public override void Synchronize() => Engine.Synchronize();

    /// <summary>Releases the device's memory and kernels. Its buffers are disposed first, by their owners; what is left of them cannot be used.</summary>
    /// <param name="disposing">True from <see cref="Device.Dispose()"/>.</param>
    protected override void Dispose(bool disposing)
    {
        lock (gate)
        {
            disposed = true;
            engine?.Dispose();
            engine = null;
        }
    }
}

using System.Globalization;
using System.Runtime.CompilerServices;
using Gen.CrossEntropy.Simulator;

namespace ILGPU.Runtime;

/// <summary>A simulated device that memory is allocated on and kernels run on. Launches from several threads run one after the other.</summary>
public sealed class Accelerator : IDisposable
{
    private readonly Lock launching = new();
    private readonly ConditionalWeakTable<AcceleratorObject, object> objects = [];
    private readonly Clock clock = new();

    internal Accelerator(Context context, Device device)
    {
        Context = context;
        Device = device;
        context.Add(this);
        DefaultStream = new AcceleratorStream(this);
    }

    /// <summary>The context.</summary>
    public Context Context { get; }

    /// <summary>The device.</summary>
    public Device Device { get; }

    /// <summary>The stream of calls that name none.</summary>
    public AcceleratorStream DefaultStream { get; }

    /// <summary>What it is.</summary>
    public AcceleratorType AcceleratorType => Device.AcceleratorType;

    /// <summary>The device's name.</summary>
    public string Name => Device.Name;

    /// <summary>The number of lanes of a warp; 1 where there are no shuffles.</summary>
    public int WarpSize => Device.WarpSize;

    /// <summary>The most lanes of a group.</summary>
    public int MaxNumThreadsPerGroup => Device.MaxNumThreadsPerGroup;

    /// <summary>The shared memory of a group, in bytes.</summary>
    public int MaxSharedMemoryPerGroup => Device.MaxSharedMemoryPerGroup;

    /// <summary>The memory of the device, in bytes.</summary>
    public long MemorySize => Device.MemorySize;

    /// <summary>The number of multiprocessors.</summary>
    public int NumMultiprocessors => Device.NumMultiprocessors;

    /// <summary>The most lanes that a multiprocessor has at a time.</summary>
    public int MaxNumThreadsPerMultiprocessor => Device.MaxNumThreadsPerMultiprocessor;

    /// <summary>The largest grid.</summary>
    public Index3D MaxGridSize => Device.MaxGridSize;

    /// <summary>The largest group.</summary>
    public Index3D MaxGroupSize => Device.MaxGroupSize;

    /// <summary>Whether it was disposed.</summary>
    public bool IsDisposed { get; private set; }

    internal Clock Clock => clock;

    /// <summary>A new stream.</summary>
    /// <returns>The stream.</returns>
    public AcceleratorStream CreateStream()
    {
        ObjectDisposedException.ThrowIf(IsDisposed, this);
        return new AcceleratorStream(this);
    }

    /// <summary>Waits until all work is done.</summary>
    public void Synchronize()
    {
        ObjectDisposedException.ThrowIf(IsDisposed, this);
        RunPending();
    }

    /// <summary>A new buffer. What it holds is poison.</summary>
    /// <typeparam name="T">The element type.</typeparam>
    /// <param name="length">The number of elements.</param>
    /// <returns>The buffer.</returns>
    /// <exception cref="AcceleratorException">It is larger than the device's memory.</exception>
    public MemoryBuffer1D<T, Stride1D.Dense> Allocate1D<T>(long length)
        where T : unmanaged
    {
        ObjectDisposedException.ThrowIf(IsDisposed, this);
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        if (length > MemorySize / Interop.SizeOf<T>())
        {
            throw new OutOfMemoryOnDeviceException(string.Create(CultureInfo.InvariantCulture, $"{length} {typeof(T).Name} are more than {MemorySize} bytes of memory hold."));
        }

        return typeof(T) == typeof(bool) || typeof(T) == typeof(char)
            ? throw new SimulatorException($"A buffer of {typeof(T).Name}, which has no one form on all devices: ILGPU refuses it.")
            : new MemoryBuffer1D<T, Stride1D.Dense>(this, length);
    }

    /// <summary>Memory of the host that copies reach directly.</summary>
    /// <typeparam name="T">The element type.</typeparam>
    /// <param name="extent">The number of elements.</param>
    /// <returns>The memory, zero.</returns>
    public PageLockedArray1D<T> AllocatePageLocked1D<T>(LongIndex1D extent)
        where T : unmanaged => AllocatePageLocked1D<T>(extent, uninitialized: false);

    /// <summary>Memory of the host that copies reach directly.</summary>
    /// <typeparam name="T">The element type.</typeparam>
    /// <param name="extent">The number of elements.</param>
    /// <param name="uninitialized">Whether it may hold anything.</param>
    /// <returns>The memory.</returns>
    public PageLockedArray1D<T> AllocatePageLocked1D<T>(LongIndex1D extent, bool uninitialized)
        where T : unmanaged
    {
        ObjectDisposedException.ThrowIf(IsDisposed, this);
        return new PageLockedArray1D<T>(this, extent, uninitialized);
    }

    /// <summary>Locks memory of the host to its pages.</summary>
    /// <typeparam name="T">The element type.</typeparam>
    /// <param name="pinned">Where it is; it must stay there.</param>
    /// <param name="numElements">The number of elements: as CUDA locks none, at least one.</param>
    /// <returns>What unlocks it.</returns>
    public PageLockScope<T> CreatePageLockFromPinned<T>(nint pinned, long numElements)
        where T : unmanaged
    {
        ObjectDisposedException.ThrowIf(IsDisposed, this);
        return pinned != 0 && numElements > 0
            ? new PageLockScope<T>(this, pinned, numElements)
            : throw new SimulatorException(string.Create(CultureInfo.InvariantCulture, $"{numElements} {typeof(T).Name} at {pinned} cannot be locked to their pages."));
    }

    /// <summary>Disposes its buffers and streams.</summary>
    public void Dispose()
    {
        if (!IsDisposed)
        {
            IsDisposed = true;
            foreach ((AcceleratorObject child, _) in objects)
            {
                child.Dispose();
            }
        }
    }

    /// <inheritdoc/>
    public override string ToString() => Device.ToString();

    /// <summary>Does what streams were given and have put off.</summary>
    internal void RunPending()
    {
        foreach ((AcceleratorObject child, _) in objects)
        {
            (child as AcceleratorStream)?.RunPending();
        }
    }

    internal void Add(AcceleratorObject child) => objects.Add(child, this);

    internal void Launch(AcceleratorStream stream, in KernelConfig config, string kernel, Action body)
    {
        ObjectDisposedException.ThrowIf(IsDisposed, this);
        ArgumentNullException.ThrowIfNull(stream);
        stream.Check(this);
        int groups = config.GridDim.X, lanes = config.GroupDim.X;
        if (!config.IsValid || lanes > MaxNumThreadsPerGroup)
        {
            throw new SimulatorException(string.Create(
                CultureInfo.InvariantCulture,
                $"Kernel {kernel} is launched with {groups} groups of {lanes} lanes: at least one of each is needed, and at most {MaxNumThreadsPerGroup} lanes."));
        }

        stream.RunPending();
        lock (launching)
        {
            new Launch(kernel, body, groups, lanes, WarpSize > 1 && SimulatorSettings.HasShuffles, MaxSharedMemoryPerGroup, clock).Run();
        }
    }
}

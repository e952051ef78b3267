namespace ILGPU.Runtime;

/// <summary>A simulated device. Each context has its own.</summary>
public abstract class Device
{
    private protected Device(AcceleratorType type, string name, int warpSize, int maxThreads = 1024, int multiprocessors = 2)
    {
        MaxNumThreadsPerGroup = maxThreads;
        NumMultiprocessors = multiprocessors;
        AcceleratorType = type;
        Name = name;
        WarpSize = warpSize;
    }

    /// <summary>What it is.</summary>
    public AcceleratorType AcceleratorType { get; }

    /// <summary>Its name.</summary>
    public string Name { get; }

    /// <summary>The number of lanes of a warp; 1 where there are no shuffles.</summary>
    public int WarpSize { get; }

    /// <summary>The most memory that one may hope for.</summary>
    public long MemorySize => 8L << 30;

    /// <summary>The most lanes of a group.</summary>
    public int MaxNumThreadsPerGroup { get; }

    /// <summary>The shared memory of a group, in bytes.</summary>
    public int MaxSharedMemoryPerGroup => 48 * 1024;

    /// <summary>The number of multiprocessors: small unless chosen, so that loops over a grid go round.</summary>
    public int NumMultiprocessors { get; }

    /// <summary>The most lanes that a multiprocessor has at a time.</summary>
    public int MaxNumThreadsPerMultiprocessor => 2048;

    /// <summary>The most lanes that the device has at a time.</summary>
    public int MaxNumThreads => NumMultiprocessors * MaxNumThreadsPerMultiprocessor;

    /// <summary>The largest grid.</summary>
    public Index3D MaxGridSize => new(int.MaxValue, ushort.MaxValue, ushort.MaxValue);

    /// <summary>The largest group.</summary>
    public Index3D MaxGroupSize => new(MaxNumThreadsPerGroup, MaxNumThreadsPerGroup, 64);

    /// <summary>An accelerator that runs kernels on the device.</summary>
    /// <param name="context">The context.</param>
    /// <returns>The accelerator.</returns>
    public Accelerator CreateAccelerator(Context context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return new Accelerator(context, this);
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Name} [Type: {AcceleratorType}, WarpSize: {WarpSize}]";
}

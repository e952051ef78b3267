namespace ILGPU;

/// <summary>The shape of a launch: so many groups of so many lanes.</summary>
public readonly struct KernelConfig
{
    /// <param name="gridDim">The number of groups.</param>
    /// <param name="groupDim">The number of lanes of each.</param>
    public KernelConfig(Index1D gridDim, Index1D groupDim)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(gridDim.X, nameof(gridDim));
        ArgumentOutOfRangeException.ThrowIfNegative(groupDim.X, nameof(groupDim));
        GridDim = new Index3D(gridDim, 1, 1);
        GroupDim = new Index3D(groupDim, 1, 1);
    }

    /// <summary>The number of groups.</summary>
    public Index3D GridDim { get; }

    /// <summary>The number of lanes of a group.</summary>
    public Index3D GroupDim { get; }

    /// <summary>Whether there is at least one group and one lane.</summary>
    public bool IsValid => GridDim.X > 0 && GroupDim.X > 0;

    /// <summary>A shape from two numbers.</summary>
    /// <param name="dimensions">The number of groups and the number of lanes of each.</param>
    public static implicit operator KernelConfig((Index1D GridDim, Index1D GroupDim) dimensions) => new(dimensions.GridDim, dimensions.GroupDim);
}

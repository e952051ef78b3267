using System.ComponentModel;

namespace Gen.CrossEntropy.Kernels;

/// <summary>Eight 16-bit elements that kernels read and write at once: 16 bytes, on a boundary of 16. Of each pair the first is in the lower half.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public struct UShort8
{
    /// <summary>The first two.</summary>
    public uint X;

    /// <summary>The third and the fourth.</summary>
    public uint Y;

    /// <summary>The fifth and the sixth.</summary>
    public uint Z;

    /// <summary>The last two.</summary>
    public uint W;
}

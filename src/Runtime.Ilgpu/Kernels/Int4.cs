using System.ComponentModel;

namespace Gen.CrossEntropy.Kernels;

/// <summary>Four integers that kernels read and write at once: 16 bytes, on a boundary of 16.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public struct Int4
{
    /// <summary>The first.</summary>
    public int X;

    /// <summary>The second.</summary>
    public int Y;

    /// <summary>The third.</summary>
    public int Z;

    /// <summary>The fourth.</summary>
    public int W;
}

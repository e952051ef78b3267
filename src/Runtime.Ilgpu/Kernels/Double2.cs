using System.ComponentModel;

namespace Gen.CrossEntropy.Kernels;

/// <summary>Two elements that kernels read and write at once: 16 bytes, on a boundary of 16.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public struct Double2
{
    /// <summary>The first.</summary>
    public double X;

    /// <summary>The second.</summary>
    public double Y;
}

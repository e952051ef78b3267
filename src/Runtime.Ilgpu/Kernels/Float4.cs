using System.ComponentModel;

namespace Gen.CrossEntropy.Kernels;

/// <summary>Four elements that kernels read and write at once: 16 bytes, on a boundary of 16.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public struct Float4
{
    /// <summary>The first.</summary>
    public float X;

    /// <summary>The second.</summary>
    public float Y;

    /// <summary>The third.</summary>
    public float Z;

    /// <summary>The fourth.</summary>
    public float W;
}

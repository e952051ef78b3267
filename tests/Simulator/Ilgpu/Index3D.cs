namespace ILGPU;

/// <summary>An extent of three dimensions.</summary>
/// <param name="X">The first.</param>
/// <param name="Y">The second.</param>
/// <param name="Z">The third.</param>
public readonly record struct Index3D(int X, int Y, int Z)
{
    /// <summary>The number of elements.</summary>
    public int Size => X * Y * Z;
}

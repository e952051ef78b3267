namespace ILGPU;

/// <summary>An index.</summary>
/// <param name="X">Its value.</param>
public readonly record struct Index1D(int X)
{
    /// <summary>The number of elements of an extent of that size.</summary>
    public int Size => X;

    /// <summary>An int as an index.</summary>
    /// <param name="value">The int.</param>
    public static implicit operator Index1D(int value) => new(value);

    /// <summary>An index as an int.</summary>
    /// <param name="index">The index.</param>
    public static implicit operator int(Index1D index) => index.X;
}

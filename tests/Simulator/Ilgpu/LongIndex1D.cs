namespace ILGPU;

/// <summary>An index of 64 bits.</summary>
/// <param name="X">Its value.</param>
public readonly record struct LongIndex1D(long X)
{
    /// <summary>A long as an index.</summary>
    /// <param name="value">The long.</param>
    public static implicit operator LongIndex1D(long value) => new(value);

    /// <summary>An index as a long.</summary>
    /// <param name="index">The index.</param>
    public static implicit operator long(LongIndex1D index) => index.X;

    /// <summary>An index of 32 bits as one of 64.</summary>
    /// <param name="index">The index.</param>
    public static implicit operator LongIndex1D(Index1D index) => new(index.X);
}

namespace Gen.CrossEntropy.Kernels;

/// <summary>A vector of 32-bit lanes, as bits: formulas over it are written once for every width.</summary>
internal unsafe interface IBitLanes<TSelf>
    where TSelf : struct, IBitLanes<TSelf>
{
    /// <summary>The number of lanes.</summary>
    static abstract int Count { get; }

    static abstract TSelf operator &(TSelf a, TSelf b);

    static abstract TSelf operator |(TSelf a, TSelf b);

    static abstract TSelf operator +(TSelf a, TSelf b);

    static abstract TSelf operator -(TSelf a, TSelf b);

    static abstract TSelf operator <<(TSelf a, int count);

    static abstract TSelf operator >>>(TSelf a, int count);

    /// <summary>The same in every lane.</summary>
    static abstract TSelf Of(uint value);

    /// <summary>(a &amp; mask) | b.</summary>
    static abstract TSelf AndOr(TSelf a, uint mask, TSelf b);

    static abstract TSelf Min(TSelf a, TSelf b);

    /// <summary>One of the last two, by whether a &lt; b as signed integers.</summary>
    static abstract TSelf WhereLess(TSelf a, TSelf b, TSelf then, TSelf otherwise);

    /// <summary>One of the last two, by whether the bits are those of a float other than NaN.</summary>
    static abstract TSelf WhereNumber(TSelf lanes, TSelf then, TSelf otherwise);

    /// <summary>Other bits; or, where the lanes' are those of a NaN, these, made quiet.</summary>
    static abstract TSelf UnlessNaN(TSelf lanes, TSelf other);

    /// <summary>The bits of a + b as floats.</summary>
    static abstract TSelf AddFloats(TSelf a, TSelf b);

    /// <summary>The bits of a·b as floats.</summary>
    static abstract TSelf MultiplyFloats(TSelf a, TSelf b);

    static abstract TSelf Load(float* source);

    static abstract void Store(TSelf lanes, float* destination);

    /// <summary>16-bit elements, each in the low half of a lane.</summary>
    static abstract TSelf Load(ushort* source);

    /// <summary>The low halves of the lanes; the high ones are 0.</summary>
    static abstract void Store(TSelf lanes, ushort* destination);

    /// <summary>The low halves of twice as many lanes; the high ones are 0.</summary>
    static abstract void Store(TSelf low, TSelf high, ushort* destination);

    /// <summary>The same past the caches, to an address that is a multiple of what is written.</summary>
    static abstract void StoreStreaming(TSelf low, TSelf high, ushort* destination);
}

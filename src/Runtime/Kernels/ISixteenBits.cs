namespace Gen.CrossEntropy.Kernels;

/// <summary>A 16-bit floating-point format, as bits: of vectors in the low halves of 32-bit lanes, and of single elements.</summary>
internal interface ISixteenBits
{
    /// <summary>The bits of the float of each lane's 16 bits, exactly; the upper bits of the lanes are 0. A NaN becomes quiet.</summary>
    static abstract TLanes Widen<TLanes>(TLanes bits)
        where TLanes : struct, IBitLanes<TLanes>;

    /// <summary>The nearest 16-bit number of the float whose bits each lane has, ties to even; the upper bits of the result are 0. A NaN becomes quiet, and keeps its sign and the upper bits of its payload.</summary>
    static abstract TLanes Narrow<TLanes>(TLanes bits)
        where TLanes : struct, IBitLanes<TLanes>;

    /// <summary>The float of 16 bits, exactly.</summary>
    static abstract float Widen(ushort bits);

    /// <summary>The nearest 16-bit number, ties to even.</summary>
    static abstract ushort Narrow(float value);
}

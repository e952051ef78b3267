namespace Gen.CrossEntropy;

/// <summary>The width of the vectors that CPU kernels compute with. Ordered: a wider one has the greater value.</summary>
public enum VectorWidth
{
    /// <summary>No vectors: one element at a time.</summary>
    Scalar = 0,

    /// <summary>128 bits: SSE, AdvSimd.</summary>
    Vector128 = 1,

    /// <summary>256 bits: AVX2 with FMA.</summary>
    Vector256 = 2,

    /// <summary>512 bits: AVX-512 F and DQ.</summary>
    Vector512 = 3,
}

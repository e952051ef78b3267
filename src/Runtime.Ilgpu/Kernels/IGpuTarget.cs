namespace Gen.CrossEntropy.Kernels;

/// <summary>The type of class indices that a caller has.</summary>
internal interface IGpuTarget<TTarget>
    where TTarget : unmanaged
{
    long Widen(TTarget target);
}

/// <summary><see cref="int"/>.</summary>
internal readonly struct GpuInt32Target : IGpuTarget<int>
{
    public long Widen(int target) => target;
}

/// <summary><see cref="long"/>.</summary>
internal readonly struct GpuInt64Target : IGpuTarget<long>
{
    public long Widen(long target) => target;
}

/// <summary><see cref="byte"/>.</summary>
internal readonly struct GpuByteTarget : IGpuTarget<byte>
{
    public long Widen(byte target) => target;
}

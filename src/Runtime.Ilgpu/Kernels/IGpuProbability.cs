namespace Gen.CrossEntropy.Kernels;

/// <summary>A stored element that is to be a probability.</summary>
internal interface IGpuProbability<T>
    where T : unmanaged
{
    /// <summary>Whether it is from 0 to 1; not where it is NaN.</summary>
    bool IsProbability(T value);
}

/// <summary><see cref="float"/>.</summary>
internal readonly struct GpuFloatProbability : IGpuProbability<float>
{
    public bool IsProbability(float value) => value >= 0 && value <= 1;
}

/// <summary><see cref="double"/>.</summary>
internal readonly struct GpuDoubleProbability : IGpuProbability<double>
{
    public bool IsProbability(double value) => value >= 0 && value <= 1;
}

/// <summary>The bits of <see cref="Half"/>: those of the numbers from 0 to 1 are the integers up to those of 1; -0 is the sign alone.</summary>
internal readonly struct GpuHalfProbability : IGpuProbability<ushort>
{
    public bool IsProbability(ushort value) => value <= 0x3C00 || value == 0x8000;
}

/// <summary>The bits of <see cref="BFloat16"/>, as those of <see cref="GpuHalfProbability"/>.</summary>
internal readonly struct GpuBFloat16Probability : IGpuProbability<ushort>
{
    public bool IsProbability(ushort value) => value <= 0x3F80 || value == 0x8000;
}

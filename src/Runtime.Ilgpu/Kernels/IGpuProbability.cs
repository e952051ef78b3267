using ILGPU;

namespace Gen.CrossEntropy.Kernels;

/// <summary>
/// A stored element that is to be a probability. Its bits decide: those of the numbers from 0 to 1 are the integers up to those of 1, and -0 is the sign alone. Comparisons of numbers would not do, since the compiler of
/// kernels for OpenCL turns "not at most 1" into "above 1", which a NaN is not.
/// </summary>
internal interface IGpuProbability<T>
    where T : unmanaged
{
    /// <summary>Whether it is from 0 to 1; not where it is NaN.</summary>
    bool IsProbability(T value);
}

/// <summary><see cref="float"/>.</summary>
internal readonly struct GpuFloatProbability : IGpuProbability<float>
{
    public bool IsProbability(float value) => Interop.FloatAsInt(value) <= 0x3F80_0000U || Interop.FloatAsInt(value) == 0x8000_0000U;
}

/// <summary><see cref="double"/>.</summary>
internal readonly struct GpuDoubleProbability : IGpuProbability<double>
{
    public bool IsProbability(double value) => Interop.FloatAsInt(value) <= 0x3FF0_0000_0000_0000UL || Interop.FloatAsInt(value) == 0x8000_0000_0000_0000UL;
}

/// <summary>The bits of <see cref="System.Half"/>.</summary>
internal readonly struct GpuHalfProbability : IGpuProbability<ushort>
{
    public bool IsProbability(ushort value) => value <= 0x3C00 || value == 0x8000;
}

/// <summary>The bits of <see cref="BFloat16"/>.</summary>
internal readonly struct GpuBFloat16Probability : IGpuProbability<ushort>
{
    public bool IsProbability(ushort value) => value <= 0x3F80 || value == 0x8000;
}

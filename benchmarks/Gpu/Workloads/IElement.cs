using Gen.CrossEntropy;

namespace GpuBenchmark.Workloads;

/// <summary>An element type: how it converts, and how far apart two roundings of nearly the same number may be.</summary>
internal interface IElement<T>
    where T : unmanaged
{
    static abstract string Name { get; }

    /// <summary>Of a gradient, by its size: what the functions of two devices differ by, and a unit of the last place.</summary>
    static abstract double Relative { get; }

    /// <summary>Of a gradient: a unit of the last place of the smallest numbers, where that is not nothing.</summary>
    static abstract double Absolute { get; }

    static abstract T Narrow(float value);

    static abstract float Widen(T value);
}

internal readonly struct SingleElement : IElement<float>
{
    public static string Name => "f32";

    public static double Relative => 2e-5;

    public static double Absolute => 1e-7;

    public static float Narrow(float value) => value;

    public static float Widen(float value) => value;
}

internal readonly struct HalfElement : IElement<Half>
{
    public static string Name => "f16";

    public static double Relative => 1.0 / 1024;

    public static double Absolute => 6e-8;

    public static Half Narrow(float value) => (Half)value;

    public static float Widen(Half value) => (float)value;
}

internal readonly struct BFloat16Element : IElement<BFloat16>
{
    public static string Name => "bf16";

    public static double Relative => 1.0 / 128;

    public static double Absolute => 1e-7;

    public static BFloat16 Narrow(float value) => (BFloat16)value;

    public static float Widen(BFloat16 value) => value;
}

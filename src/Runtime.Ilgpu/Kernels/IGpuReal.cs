namespace Gen.CrossEntropy.Kernels;

/// <summary>A type that kernels compute in, to and from double precision. No static members: the compiler of GPU kernels knows none of interfaces.</summary>
internal interface IGpuReal<TReal>
    where TReal : unmanaged
{
    double Widen(TReal value);

    TReal Narrow(double value);
}

/// <summary><see cref="float"/>.</summary>
internal readonly struct GpuFloat : IGpuReal<float>
{
    public double Widen(float value) => value;

    public float Narrow(double value) => (float)value;
}

/// <summary><see cref="double"/>.</summary>
internal readonly struct GpuDouble : IGpuReal<double>
{
    public double Widen(double value) => value;

    public double Narrow(double value) => value;
}

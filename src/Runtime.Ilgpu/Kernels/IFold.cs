using ILGPU;

namespace Gen.CrossEntropy.Kernels;

/// <summary>How two values of a reduction become one. A struct's member, not a static one: the compiler of GPU kernels knows none of interfaces.</summary>
internal interface IFold<T>
    where T : unmanaged
{
    /// <summary>What changes no value that it is combined with.</summary>
    T Neutral { get; }

    /// <summary>One value of two.</summary>
    T Combine(T left, T right);
}

/// <summary>Sums of <see cref="float"/>.</summary>
internal readonly struct FloatSum : IFold<float>
{
    public float Neutral => 0f;

    public float Combine(float left, float right) => left + right;
}

/// <summary>The largest <see cref="float"/>.</summary>
internal readonly struct FloatMax : IFold<float>
{
    public float Neutral => float.NegativeInfinity;

    public float Combine(float left, float right) => IntrinsicMath.Max(left, right);
}

/// <summary>Sums of <see cref="double"/>.</summary>
internal readonly struct DoubleSum : IFold<double>
{
    public double Neutral => 0d;

    public double Combine(double left, double right) => left + right;
}

/// <summary>The largest <see cref="double"/>.</summary>
internal readonly struct DoubleMax : IFold<double>
{
    public double Neutral => double.NegativeInfinity;

    public double Combine(double left, double right) => IntrinsicMath.Max(left, right);
}

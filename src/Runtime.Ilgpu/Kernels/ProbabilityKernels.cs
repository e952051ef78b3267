namespace Gen.CrossEntropy.Kernels;

/// <summary>The kernel that looks at probabilities of a type, on elements as they are stored.</summary>
internal static class ProbabilityKernels<T, TStorage>
    where T : unmanaged
    where TStorage : unmanaged
{
    public static readonly Action<ProbabilityArguments<TStorage>> Inspect = (Action<ProbabilityArguments<TStorage>>)(
        typeof(T) == typeof(float) ? Of<float, GpuFloatProbability>()
        : typeof(T) == typeof(double) ? Of<double, GpuDoubleProbability>()
        : typeof(T) == typeof(Half) ? Of<ushort, GpuHalfProbability>()
        : Of<ushort, GpuBFloat16Probability>());

    private static Delegate Of<TElement, TProbability>()
        where TElement : unmanaged
        where TProbability : struct, IGpuProbability<TElement> => (Action<ProbabilityArguments<TElement>>)ProbabilityInspection.Run<TElement, TProbability>;
}

namespace Gen.CrossEntropy.Kernels;

/// <summary>The kernel that looks at targets, for a type of class indices and one that losses compute in.</summary>
internal static class TargetKernels<TTarget, TReal>
    where TTarget : unmanaged
    where TReal : unmanaged
{
    public static readonly Action<TargetArguments<TTarget, TReal>> Inspect = Find();

    private static Action<TargetArguments<TTarget, TReal>> Find()
    {
        bool doubles = typeof(TReal) == typeof(double);
        Delegate kernel =
            typeof(TTarget) == typeof(int) ? doubles ? Of<int, double, GpuInt32Target, GpuDouble>() : Of<int, float, GpuInt32Target, GpuFloat>()
            : typeof(TTarget) == typeof(long) ? doubles ? Of<long, double, GpuInt64Target, GpuDouble>() : Of<long, float, GpuInt64Target, GpuFloat>()
            : typeof(TTarget) == typeof(byte) ? doubles ? Of<byte, double, GpuByteTarget, GpuDouble>() : Of<byte, float, GpuByteTarget, GpuFloat>()
            : throw new NotSupportedException($"targets: expected elements of int, long or byte, got {typeof(TTarget)}.");
        return (Action<TargetArguments<TTarget, TReal>>)kernel;
    }

    private static Action<TargetArguments<TIndex, TNumber>> Of<TIndex, TNumber, TWiden, TConvert>()
        where TIndex : unmanaged
        where TNumber : unmanaged
        where TWiden : struct, IGpuTarget<TIndex>
        where TConvert : struct, IGpuReal<TNumber> => TargetInspection.Run<TIndex, TNumber, TWiden, TConvert>;
}

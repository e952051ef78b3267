namespace Gen.CrossEntropy.Kernels;

/// <summary>The runtime's own kernels that depend on the type that losses compute in. Held here, each is one delegate, by which devices find what they have compiled.</summary>
internal static class RealKernels<TReal>
    where TReal : unmanaged
{
    public static readonly Action<SettlementArguments<TReal>> Settle = typeof(TReal) == typeof(double)
        ? Of<SettlementArguments<TReal>, SettlementArguments<double>>(Settlement.Run<double, GpuDouble>)
        : Of<SettlementArguments<TReal>, SettlementArguments<float>>(Settlement.Run<float, GpuFloat>);

    public static readonly Action<LossArguments<TReal>> Add = typeof(TReal) == typeof(double)
        ? Of<LossArguments<TReal>, LossArguments<double>>(LossSummation.Add<double, GpuDouble>)
        : Of<LossArguments<TReal>, LossArguments<float>>(LossSummation.Add<float, GpuFloat>);

    /// <summary>A kernel whose argument is of the type that is asked for, seen as such.</summary>
    internal static Action<TWanted> Of<TWanted, TGiven>(Action<TGiven> kernel) => kernel as Action<TWanted> ?? throw new NotSupportedException($"No kernel computes in {typeof(TReal)}.");
}

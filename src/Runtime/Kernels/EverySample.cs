using System.Numerics;

namespace Gen.CrossEntropy.Kernels;

/// <summary>Runs losses over classes that ignore no sample: those with dense targets, and those with none.</summary>
internal static unsafe class EverySample
{
    /// <summary>The run of <see cref="DenseLoss"/> or <see cref="TargetlessLoss"/>.</summary>
    public static double Run<T, TReal>(in LossCall<T, TReal, T> call, TargetLayout layout, delegate*<Block<TReal>*, double> kernel)
        where T : unmanaged
        where TReal : unmanaged, IFloatingPointIeee754<TReal>
    {
        nint samples = LossCheck.Run(in call, layout);
        BlockPlan<T, TReal> plan = BlockPlan<T, TReal>.Build(in call, samples, samples * call.Positions);

        double total = 0;
        for (nint index = 0; index < plan.Count; index++)
        {
            total += RunBlock(in call, layout, in plan, index, kernel);
        }

        call.KeepBuffersAlive();
        return plan.Reduce(call.Reduction, total);
    }

    /// <summary>One block, independent of all others.</summary>
    private static double RunBlock<T, TReal>(in LossCall<T, TReal, T> call, TargetLayout layout, in BlockPlan<T, TReal> plan, nint index, delegate*<Block<TReal>*, double> kernel)
        where T : unmanaged
        where TReal : unmanaged, IFloatingPointIeee754<TReal>
    {
        bool dense = layout == TargetLayout.LikeInput;
        BlockRange range = plan[index];
        Staging<T, TReal> staging = Staging<T, TReal>.OfSamples(in range, call.ClassCount, call.Positions, slots: dense ? 2 : 1);
        Block<TReal> block = plan.BlockAt(in call, in range, in staging);
        block.DenseTargets = dense ? staging.Read(call.Targets.Pointer + range.Element, 1) : null;
        return BlockPlan<T, TReal>.Run(in call, in range, in staging, &block, kernel);
    }
}

using System.Numerics;
using Gen.CrossEntropy.Threading;

namespace Gen.CrossEntropy.Kernels;

/// <summary>Runs losses over classes that ignore no sample: those with dense targets, and those with none.</summary>
internal static unsafe class EverySample
{
    /// <summary>The run of <see cref="DenseLoss"/> or <see cref="TargetlessLoss"/>.</summary>
    public static double Run<T, TReal>(in LossCall<T, TReal, T> call, TargetLayout layout, delegate*<Block<TReal>*, double> kernel)
        where T : unmanaged
        where TReal : unmanaged, IFloatingPointIeee754<TReal>
    {
        call.RequireHost();
        nint samples = LossCheck.Run(in call, layout);
        BlockPlan<T, TReal> plan = BlockPlan<T, TReal>.Build(in call, samples, samples * call.Positions);

        EverySampleBlocks<T, TReal> blocks = new(&plan, layout == TargetLayout.LikeInput ? call.Targets.Pointer : null, kernel);
        double total = OrderedSum.Of(in blocks, plan.Count, Split.Of(call.Input.Length, Grain.Classes));
        call.KeepBuffersAlive();
        return plan.Reduce(call.Reduction, total);
    }
}

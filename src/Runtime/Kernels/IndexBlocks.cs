using System.Numerics;
using Gen.CrossEntropy.Threading;

namespace Gen.CrossEntropy.Kernels;

/// <summary>The blocks of a loss over class indices.</summary>
/// <param name="plan">The call's plan.</param>
/// <param name="targets">Its checked targets.</param>
/// <param name="ignore">Its ignore index.</param>
/// <param name="anyIgnored">Whether one of the targets is the ignore index.</param>
/// <param name="kernel">Processes one block and returns its sum of losses.</param>
internal readonly unsafe struct IndexBlocks<T, TReal, TTarget>(
    BlockPlan<T, TReal>* plan, TTarget* targets, IgnoreIndex<TTarget> ignore, bool anyIgnored, delegate*<Block<TReal>*, double> kernel) : IBlocks
    where T : unmanaged
    where TReal : unmanaged, IFloatingPointIeee754<TReal>
    where TTarget : unmanaged, IBinaryInteger<TTarget>
{
    public double Run(nint index)
    {
        BlockRange range = plan->At(index);
        Staging<T, TReal> staging = plan->Stage(in range, slots: 1);
        Block<TReal> block = plan->BlockAt(in range, in staging);
        block.Targets = TargetNormalisation.Of<TReal, TTarget>(targets + range.Sample, range.Count, ignore, anyIgnored);
        if (block.ClassWeights != null)
        {
            block.TargetWeights = TargetWeights.Of(block.Targets, range.Count, block.ClassWeights, plan->Classes, anyIgnored);
        }

        return plan->Run(in range, in staging, &block, kernel);
    }
}

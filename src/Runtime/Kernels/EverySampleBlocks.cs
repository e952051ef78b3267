using System.Numerics;
using Gen.CrossEntropy.Threading;

namespace Gen.CrossEntropy.Kernels;

/// <summary>The blocks of a loss over classes that ignores no sample.</summary>
/// <param name="plan">The call's plan.</param>
/// <param name="targets">Its dense targets; null where it has none.</param>
/// <param name="kernel">Processes one block and returns its sum of losses.</param>
internal readonly unsafe struct EverySampleBlocks<T, TReal>(BlockPlan<T, TReal>* plan, T* targets, delegate*<Block<TReal>*, double> kernel) : IBlocks
    where T : unmanaged
    where TReal : unmanaged, IFloatingPointIeee754<TReal>
{
    public double Run(nint index)
    {
        BlockRange range = plan->At(index);
        Staging<T, TReal> staging = plan->Stage(in range, slots: targets == null ? 1 : 2);
        Block<TReal> block = plan->BlockAt(in range, in staging);
        block.DenseTargets = targets == null ? null : staging.Read(targets + range.Element, 1);
        return plan->Run(in range, in staging, &block, kernel);
    }
}

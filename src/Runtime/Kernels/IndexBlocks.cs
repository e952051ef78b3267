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
    BlockPlan<T, TReal> plan, TTarget* targets, IgnoreIndex<TTarget> ignore, bool anyIgnored, delegate*<Block<TReal>*, double> kernel) : IBlocks
    where T : unmanaged
    where TReal : unmanaged, IFloatingPointIeee754<TReal>
    where TTarget : unmanaged, IBinaryInteger<TTarget>
{
    public double Run(nint index)
    {
        BlockRange range = plan[index];
        Staging<T, TReal> staging = plan.Stage(in range, slots: 1);
        Block<TReal> block = plan.BlockAt(in range, in staging);
        TTarget* given = targets + range.Sample;
        block.Targets = sizeof(TReal) == sizeof(long) ? AsKernelsTake<long>(given, range.Count) : AsKernelsTake<int>(given, range.Count);
        if (block.ClassWeights != null)
        {
            block.TargetWeights = WeightsOf(given, range.Count, block.ClassWeights);
        }

        return plan.Run(in range, in staging, &block, kernel);
    }

    /// <summary>Targets as kernels take them: of one type, and -1 where ignored.</summary>
    private TIndex* AsKernelsTake<TIndex>(TTarget* given, nint count)
        where TIndex : unmanaged, IBinaryInteger<TIndex>, ISignedNumber<TIndex>
    {
        if (!anyIgnored && typeof(TTarget) == typeof(TIndex))
        {
            return (TIndex*)given;
        }

        TIndex* taken = Scratch.Rent<TIndex>(ScratchUse.Targets, count);
        for (nint i = 0; i < count; i++)
        {
            taken[i] = ignore.Matches(given[i]) ? TIndex.NegativeOne : TIndex.CreateTruncating(given[i]);
        }

        return taken;
    }

    /// <summary>w[t], 0 where ignored.</summary>
    private TReal* WeightsOf(TTarget* given, nint count, TReal* classWeights)
    {
        TReal* weights = Scratch.Rent<TReal>(ScratchUse.TargetWeights, count);
        for (nint i = 0; i < count; i++)
        {
            // Not read for an ignored sample: its target may be no class.
            weights[i] = ignore.Matches(given[i]) ? TReal.Zero : classWeights[nint.CreateTruncating(given[i])];
        }

        return weights;
    }
}

using System.ComponentModel;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace Gen.CrossEntropy.Kernels;

/// <summary>Runs a loss over class indices: checks the call, then gives its batch to a kernel block by block.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static unsafe class IndexLoss
{
    /// <summary>The most samples of a block: what the scratch of a block on the stack holds.</summary>
    private const int MostBlockRows = 256;

    /// <summary>
    /// Checks the call, and then computes what its pass asks for: the result is Σ l / D for sum and mean, where D is the call's divisor, or 1 (sum), Σ w[t] over the samples that are not ignored
    /// (mean with class weights) or their number (mean without). Nothing is allocated.
    /// </summary>
    /// <remarks>
    /// A mean without a divisor of its own and with D = 0 (an empty batch, every sample ignored, every weight 0) is NaN, and so is the scale that kernels get; they write 0 for ignored samples.
    /// </remarks>
    /// <typeparam name="T">The element type of input and gradient.</typeparam>
    /// <typeparam name="TReal">The type that the kernel computes in.</typeparam>
    /// <typeparam name="TTarget">The type of a class index.</typeparam>
    /// <param name="call">The call; its memory stays in place until this returns.</param>
    /// <param name="kernel">Processes one block and returns its sum of losses.</param>
    /// <returns>The result; 0 for the reduction none.</returns>
    /// <exception cref="ArgumentException">A length does not fit, or what is written overlaps what is read. Nothing was written.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A target is neither in [0, C) nor the ignore index; positions or divisor are out of range. Nothing was written.</exception>
    public static double Run<T, TReal, TTarget>(in LossCall<T, TReal, TTarget> call, delegate*<Block<TReal>*, double> kernel)
        where T : unmanaged
        where TReal : unmanaged, IFloatingPointIeee754<TReal>
        where TTarget : unmanaged, IBinaryInteger<TTarget>
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(call.BlockRows, MostBlockRows);
        nint samples = LossCheck.Run(in call, TargetLayout.PerSample);
        nint ignored = TargetCheck.CountIgnored(in call);

        bool dividesByWeights = call.Weighted && call.Reduction == Reduction.Mean && call.Divisor is null;
        double meanDivisor = dividesByWeights ? TargetCheck.SumWeights(in call) : call.Targets.Length - ignored;
        BlockPlan<T, TReal> plan = BlockPlan<T, TReal>.Build(in call, samples, meanDivisor);

        double total = 0;
        for (nint index = 0; index < plan.Count; index++)
        {
            total += RunBlock(in call, in plan, index, ignored > 0, kernel);
        }

        call.KeepBuffersAlive();
        return plan.Reduce(call.Reduction, total);
    }

    /// <summary>One block, independent of all others. Its scratch is on the stack, and cleared by nobody: every element is written before it is read.</summary>
    [SkipLocalsInit]
    private static double RunBlock<T, TReal, TTarget>(
        in LossCall<T, TReal, TTarget> call, in BlockPlan<T, TReal> plan, nint index, bool anyIgnored, delegate*<Block<TReal>*, double> kernel)
        where T : unmanaged
        where TReal : unmanaged, IFloatingPointIeee754<TReal>
        where TTarget : unmanaged, IBinaryInteger<TTarget>
    {
        long* scratch = stackalloc long[MostBlockRows];
        TReal* targetWeights = stackalloc TReal[call.Weighted ? MostBlockRows : 0];

        BlockRange range = plan[index];
        Staging<T, TReal> staging = Staging<T, TReal>.OfSamples(in range, call.ClassCount, call.Positions, slots: 1);
        Block<TReal> block = plan.BlockAt(in call, in range, in staging);
        TTarget* targets = call.Targets.Pointer + range.Sample;
        IgnoreIndex<TTarget> ignore = new(call.IgnoreIndex);
        if (sizeof(TReal) == sizeof(long))
        {
            block.Targets = !anyIgnored && typeof(TTarget) == typeof(long) ? targets : Normalise(targets, range.Count, ignore, scratch);
        }
        else
        {
            block.Targets = !anyIgnored && typeof(TTarget) == typeof(int) ? targets : Normalise(targets, range.Count, ignore, (int*)scratch);
        }

        if (call.Weighted)
        {
            for (nint i = 0; i < range.Count; i++)
            {
                // Not read for an ignored sample: its target may be no class.
                targetWeights[i] = ignore.Matches(targets[i]) ? TReal.Zero : call.ClassWeights.Pointer[nint.CreateTruncating(targets[i])];
            }

            block.TargetWeights = targetWeights;
        }

        return BlockPlan<T, TReal>.Run(in call, in range, in staging, &block, kernel);
    }

    /// <summary>Targets as kernels take them: of one width, and -1 where ignored.</summary>
    private static TIndex* Normalise<TTarget, TIndex>(TTarget* targets, nint count, IgnoreIndex<TTarget> ignore, TIndex* normalised)
        where TTarget : unmanaged, IBinaryInteger<TTarget>
        where TIndex : unmanaged, IBinaryInteger<TIndex>, ISignedNumber<TIndex>
    {
        for (nint i = 0; i < count; i++)
        {
            TTarget target = targets[i];
            normalised[i] = ignore.Matches(target) ? TIndex.NegativeOne : TIndex.CreateTruncating(target);
        }

        return normalised;
    }
}

using System.ComponentModel;
using System.Numerics;
using Gen.CrossEntropy.Threading;

namespace Gen.CrossEntropy.Kernels;

/// <summary>Runs a loss over class indices: checks the call, then gives its batch to a kernel block by block.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static unsafe class IndexLoss
{
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
    /// <param name="kernel">Processes one block and returns its sum of losses; on any thread.</param>
    /// <returns>The result; 0 for the reduction none.</returns>
    /// <exception cref="ArgumentException">A length does not fit, or what is written overlaps what is read. Nothing was written.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A target is neither in [0, C) nor the ignore index; positions or divisor are out of range. Nothing was written.</exception>
    public static double Run<T, TReal, TTarget>(in LossCall<T, TReal, TTarget> call, delegate*<Block<TReal>*, double> kernel)
        where T : unmanaged
        where TReal : unmanaged, IFloatingPointIeee754<TReal>
        where TTarget : unmanaged, IBinaryInteger<TTarget>
    {
        call.RequireHost();
        nint samples = LossCheck.Run(in call, TargetLayout.PerSample);
        bool dividesByWeights = call.Weighted && call.Reduction == Reduction.Mean && call.Divisor is null;
        TargetCheck targets = TargetCheck.Run(in call, sumsWeights: dividesByWeights);
        double meanDivisor = dividesByWeights ? targets.WeightSum : call.Targets.Length - targets.Ignored;
        BlockPlan<T, TReal> plan = BlockPlan<T, TReal>.Build(in call, samples, meanDivisor);

        IndexBlocks<T, TReal, TTarget> blocks = new(&plan, call.Targets.Pointer, new IgnoreIndex<TTarget>(call.IgnoreIndex), anyIgnored: targets.Ignored > 0, kernel);
        double total = OrderedSum.Of(in blocks, plan.Count, Split.Of(call.Input.Length, Grain.Classes));
        call.KeepBuffersAlive();
        return plan.Reduce(call.Reduction, total);
    }
}

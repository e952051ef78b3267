using System.ComponentModel;
using System.Numerics;

namespace Gen.CrossEntropy.Kernels;

/// <summary>Runs a loss over class probabilities: checks the call, then gives its batch to a kernel block by block.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static unsafe class ProbabilityLoss
{
    /// <summary>
    /// Checks the call, and then computes what its pass asks for: the result is Σ l / D for sum and mean, where D is the call's divisor, or 1 (sum), or N·S (mean; class weights are not in it).
    /// Nothing is allocated.
    /// </summary>
    /// <remarks>A mean of an empty batch without a divisor of its own is NaN.</remarks>
    /// <typeparam name="T">The element type of logits, probabilities, class weights, losses and gradient.</typeparam>
    /// <param name="call">The call; its memory stays in place until this returns.</param>
    /// <param name="kernel">Processes one block and returns its sum of losses.</param>
    /// <returns>The result; 0 for the reduction none.</returns>
    /// <exception cref="ArgumentException">A length does not fit, or what is written overlaps what is read. Nothing was written.</exception>
    /// <exception cref="ArgumentOutOfRangeException">Positions or divisor are out of range. Nothing was written.</exception>
    public static double Run<T>(in LossCall<T, T> call, delegate*<Block<T>*, double> kernel)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        nint samples = Guards.Check(in call, indices: false);
        Overlap.Check(in call);
        BlockPlan<T> plan = BlockPlan<T>.Build(in call, samples, samples * call.Positions);

        double total = 0;
        for (nint index = 0; index < plan.Count; index++)
        {
            total += RunBlock(in call, in plan, index, kernel);
        }

        call.KeepBuffersAlive();
        return plan.Reduce(call.Reduction, total);
    }

    /// <summary>One block, independent of all others.</summary>
    private static double RunBlock<T>(in LossCall<T, T> call, in BlockPlan<T> plan, nint index, delegate*<Block<T>*, double> kernel)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Block<T> block = plan.BlockAt(in call, index, out BlockRange range);
        block.Probabilities = call.Targets.Pointer + range.Element;
        return kernel(&block);
    }
}

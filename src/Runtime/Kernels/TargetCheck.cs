using System.Numerics;
using Gen.CrossEntropy.Threading;

namespace Gen.CrossEntropy.Kernels;

/// <summary>Looks at every target of a call before any of them is used.</summary>
/// <param name="Ignored">The number of targets that are ignored.</param>
/// <param name="WeightSum">Σ w[t] over the others, where it was asked for.</param>
internal readonly unsafe record struct TargetCheck(nint Ignored, double WeightSum)
{
    /// <summary>Refuses a target that is neither in [0, C) nor the ignore index, with its row: the first.</summary>
    /// <param name="call">A call whose lengths were checked.</param>
    /// <param name="sumsWeights">Whether to add up the weights of the targets.</param>
    /// <exception cref="ArgumentOutOfRangeException">A target is neither.</exception>
    public static TargetCheck Run<T, TReal, TTarget>(in LossCall<T, TReal, TTarget> call, bool sumsWeights)
        where T : unmanaged
        where TReal : unmanaged, IFloatingPointIeee754<TReal>
        where TTarget : unmanaged, IBinaryInteger<TTarget>
    {
        TargetFindings findings = new();
        TargetBlocks<TReal, TTarget> blocks = new(call.Targets, new TargetScan<TTarget>(call.ClassCount, call.IgnoreIndex), sumsWeights ? call.ClassWeights.Pointer : null, call.ClassCount, &findings);
        double weightSum = OrderedSum.Of(in blocks, blocks.Count, Split.Of(call.Targets.Length, Grain.Checks));
        return findings.Refused.Any
            ? throw Refused(findings.Refused.Index, long.CreateSaturating(call.Targets.Pointer[findings.Refused.Index]), call.Positions, call.ClassCount, call.IgnoreIndex)
            : new TargetCheck((nint)findings.Ignored, weightSum);
    }

    /// <summary>What is thrown where a target is neither a class nor the ignore index.</summary>
    /// <param name="row">The target's index among [N, S].</param>
    /// <param name="target">Its value.</param>
    /// <param name="positions">S.</param>
    /// <param name="classCount">C.</param>
    /// <param name="ignoreIndex">The target that marks its sample as ignored.</param>
    /// <param name="end">What else is to be said.</param>
    public static ArgumentOutOfRangeException Refused(nint row, long target, nint positions, int classCount, long ignoreIndex, string end = "")
    {
        // The name of the callers' argument, not of one here.
        string argument = "targets";
        string place = positions == 1 ? $"row {row}" : $"row {row} (sample {row / positions}, position {row % positions})";
        return new ArgumentOutOfRangeException(argument, target, $"{place}: target {target} is outside [0, {classCount}) and is not the ignore index {ignoreIndex}.{end}");
    }
}

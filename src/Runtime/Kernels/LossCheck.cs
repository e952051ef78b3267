using System.Numerics;

namespace Gen.CrossEntropy.Kernels;

/// <summary>Everything that a call over classes must satisfy and that does not depend on a target's value.</summary>
internal static class LossCheck
{
    /// <returns>N, the number of samples.</returns>
    public static nint Run<T, TReal, TTarget>(in LossCall<T, TReal, TTarget> call, TargetLayout layout)
        where T : unmanaged
        where TReal : unmanaged, IFloatingPointIeee754<TReal>
        where TTarget : unmanaged
    {
        nint samples = CheckLengths(in call, layout);
        CheckOverlap(in call);
        return samples;
    }

    private static nint CheckLengths<T, TReal, TTarget>(in LossCall<T, TReal, TTarget> call, TargetLayout layout)
        where T : unmanaged
        where TReal : unmanaged, IFloatingPointIeee754<TReal>
        where TTarget : unmanaged
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(call.BlockRows, 1);
        Guards.CheckReduction(call.Reduction, Reduction.Mean);

        nint length = call.Input.Length;
        nint samples = Guards.CheckSamples(call.InputName, length, call.ClassCount, call.Positions);
        nint rows = samples * call.Positions;
        CheckTargets(in call, layout, rows);
        Guards.CheckClassWeights(call.ClassWeights.Length, call.Weighted, call.ClassCount);
        if (call.ReadsUpstreamRows)
        {
            Guards.CheckPerSample("upstream", call.UpstreamRows.Length, rows);
        }

        if (call.WritesGradient)
        {
            Guards.CheckLikeInput("gradient", call.Gradient.Length, call.InputName, length);
        }

        if (call.WritesLosses)
        {
            Guards.CheckPerSample("losses", call.Losses.Length, rows);
        }

        if (call.Writes(LossOutputs.LogSumExp))
        {
            Guards.CheckPerSample("logSumExps", call.LogSumExps.Length, rows);
        }

        if (call.Writes(LossOutputs.Hits))
        {
            Guards.CheckPerSample("hits", call.Hits.Length, rows);
        }

        if (call.Writes(LossOutputs.Entropy))
        {
            Guards.CheckPerSample("entropies", call.Entropies.Length, rows);
        }

        Guards.CheckDivisor(call.Divisor);
        return samples;
    }

    private static void CheckTargets<T, TReal, TTarget>(in LossCall<T, TReal, TTarget> call, TargetLayout layout, nint rows)
        where T : unmanaged
        where TReal : unmanaged, IFloatingPointIeee754<TReal>
        where TTarget : unmanaged
    {
        if (layout == TargetLayout.PerSample)
        {
            Guards.CheckPerSample("targets", call.Targets.Length, rows);
        }
        else if (layout == TargetLayout.LikeInput)
        {
            call.RequireTargets();
            Guards.CheckLikeInput("targets", call.Targets.Length, call.InputName, call.Input.Length);
        }
    }

    private static void CheckOverlap<T, TReal, TTarget>(in LossCall<T, TReal, TTarget> call)
        where T : unmanaged
        where TReal : unmanaged, IFloatingPointIeee754<TReal>
        where TTarget : unmanaged
    {
        ReadOnlySpan<Region> written =
        [
            Region.Of("gradient", call.WritesGradient ? call.Gradient : default, inPlace: true),
            Region.Of("losses", call.WritesLosses ? call.Losses : default),
            Region.Of("logSumExps", call.Writes(LossOutputs.LogSumExp) ? call.LogSumExps : default),
            Region.Of("hits", call.Writes(LossOutputs.Hits) ? call.Hits : default),
            Region.Of("entropies", call.Writes(LossOutputs.Entropy) ? call.Entropies : default),
        ];
        ReadOnlySpan<Region> read =
        [
            Region.Of(call.InputName, call.Input, inPlace: true),
            Region.Of("targets", call.Targets),
            Region.Of("classWeights", call.ClassWeights),
            Region.Of("upstream", call.UpstreamRows),
        ];
        Overlap.Check(written, read);
    }
}

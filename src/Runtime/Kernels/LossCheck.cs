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
        Region gradient = Region.Of("gradient", call.WritesGradient ? call.Gradient : default, inPlace: true);
        CheckReads(in call, in gradient);
        if (call.WritesLosses || call.Outputs != LossOutputs.None)
        {
            CheckSampleOutputs(in call, in gradient);
        }
    }

    /// <summary>What is written for each sample, which few losses have.</summary>
    private static void CheckSampleOutputs<T, TReal, TTarget>(in LossCall<T, TReal, TTarget> call, in Region gradient)
        where T : unmanaged
        where TReal : unmanaged, IFloatingPointIeee754<TReal>
        where TTarget : unmanaged
    {
        ReadOnlySpan<Region> written =
        [
            gradient,
            Region.Of("losses", call.WritesLosses ? call.Losses : default),
            Region.Of("logSumExps", call.Writes(LossOutputs.LogSumExp) ? call.LogSumExps : default),
            Region.Of("hits", call.Writes(LossOutputs.Hits) ? call.Hits : default),
            Region.Of("entropies", call.Writes(LossOutputs.Entropy) ? call.Entropies : default),
        ];
        for (int i = 1; i < written.Length; i++)
        {
            CheckReads(in call, in written[i]);
            foreach (ref readonly Region other in written[..i])
            {
                written[i].CheckApart(in other);
            }
        }
    }

    private static void CheckReads<T, TReal, TTarget>(in LossCall<T, TReal, TTarget> call, in Region written)
        where T : unmanaged
        where TReal : unmanaged, IFloatingPointIeee754<TReal>
        where TTarget : unmanaged
    {
        written.CheckApart(Region.Of(call.InputName, call.Input, inPlace: true));
        written.CheckApart(Region.Of("targets", call.Targets));
        written.CheckApart(Region.Of("classWeights", call.ClassWeights));
        written.CheckApart(Region.Of("upstream", call.UpstreamRows));
    }
}

using System.Numerics;

namespace Gen.CrossEntropy.Kernels;

/// <summary>Everything that an elementwise call must satisfy and that does not depend on an element's value.</summary>
internal static class ElementCheck
{
    public static void Run<T, TReal>(in ElementCall<T, TReal> call)
        where T : unmanaged
        where TReal : unmanaged, IFloatingPointIeee754<TReal>
    {
        CheckLengths(in call);
        CheckOverlap(in call);
    }

    private static void CheckLengths<T, TReal>(in ElementCall<T, TReal> call)
        where T : unmanaged
        where TReal : unmanaged, IFloatingPointIeee754<TReal>
    {
        Guards.CheckReduction(call.Reduction, Reduction.BatchMean);
        Guards.CheckPositions(call.Positions);

        nint length = call.Input.Length;
        Guards.CheckLikeInput(call.TargetsName, call.Targets.Length, call.InputName, length);
        Guards.CheckElementWeights("weights", call.Weights.Length, call.Weighted, call.InputName, length, call.Positions);
        Guards.CheckElementWeights("posWeights", call.PosWeights.Length, call.PosWeighted, call.InputName, length, call.Positions);
        if (call.ReadsUpstreamElements)
        {
            Guards.CheckLikeInput("upstream", call.UpstreamElements.Length, call.InputName, length);
        }

        if (call.WritesLosses)
        {
            Guards.CheckLikeInput("losses", call.Losses.Length, call.InputName, length);
        }

        if (call.WritesGradient)
        {
            Guards.CheckLikeInput("gradient", call.Gradient.Length, call.InputName, length);
        }

        if (call.Reduction == Reduction.BatchMean)
        {
            Guards.CheckBatchSize(call.BatchSize, call.InputName, length);
        }

        Guards.CheckDivisor(call.Divisor);
    }

    private static void CheckOverlap<T, TReal>(in ElementCall<T, TReal> call)
        where T : unmanaged
        where TReal : unmanaged, IFloatingPointIeee754<TReal>
    {
        Region gradient = Region.Of("gradient", call.WritesGradient ? call.Gradient : default, inPlace: true);
        Region losses = Region.Of("losses", call.WritesLosses ? call.Losses : default);
        CheckReads(in call, in gradient);
        CheckReads(in call, in losses);
        losses.CheckApart(in gradient);
    }

    private static void CheckReads<T, TReal>(in ElementCall<T, TReal> call, in Region written)
        where T : unmanaged
        where TReal : unmanaged, IFloatingPointIeee754<TReal>
    {
        written.CheckApart(Region.Of(call.InputName, call.Input, inPlace: true));
        written.CheckApart(Region.Of(call.TargetsName, call.Targets));
        written.CheckApart(Region.Of("weights", call.Weights));
        written.CheckApart(Region.Of("posWeights", call.PosWeights));
        written.CheckApart(Region.Of("upstream", call.UpstreamElements));
    }
}

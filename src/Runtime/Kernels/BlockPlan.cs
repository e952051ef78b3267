using System.Numerics;

namespace Gen.CrossEntropy.Kernels;

/// <summary>What all blocks of one checked call over classes share, and the block of each index.</summary>
internal readonly unsafe struct BlockPlan<T, TReal>
    where T : unmanaged
    where TReal : unmanaged, IFloatingPointIeee754<TReal>
{
    /// <summary>The slot of the input's copy, which the gradient replaces; further slots are the runner's.</summary>
    private const int InputSlot = 0;

    private readonly BlockSchedule schedule;
    private readonly Divisor divisor;
    private readonly TReal scale;
    private readonly TReal weightSum;
    private readonly bool streams;

    private BlockPlan(BlockSchedule schedule, Divisor divisor, TReal scale, TReal weightSum, bool streams)
    {
        this.schedule = schedule;
        this.divisor = divisor;
        this.scale = scale;
        this.weightSum = weightSum;
        this.streams = streams;
    }

    /// <summary>The number of blocks.</summary>
    public nint Count => schedule.Count;

    /// <summary>Where the block of this index lies.</summary>
    public BlockRange this[nint index] => schedule[index];

    /// <param name="call">A checked call.</param>
    /// <param name="samples">N.</param>
    /// <param name="meanDivisor">D of a mean whose call gives none.</param>
    public static BlockPlan<T, TReal> Build<TTarget>(in LossCall<T, TReal, TTarget> call, nint samples, double meanDivisor)
        where TTarget : unmanaged
    {
        Divisor divisor = Divisor.Of(call.Reduction, call.Divisor, meanDivisor);
        double scale = divisor.Scale(call.Reduction, double.CreateTruncating(call.Upstream));
        return new BlockPlan<T, TReal>(
            new BlockSchedule(samples, call.ClassCount, call.Positions, call.BlockRows),
            divisor,
            TReal.CreateTruncating(scale),
            TReal.CreateTruncating(Sum(call.ClassWeights)),
            call.WritesGradient && typeof(T) == typeof(TReal) && NonTemporal.Pays(call.Input, call.Gradient, call.Positions));
    }

    /// <summary>The block without its targets.</summary>
    public Block<TReal> BlockAt<TTarget>(in LossCall<T, TReal, TTarget> call, in BlockRange range, in Staging<T, TReal> staging)
        where TTarget : unmanaged => new()
        {
            Input = staging.Read(call.Input.Pointer + range.Element, InputSlot),
            ClassWeights = call.Weighted ? call.ClassWeights.Pointer : null,
            Upstream = call.ReadsUpstreamRows ? call.UpstreamRows.Pointer + range.Sample : null,
            Losses = call.WritesLosses ? call.Losses.Pointer + range.Sample : null,
            LogSumExps = call.Writes(LossOutputs.LogSumExp) ? call.LogSumExps.Pointer + range.Sample : null,
            Hits = call.Writes(LossOutputs.Hits) ? call.Hits.Pointer + range.Sample : null,
            Entropies = call.Writes(LossOutputs.Entropy) ? call.Entropies.Pointer + range.Sample : null,
            Gradient = call.WritesGradient ? staging.At(call.Gradient.Pointer + range.Element, InputSlot) : null,
            Scale = scale,
            WeightSum = weightSum,
            Count = range.Count,
            Stride = staging.Stride,
            Streams = streams,
        };

    /// <summary>Runs the kernel on the complete block.</summary>
    /// <returns>The block's sum of losses.</returns>
    public static double Run<TTarget>(
        in LossCall<T, TReal, TTarget> call, in BlockRange range, in Staging<T, TReal> staging, Block<TReal>* block, delegate*<Block<TReal>*, double> kernel)
        where TTarget : unmanaged
    {
        double sum = kernel(block);
        if (call.WritesGradient)
        {
            staging.Write(call.Gradient.Pointer + range.Element, InputSlot);
        }

        return sum;
    }

    /// <summary>The result of the call from the sum of its losses.</summary>
    public double Reduce(Reduction reduction, double total) => divisor.Reduce(reduction, total);

    private static double Sum(Slice<TReal> weights)
    {
        double sum = 0;
        for (nint c = 0; c < weights.Length; c++)
        {
            sum += double.CreateTruncating(weights.Pointer[c]);
        }

        return sum;
    }
}

using System.Numerics;

namespace Gen.CrossEntropy.Kernels;

/// <summary>What all blocks of one checked call share, and the block of each index.</summary>
internal readonly unsafe struct BlockPlan<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly BlockSchedule schedule;
    private readonly T scale;
    private readonly T weightSum;

    private BlockPlan(BlockSchedule schedule, double divisor, T scale, T weightSum)
    {
        this.schedule = schedule;
        Divisor = divisor;
        this.scale = scale;
        this.weightSum = weightSum;
    }

    /// <summary>D: what the sum of the losses is divided by. 0 where a mean has nothing to divide by.</summary>
    public double Divisor { get; }

    /// <summary>The number of blocks.</summary>
    public nint Count => schedule.Count;

    /// <param name="call">A checked call.</param>
    /// <param name="samples">N.</param>
    /// <param name="meanDivisor">D of a mean whose call gives none.</param>
    public static BlockPlan<T> Build<TTarget>(in LossCall<T, TTarget> call, nint samples, double meanDivisor)
        where TTarget : unmanaged
    {
        double divisor = call.Divisor ?? (call.Reduction == Reduction.Mean ? meanDivisor : 1);

        // Nothing to divide by makes the mean and its gradient NaN, whatever the sum: x / 0 would be an infinity for some.
        double scale = divisor == 0 ? double.NaN : double.CreateTruncating(call.Upstream) / divisor;
        return new BlockPlan<T>(
            new BlockSchedule(samples, call.ClassCount, call.Positions, call.BlockRows),
            divisor,
            call.Reduction == Reduction.None ? T.Zero : T.CreateTruncating(scale),
            T.CreateTruncating(Sum(call.ClassWeights)));
    }

    /// <summary>The block of this index, without its targets.</summary>
    public Block<T> BlockAt<TTarget>(in LossCall<T, TTarget> call, nint index, out BlockRange range)
        where TTarget : unmanaged
    {
        range = schedule[index];
        bool perSample = call.Reduction == Reduction.None;
        bool writesGradient = call.Pass != LossPass.Forward;
        bool writesLoss = call.Pass != LossPass.Backward;
        return new Block<T>
        {
            Logits = call.Logits.Pointer + range.Element,
            ClassWeights = call.Weighted ? call.ClassWeights.Pointer : null,
            Upstream = perSample && writesGradient ? call.UpstreamRows.Pointer + range.Sample : null,
            Losses = perSample && writesLoss ? call.Losses.Pointer + range.Sample : null,
            Gradient = writesGradient ? call.Gradient.Pointer + range.Element : null,
            Scale = scale,
            WeightSum = weightSum,
            Count = range.Count,
            Stride = call.Positions,
        };
    }

    /// <summary>The result of the call from the sum of its losses.</summary>
    public double Reduce(Reduction reduction, double total) => reduction switch
    {
        Reduction.None => 0,
        Reduction.Sum or Reduction.Mean => Divisor == 0 ? double.NaN : total / Divisor,
        _ => throw new ArgumentOutOfRangeException(nameof(reduction), reduction, "reduction: expected None, Sum or Mean."),
    };

    private static double Sum(Slice<T> weights)
    {
        double sum = 0;
        for (nint c = 0; c < weights.Length; c++)
        {
            sum += double.CreateTruncating(weights.Pointer[c]);
        }

        return sum;
    }
}

using System.Numerics;

namespace Gen.CrossEntropy.Kernels;

/// <summary>What all blocks of one checked call over classes share, and the block of each index. Without references: any thread may have it.</summary>
internal unsafe struct BlockPlan<T, TReal>
    where T : unmanaged
    where TReal : unmanaged, IFloatingPointIeee754<TReal>
{
    /// <summary>The slot of the input's copy, which the gradient replaces; further slots are the runner's.</summary>
    private const int InputSlot = 0;

    private BlockSchedule schedule;
    private Divisor divisor;
    private nint classes;
    private nint positions;
    private bool nativeRows;
    private TReal scale;
    private TReal weightSum;
    private bool streams;

    // Null where the pass has none.
    private T* input;
    private T* gradient;
    private TReal* classWeights;
    private TReal* upstream;
    private TReal* losses;
    private TReal* logSumExps;
    private TReal* hits;
    private TReal* entropies;

    /// <summary>C.</summary>
    public readonly nint Classes => classes;

    /// <summary>The number of blocks.</summary>
    public readonly nint Count => schedule.Count;

    /// <summary>Where the block of this index lies.</summary>
    public readonly BlockRange At(nint index) => schedule[index];

    /// <param name="call">A checked call.</param>
    /// <param name="samples">N.</param>
    /// <param name="meanDivisor">D of a mean whose call gives none.</param>
    public static BlockPlan<T, TReal> Build<TTarget>(in LossCall<T, TReal, TTarget> call, nint samples, double meanDivisor)
        where TTarget : unmanaged
    {
        Divisor divisor = Divisor.Of(call.Reduction, call.Divisor, meanDivisor);
        BlockSchedule schedule = new(samples, call.ClassCount, call.Positions, call.BlockSamples);
        return new BlockPlan<T, TReal>
        {
            schedule = schedule,
            divisor = divisor,
            classes = call.ClassCount,
            positions = call.Positions,
            nativeRows = call.NativeRows,
            scale = TReal.CreateTruncating(divisor.Scale(call.Reduction, double.CreateTruncating(call.Upstream))),
            weightSum = TReal.CreateTruncating(WideSum.Of(call.ClassWeights.Pointer, call.ClassWeights.Length)),
            streams = call.WritesGradient && NonTemporal.Pays(call.Input, call.Gradient, call.Positions, copies: Staging<T, TReal>.Converts),
            input = call.Input.Pointer,
            gradient = call.WritesGradient ? call.Gradient.Pointer : null,
            classWeights = call.Weighted ? call.ClassWeights.Pointer : null,
            upstream = call.ReadsUpstreamRows ? call.UpstreamRows.Pointer : null,
            losses = call.WritesLosses ? call.Losses.Pointer : null,
            logSumExps = call.Writes(LossOutputs.LogSumExp) ? call.LogSumExps.Pointer : null,
            hits = call.Writes(LossOutputs.Hits) ? call.Hits.Pointer : null,
            entropies = call.Writes(LossOutputs.Entropy) ? call.Entropies.Pointer : null,
        };
    }

    /// <summary>A block's elements as the kernel takes them.</summary>
    /// <param name="range">Where the block lies.</param>
    /// <param name="slots">How many arrays of it need copies.</param>
    public readonly Staging<T, TReal> Stage(in BlockRange range, int slots) => Staging<T, TReal>.OfSamples(in range, classes, positions, nativeRows, slots);

    /// <summary>The block without its targets.</summary>
    public readonly Block<TReal> BlockAt(in BlockRange range, in Staging<T, TReal> staging) => new()
    {
        Input = staging.Read(input + range.Element, InputSlot),
        ClassWeights = classWeights,
        Upstream = PerSample(upstream, range.Sample),
        Losses = PerSample(losses, range.Sample),
        LogSumExps = PerSample(logSumExps, range.Sample),
        Hits = PerSample(hits, range.Sample),
        Entropies = PerSample(entropies, range.Sample),
        Gradient = gradient == null ? null : staging.At(gradient + range.Element, InputSlot),
        Scale = scale,
        WeightSum = weightSum,
        Count = range.Count,
        Stride = staging.Stride,
        Streams = streams && !staging.Copies,
    };

    /// <summary>Runs the kernel on the complete block.</summary>
    /// <returns>The block's sum of losses.</returns>
    public readonly double Run(in BlockRange range, in Staging<T, TReal> staging, Block<TReal>* block, delegate*<Block<TReal>*, double> kernel)
    {
        double sum = kernel(block);
        if (gradient != null)
        {
            staging.Write(gradient + range.Element, InputSlot, streams);
        }

        return sum;
    }

    /// <summary>The result of the call from the sum of its losses, once all blocks have run.</summary>
    public readonly double Reduce(Reduction reduction, double total)
    {
        NonTemporal.Complete(streams);
        return divisor.Reduce(reduction, total);
    }

    private static TReal* PerSample(TReal* first, nint sample) => first == null ? null : first + sample;
}

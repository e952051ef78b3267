using Gen.CrossEntropy.Generator.Algorithm;
using Gen.CrossEntropy.Generator.Model;

namespace Gen.CrossEntropy.Generator.Plan;

/// <summary>From a declaration to the plan of each kernel. All passes of a loss share the plan, so that they compute the same loss to the bit.</summary>
internal static class KernelPlanner
{
    public static readonly IReadOnlyList<VectorWidth> Widths =
        [VectorWidth.Vector512, VectorWidth.Vector256, VectorWidth.Vector128, VectorWidth.Scalar];

    /// <summary>The layouts that a call of this loss may have: a kernel each.</summary>
    public static IReadOnlyList<SampleLayout> LayoutsOf(LossSpec spec) =>
        spec.IsOfElements ? [SampleLayout.Elements] : [SampleLayout.Rows, SampleLayout.Positions];

    public static KernelPlan Plan(LossSpec spec, VectorWidth width, SampleLayout layout)
    {
        int lanes = Lanes(width, spec.ComputeType);
        RegimeThresholds limits = RegimeTable.For(width, spec.ComputeType);
        bool dear = RowPrograms.PassesOf(spec).Any(pass => FunctionsPerClass(RowPrograms.Build(spec, pass)) > 1);
        int lanePerSample = dear ? Math.Max(lanes - 1, Math.Min(limits.LanePerSample, RegimeTable.DearLanePerSample)) : limits.LanePerSample;
        int rowVectors = dear ? RegimeTable.DearRowVectors : limits.RowVectors;
        (Regime regime, string reason) = (layout, spec.ClassCount) switch
        {
            (SampleLayout.Elements, _) =>
                (Regime.LanePerSample, "every element is a sample, and neighbours are neighbours in memory"),
            (SampleLayout.Rows, var c) when c <= lanePerSample =>
                (Regime.LanePerSample, "so few classes would leave lanes of a row empty; with a row in each lane none is, and no step crosses lanes; rows are transposed on the way in and out"),
            (SampleLayout.Positions, var c) when c <= lanePerSample =>
                (Regime.LanePerSample, "neighbouring positions are neighbours in memory, so a plain load fills the lanes"),
            (SampleLayout.Positions, var c) =>
                (Regime.SampleTile, $"neighbouring positions are neighbours in memory, so each lane takes one; {c} classes do not fit in registers, and lie far apart, so that each is read in long stretches"),
            (SampleLayout.Rows, _) when TakesBFloat16(spec, layout) =>
                (Regime.RolledRow, "a row does not fit in registers, so it is walked in loops, which widen and round what they read and write; its exponentials wait in a scratch"),
            (_, var c) when lanes > 1 && c <= limits.GroupClasses =>
                (Regime.RowGroup, $"a row fills {Counted(CeilDiv(c, lanes), "vector")}; the lanes of {lanes} rows are reduced together, and what a row costs beside its classes, such as its logarithm, is computed for all of them at once"),
            (_, var c) when c <= rowVectors * lanes =>
                (Regime.RowInRegisters, $"a row is {Counted(CeilDiv(c, lanes), "vector")}, which stay in registers from the first read to the last write"),
            _ => (Regime.RolledRow, "a row does not fit in registers, so it is walked in loops and its exponentials wait in a scratch"),
        };
        bool sixteenBits = TakesBFloat16(spec, layout);
        int size = Size(sixteenBits ? spec.DType : spec.ComputeType);
        bool spreads = regime == Regime.RolledRow && lanes > 1 && spec.ClassCount * size >= RegimeTable.SpreadBytes;
        return new KernelPlan(width, layout, regime, lanes, RegimeTable.Unroll, reason)
        {
            GuessedFrom = lanes == 1 ? 0 : regime switch
            {
                Regime.RolledRow => RegimeTable.GuessVectors * lanes,
                Regime.RowGroup => RegimeTable.GuessOfGroup,
                Regime.SampleTile => RegimeTable.Unroll,
                _ => 0,
            },
            Tile = regime == Regime.SampleTile ? TilePositions(spec) : 0,
            Ahead = lanes == 1 ? 0 : regime switch
            {
                Regime.RolledRow => (spreads ? RegimeTable.SpreadAheadBytes : RegimeTable.AheadBytes) / size,
                Regime.RowGroup => lanes * spec.ClassCount,
                Regime.LanePerSample when layout == SampleLayout.Rows => lanes * spec.ClassCount,
                Regime.LanePerSample when layout == SampleLayout.Positions => RegimeTable.PositionsAhead,
                Regime.LanePerSample when layout == SampleLayout.Elements => RegimeTable.AheadBytes / Size(spec.ComputeType),
                _ => 0,
            },
            Spreads = spreads,
            TakesBFloat16 = sixteenBits,
            GroupsPerLog = regime == Regime.LanePerSample ? GroupsPerLog(spec) : 1,
            Overlaps = lanes > 1 && !sixteenBits && regime is Regime.RowGroup or Regime.RolledRow && spec.ClassCount >= RegimeTable.OverlapVectors * lanes,
            AsksForOutput = regime == Regime.RowGroup && lanes * spec.ClassCount <= RegimeTable.OutputAheadElements,
        };
    }

    /// <summary>Whether a layout's kernels read and write BFloat16 themselves, whatever their width.</summary>
    public static bool TakesBFloat16(LossSpec spec, SampleLayout layout) =>
        spec.DType == DType.BFloat16 && layout == SampleLayout.Rows && spec.ClassCount >= RegimeTable.BFloat16Loops;

    /// <summary>The positions of a tile: as many as have their exponentials in the second-level cache. It does not depend on the width, and neither do blocks, which are whole tiles where every width has them.</summary>
    private static int TilePositions(LossSpec spec)
    {
        int positions = RegimeTable.TileBytes / Size(spec.ComputeType) / spec.ClassCount / RegimeTable.TileStep * RegimeTable.TileStep;
        int tile = Math.Max(RegimeTable.TileStep, Math.Min(RegimeTable.TilePositions, positions));
        return IsConverted(spec) ? Math.Min(tile, BlockPositions(spec)) : tile;
    }

    /// <summary>How many groups share a logarithm; 1 where the loss needs each.</summary>
    private static int GroupsPerLog(LossSpec spec) =>
        spec is { Reduction: not Reduction.None, IsSoftmax: false, Outputs: LossOutputs.None }
        && BatchedLog.Find(RowPrograms.Build(spec, Pass.Forward)) is { } batch
            ? batch.Factors(spec.ClassCount, exponents: spec.ComputeType == DType.Float32 ? 126 : 1022)
            : 1;

    /// <summary>Functions of one class of one sample: unrolled text grows with them. A function of two exponentials' length counts twice.</summary>
    private static int FunctionsPerClass(RowProgram program) => Schedule.Of(program).Walks
        .SelectMany(walk => walk)
        .SelectMany(ExprTraversal.DescendantsAndSelf)
        .OfType<Function>()
        .Where(function => function.Rate == Rate.Class)
        .Distinct()
        .Sum(function => function is Exp or AccurateExp or Decay ? 1 : 2);

    /// <summary>
    /// Samples in a block, the unit whose losses are summed in one place and, with threads, the unit of work: about 64 K logits, or 16 K of few classes, whose samples cost most beside their logits; a multiple of every lane count, but for rows so long that few make a block. Where a block of 16-bit
    /// elements is converted to float and back, it must stay in the nearest caches: about 8 K logits. It depends on the declaration alone, so that a sum does not depend on how work is divided.
    /// </summary>
    public static int BlockRows(LossSpec spec) => SamplesOfBlock(spec, IsConverted(spec) && !TakesBFloat16(spec, SampleLayout.Rows));

    /// <summary>Positions in a block of [N, C, S]: a few whole tiles where every width has them, so that most tiles have one after them, else as many as rows: there the last tile of a block is shorter, if the width has tiles at all.</summary>
    public static int BlockPositions(LossSpec spec) =>
        IsConverted(spec) ? Math.Max(16, SamplesOfBlock(spec, converted: true))
        : spec.ClassCount <= RegimeTable.BlockOfTiles ? BlockRows(spec)
        : RegimeTable.TilesOfBlock * TilePositions(spec);

    private static int SamplesOfBlock(LossSpec spec, bool converted)
    {
        int samples = (converted ? 8192 : spec.ClassCount < 32 ? 16384 : 65536) / spec.ClassCount;
        return samples < 16 ? Math.Max(1, samples) : Math.Min(converted ? 256 : 4096, samples / 16 * 16);
    }

    /// <summary>Whether elements are of another type than kernels compute in.</summary>
    private static bool IsConverted(LossSpec spec) => spec.DType != spec.ComputeType;

    public static int Lanes(VectorWidth width, DType dtype) => width switch
    {
        VectorWidth.Scalar => 1,
        VectorWidth.Vector128 => 16 / Size(dtype),
        VectorWidth.Vector256 => 32 / Size(dtype),
        VectorWidth.Vector512 => 64 / Size(dtype),
        _ => throw new NotSupportedException($"No lanes for {width}."),
    };

    public static int Size(DType dtype) => dtype switch
    {
        DType.Float32 => 4,
        DType.Float64 => 8,
        DType.Float16 or DType.BFloat16 => 2,
        _ => throw new NotSupportedException($"No size for {dtype}."),
    };

    private static int CeilDiv(int value, int divisor) => (value + divisor - 1) / divisor;

    private static string Counted(int count, string noun) => count == 1 ? $"1 {noun}" : $"{count} {noun}s";
}

using Gen.CrossEntropy.Generator.Algorithm;
using Gen.CrossEntropy.Generator.Model;

namespace Gen.CrossEntropy.Generator.Plan.Gpu;

/// <summary>From a declaration to the plan of each GPU kernel.</summary>
internal static class GpuPlanner
{
    public static GpuPlan Plan(LossSpec spec, SampleLayout layout)
    {
        bool wide = spec.ComputeType == DType.Float64;
        int samples = wide ? GpuRegimeTable.DoubleSampleThreads : GpuRegimeTable.SampleThreads;
        if (layout == SampleLayout.Elements)
        {
            return new GpuPlan(
                Nest(layout, Regime.LanePerSample, 1, "every element is a sample, and neighbours are neighbours in memory"),
                GpuRegimeTable.ElementThreads,
                GpuRegimeTable.ElementThreads * GpuRegimeTable.ElementsTogether,
                Tiled: false);
        }

        bool few = spec.ClassCount <= GpuRegimeTable.ThreadPerSample;
        if (layout == SampleLayout.Positions)
        {
            return new GpuPlan(
                few
                    ? Nest(layout, Regime.LanePerSample, 1, "neighbouring positions are neighbours in memory, so neighbouring threads read neighbouring elements")
                    : Nest(layout, Regime.RolledClasses, 1, $"neighbouring positions are neighbours in memory, so neighbouring threads read neighbouring elements; {spec.ClassCount} classes do not fit in registers") with { Unroll = GpuRegimeTable.PositionUnroll },
                samples,
                samples,
                Tiled: false);
        }

        if (few)
        {
            return new GpuPlan(
                Nest(layout, Regime.LanePerSample, 1, "so few classes would leave threads of a row idle; with a row in each thread none is, and nothing crosses threads; rows go through shared memory, so that memory is read and written in order"),
                samples,
                samples,
                Tiled: true);
        }

        int pack = PackOf(spec);
        int bytes = spec.ClassCount * KernelPlanner.Size(spec.ComputeType);
        if (GpuRegimeTable.Rows.FirstOrDefault(row => bytes <= row.Bytes) is { } regime)
        {
            KernelPlan registers = Nest(layout, Regime.RowInRegisters, regime.Threads, regime.Reason) with { Pack = PackFor(regime.Threads) };
            return new GpuPlan(registers, regime.Threads, 1, Tiled: false) { GroupsTogether = regime.GroupsTogether };
        }

        KernelPlan loops = Nest(layout, Regime.RolledRow, GpuRegimeTable.StreamThreads, "the row does not fit in the registers of a group, so it is walked in loops; where a pass walks it twice, few groups run at a time, so that it is in the cache still");
        int stream = PackFor(GpuRegimeTable.StreamThreads);
        return new GpuPlan(loops with { GuessedFrom = GpuRegimeTable.StreamThreads, Pack = stream, Unroll = UnrollFor(stream) }, GpuRegimeTable.StreamThreads, 1, Tiled: false) { ResidentGroups = GpuRegimeTable.StreamResident };

        // Rows of whole packs begin at whole packs; and the threads of a row must have one each.
        int PackFor(int threads) => spec.ClassCount % pack == 0 && spec.ClassCount >= threads * pack ? pack : 1;

        // As many bytes under way in each thread as with packs; of 16 bits half of them.
        int UnrollFor(int elements) => elements > 1 ? GpuRegimeTable.Unroll : Math.Min(GpuRegimeTable.Unroll * pack, GpuRegimeTable.MostUnroll);
    }

    /// <summary>The most groups for each multiprocessor; 0 for as many as there are samples. A kernel that walks its rows once may have all that fit; one that comes back has fewer, so that the rows are in the second-level cache still, unless they are too long for that.</summary>
    public static int GroupsPerMultiprocessor(LossSpec spec, Pass pass, GpuPlan plan)
    {
        if (plan.Nest.Layout == SampleLayout.Elements)
        {
            return GpuRegimeTable.ElementGroups;
        }

        if (plan.Nest.Regime != Regime.RolledRow)
        {
            return 0;
        }

        int walks = Schedule.Of(RowPrograms.Build(spec, pass), guesses: plan.Nest.GuessedFrom > 0).Walks.Count();
        int cached = GpuRegimeTable.CacheBytes / (spec.ClassCount * KernelPlanner.Size(spec.DType));
        return walks <= 1 || cached < 2 ? GpuRegimeTable.StreamGroups : Math.Min(cached, GpuRegimeTable.StreamResident);
    }

    /// <summary>The elements that a thread reads or writes at once.</summary>
    public static int PackOf(LossSpec spec) => GpuRegimeTable.AccessBytes / KernelPlanner.Size(spec.DType);

    private static KernelPlan Nest(SampleLayout layout, Regime regime, int threads, string reason) =>
        new(VectorWidth.Scalar, layout, regime, threads, GpuRegimeTable.Unroll, reason);
}

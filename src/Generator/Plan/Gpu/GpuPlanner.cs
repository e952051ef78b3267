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
                GpuRegimeTable.ElementThreads,
                Tiled: false,
                GpuRegimeTable.ElementGroups);
        }

        bool few = spec.ClassCount <= GpuRegimeTable.ThreadPerSample;
        if (layout == SampleLayout.Positions)
        {
            return new GpuPlan(
                few
                    ? Nest(layout, Regime.LanePerSample, 1, "neighbouring positions are neighbours in memory, so neighbouring threads read neighbouring elements")
                    : Nest(layout, Regime.RolledClasses, 1, $"neighbouring positions are neighbours in memory, so neighbouring threads read neighbouring elements; {spec.ClassCount} classes do not fit in registers"),
                samples,
                samples,
                Tiled: false,
                GroupsPerMultiprocessor: 0);
        }

        if (few)
        {
            return new GpuPlan(
                Nest(layout, Regime.LanePerSample, 1, "so few classes would leave threads of a row idle; with a row in each thread none is, and nothing crosses threads; rows go through shared memory, so that memory is read and written in order"),
                samples,
                samples,
                Tiled: true,
                GroupsPerMultiprocessor: 0) { ReadsTogether = PackOf(spec) };
        }

        int pack = PackOf(spec);
        int bytes = spec.ClassCount * KernelPlanner.Size(spec.ComputeType);
        return GpuRegimeTable.Rows.FirstOrDefault(row => bytes <= row.Bytes) is { } regime
            ? new GpuPlan(Nest(layout, Regime.RowInRegisters, regime.Threads, regime.Reason) with { Pack = PackFor(regime.Threads) }, regime.Threads, 1, Tiled: false, GroupsPerMultiprocessor: 0)
            : new GpuPlan(
                Nest(layout, Regime.RolledRow, GpuRegimeTable.StreamThreads, "the row does not fit in the registers of a group, so it is walked in loops; few groups run at a time, so that a second walk finds it in the cache") with { GuessedFrom = GpuRegimeTable.StreamThreads, Pack = PackFor(GpuRegimeTable.StreamThreads) },
                GpuRegimeTable.StreamThreads,
                1,
                Tiled: false,
                GpuRegimeTable.StreamGroups);

        // Rows of whole packs begin at whole packs; and the threads of a row must have one each.
        int PackFor(int threads) => spec.ClassCount % pack == 0 && spec.ClassCount >= threads * pack ? pack : 1;
    }

    /// <summary>The elements that a thread reads or writes at once.</summary>
    public static int PackOf(LossSpec spec) => GpuRegimeTable.AccessBytes / KernelPlanner.Size(spec.DType);

    private static KernelPlan Nest(SampleLayout layout, Regime regime, int threads, string reason) =>
        new(VectorWidth.Scalar, layout, regime, threads, GpuRegimeTable.Unroll, reason);
}

using Gen.CrossEntropy.Generator.Algorithm;
using Gen.CrossEntropy.Generator.Model;
using Gen.CrossEntropy.Generator.Plan;
using Gen.CrossEntropy.Generator.Plan.Gpu;
using Gen.CrossEntropy.Generator.Tests.Algorithm;
using ModelDType = Gen.CrossEntropy.Generator.Model.DType;

namespace Gen.CrossEntropy.Generator.Tests.Plan;

/// <summary>The regime of every class count on GPUs, whatever thresholds the table has.</summary>
public sealed class GpuPlannerTests
{
    public static TheoryData<int> DTypes => [(int)ModelDType.Float32, (int)ModelDType.Float64];

    [Theory]
    [MemberData(nameof(DTypes))]
    public void Rows_GoFromTilesToRegistersToLoops(int dtype)
    {
        int size = KernelPlanner.Size((ModelDType)dtype);
        GpuPlan few = Plan(GpuRegimeTable.ThreadPerSample, dtype, SampleLayout.Rows);
        Assert.Equal((Regime.LanePerSample, true), (few.Nest.Regime, few.Tiled));
        Assert.Equal(few.GroupSize, few.SamplesPerGroup);

        int first = GpuRegimeTable.ThreadPerSample + 1;
        foreach (GpuRowRegime row in GpuRegimeTable.Rows)
        {
            // A border is the last class count of what stands before it.
            foreach (int classes in (int[])[first, row.Bytes / size])
            {
                GpuPlan plan = Plan(classes, dtype, SampleLayout.Rows);
                Assert.Equal((Regime.RowInRegisters, row.Threads, 1, row.GroupsTogether), (plan.Nest.Regime, plan.GroupSize, plan.SamplesPerGroup, plan.GroupsTogether));
                Assert.Equal(0, plan.Nest.GuessedFrom);
            }

            first = (row.Bytes / size) + 1;
        }

        GpuPlan stream = Plan(first, dtype, SampleLayout.Rows);
        Assert.Equal((Regime.RolledRow, GpuRegimeTable.StreamThreads, 1, GpuRegimeTable.StreamResident), (stream.Nest.Regime, stream.GroupSize, stream.GroupsTogether, stream.ResidentGroups));
        Assert.Equal(stream.GroupSize, stream.Nest.GuessedFrom);
    }

    [Theory]
    [MemberData(nameof(DTypes))]
    public void Positions_HaveAThreadEach(int dtype)
    {
        foreach ((int classes, Regime regime) in ((int, Regime)[])[(1, Regime.LanePerSample), (GpuRegimeTable.ThreadPerSample, Regime.LanePerSample), (GpuRegimeTable.ThreadPerSample + 1, Regime.RolledClasses), (50_257, Regime.RolledClasses)])
        {
            GpuPlan plan = Plan(classes, dtype, SampleLayout.Positions);
            Assert.Equal((regime, false, false), (plan.Nest.Regime, plan.Tiled, plan.Reduces));
            Assert.Equal(plan.GroupSize, plan.SamplesPerGroup);
        }
    }

    [Theory]
    [MemberData(nameof(DTypes))]
    public void TwoTiles_FitInTheSharedMemoryThatEveryDeviceHas(int dtype)
    {
        int stride = GpuRegimeTable.ThreadPerSample | 1;
        int tile = Plan(GpuRegimeTable.ThreadPerSample, dtype, SampleLayout.Rows).GroupSize * stride * KernelPlanner.Size((ModelDType)dtype);

        Assert.InRange(2 * tile, 1, 32 * 1024);
    }

    [Fact]
    public void EveryGroup_IsOfWholeWarps_AndOfAtMost256Threads_WhichEveryOpenCLDeviceHas() =>
        Assert.All(
            from dtype in (int[])[(int)ModelDType.Float32, (int)ModelDType.Float64]
            from layout in (SampleLayout[])[SampleLayout.Rows, SampleLayout.Positions, SampleLayout.Elements]
            from classes in (int[])[1, 10, 32, 33, 1024, 1025, 4097, 8193, 262_144]
            select Plan(classes, dtype, layout),
            plan =>
            {
                Assert.Equal(0, plan.GroupSize % 32);
                Assert.InRange(plan.GroupSize * plan.GroupsTogether, 32, 256);
            });

    /// <summary>Threads of different rows of a group never meet: so only warps may come together.</summary>
    [Fact]
    public void GroupsThatComeTogether_AreWarps() =>
        Assert.All(GpuRegimeTable.Rows, row => Assert.True(row.GroupsTogether == 1 || row.Threads == 32));

    /// <summary>A pass that walks its rows once, or not at all, has all groups that fit; one that comes back has few, so that what they walk stays in the cache, unless two are too many.</summary>
    [Theory]
    [InlineData(true, 1_000, "forward 0, backward 0, both 0")]
    [InlineData(true, 16_000, "forward 8, backward 4, both 4")]
    [InlineData(true, 20_000, "forward 8, backward 3, both 3")]
    [InlineData(true, 32_768, "forward 8, backward 2, both 2")]
    [InlineData(true, 50_257, "forward 8, backward 8, both 8")]
    [InlineData(false, 9_000, "forward 8, backward 8, both 8")]
    public void LongRows_OfPassesThatComeBack_AreFewAtATime(bool takesLogits, int classes, string groups)
    {
        LossSpec spec = Specs.Of(takesLogits ? LossKind.CrossEntropy : LossKind.NLL, classes);
        GpuPlan plan = GpuPlanner.Plan(spec, SampleLayout.Rows);
        int Of(Pass pass) => GpuPlanner.GroupsPerMultiprocessor(spec, pass, plan);
        Assert.Equal(groups, $"forward {Of(Pass.Forward)}, backward {Of(Pass.Backward)}, both {Of(Pass.ForwardBackward)}");
    }

    /// <summary>Reads under way: of packs four in each thread, of single elements as many bytes, or sixteen elements.</summary>
    [Theory]
    [InlineData((int)ModelDType.Float32, 131_072, 4)]
    [InlineData((int)ModelDType.BFloat16, 131_072, 4)]
    [InlineData((int)ModelDType.Float32, 50_257, 16)]
    [InlineData((int)ModelDType.BFloat16, 50_257, 16)]
    [InlineData((int)ModelDType.Float64, 50_257, 8)]
    public void LongRows_HaveManyReadsUnderWay(int dtype, int classes, int together) => Assert.Equal(
        together,
        GpuPlanner.Plan((ModelDType)dtype == ModelDType.Float64 ? Specs.Of(classes).Double() : Specs.Of(classes) with { DType = (ModelDType)dtype }, SampleLayout.Rows).Nest.Unroll);

    [Fact]
    public void RowInRegisters_TakesAtMost32RegistersOfAThread() =>
        Assert.All(GpuRegimeTable.Rows, row => Assert.InRange(row.Bytes / row.Threads, 1, 32 * sizeof(float)));

    [Theory]
    [InlineData((int)ModelDType.Float32, 128, 4)]
    [InlineData((int)ModelDType.Float32, 124, 1)] // 31 packs for 32 threads
    [InlineData((int)ModelDType.Float32, 1002, 1)] // every second row begins within a pack
    [InlineData((int)ModelDType.Float32, 131_072, 4)]
    [InlineData((int)ModelDType.Float32, 50_257, 1)]
    [InlineData((int)ModelDType.Float64, 64, 2)]
    [InlineData((int)ModelDType.BFloat16, 256, 8)]
    [InlineData((int)ModelDType.BFloat16, 252, 1)]
    [InlineData((int)ModelDType.Float16, 8_200, 8)]
    public void RowsOfWholePacks_AreReadIn16Bytes(int dtype, int classes, int pack) =>
        Assert.Equal(pack, GpuPlanner.Plan(Specs.Of(classes) with { DType = (ModelDType)dtype }, SampleLayout.Rows).Nest.Pack);

    private static GpuPlan Plan(int classes, int dtype, SampleLayout layout) => GpuPlanner.Plan((ModelDType)dtype == ModelDType.Float64 ? Specs.Of(classes).Double() : Specs.Of(classes), layout);
}

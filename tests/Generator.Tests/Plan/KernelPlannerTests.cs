using Gen.CrossEntropy.Generator.Algorithm;
using Gen.CrossEntropy.Generator.Model;
using Gen.CrossEntropy.Generator.Plan;
using Gen.CrossEntropy.Generator.Tests.Algorithm;
using ModelDType = Gen.CrossEntropy.Generator.Model.DType;
using ModelOutputs = Gen.CrossEntropy.Generator.Model.LossOutputs;
using ModelReduction = Gen.CrossEntropy.Generator.Model.Reduction;
using PlanWidth = Gen.CrossEntropy.Generator.Plan.VectorWidth;

namespace Gen.CrossEntropy.Generator.Tests.Plan;

/// <summary>The regime of every class count, whatever thresholds the table has.</summary>
public sealed class KernelPlannerTests
{
    /// <summary>Every width with every type that kernels compute in.</summary>
    public static TheoryData<int, int> Targets
    {
        get
        {
            TheoryData<int, int> targets = [];
            foreach (PlanWidth width in Enum.GetValues<PlanWidth>())
            {
                foreach (ModelDType dtype in (ModelDType[])[ModelDType.Float32, ModelDType.Float64])
                {
                    targets.Add((int)width, (int)dtype);
                }
            }

            return targets;
        }
    }

    [Theory]
    [MemberData(nameof(Targets))]
    public void Rows_GoFromLanesToGroupsToLoops(int width, int dtype)
    {
        (PlanWidth vectors, ModelDType type) = ((PlanWidth)width, (ModelDType)dtype);
        RegimeThresholds limits = RegimeTable.For(vectors, type);
        bool scalar = vectors == PlanWidth.Scalar;
        int together = scalar ? limits.RowVectors : limits.GroupClasses;

        // A border is the last class count of what stands before it. Without vectors there is nothing to group.
        foreach (int classes in (int[])[1, limits.LanePerSample, limits.LanePerSample + 1, together, together + 1, 50257])
        {
            Regime expected = classes <= limits.LanePerSample ? Regime.LanePerSample : classes > together ? Regime.RolledRow : scalar ? Regime.RowInRegisters : Regime.RowGroup;
            Assert.Equal(expected, Plan(classes, vectors, type, SampleLayout.Rows).Regime);
        }
    }

    [Fact]
    public void Logarithms_AreShared_WhereNothingNeedsEach()
    {
        LossSpec binary = Specs.Of(LossKind.BCEWithLogits, 1);
        Assert.Equal(16, Shared(binary));
        Assert.Equal(16, Shared(binary with { Reduction = ModelReduction.Sum }));
        Assert.Equal(1, Shared(binary with { Reduction = ModelReduction.None }));
        Assert.Equal(1, Shared(binary with { Weights = WeightKind.PerCall }));
        Assert.Equal(1, Shared(binary with { PosWeights = WeightKind.Constant, PosWeight = 3 }));
        Assert.Equal(1, Shared(binary with { Kind = LossKind.MSE }));

        // 2^126 is the largest product: 3.32 powers of two for each sum of ten.
        Assert.Equal(37, Shared(Specs.Of(10)));
        Assert.Equal(126, Shared(Specs.Of(2)));
        Assert.Equal(1, Shared(Specs.Of(1)));
        Assert.Equal(1, Shared(Specs.Of(10) with { Reduction = ModelReduction.None }));

        static int Shared(LossSpec spec) => KernelPlanner.Plan(spec, PlanWidth.Vector512, KernelPlanner.LayoutsOf(spec)[0]).GroupsPerLog;
    }

    [Theory]
    [MemberData(nameof(Targets))]
    public void LongRows_AreWalkedInSeveralPlacesAtOnce(int width, int dtype)
    {
        (PlanWidth vectors, ModelDType type) = ((PlanWidth)width, (ModelDType)dtype);
        int border = RegimeTable.SpreadBytes / KernelPlanner.Size(type);

        Assert.False(Plan(border - 1, vectors, type, SampleLayout.Rows).Spreads);
        Assert.Equal(vectors != PlanWidth.Scalar, Plan(border, vectors, type, SampleLayout.Rows).Spreads);
        Assert.False(Plan(border, vectors, type, SampleLayout.Positions).Spreads);
    }

    [Theory]
    [MemberData(nameof(Targets))]
    public void RowsOfThreeVectors_AreWrittenOnTheNextOnesWalk(int width, int dtype)
    {
        (PlanWidth vectors, ModelDType type) = ((PlanWidth)width, (ModelDType)dtype);
        int lanes = KernelPlanner.Lanes(vectors, type), border = Math.Max(RegimeTable.OverlapVectors * lanes, RegimeTable.For(vectors, type).LanePerSample + 1);

        Assert.False(Plan(border - 1, vectors, type, SampleLayout.Rows).Overlaps);
        Assert.All((int[])[border, 100, 1000, 50257], classes => Assert.Equal(lanes > 1, Plan(classes, vectors, type, SampleLayout.Rows).Overlaps));
        Assert.False(Plan(border, vectors, type, SampleLayout.Positions).Overlaps);
    }

    [Theory]
    [MemberData(nameof(Targets))]
    public void Positions_AlwaysHaveALaneEach(int width, int dtype)
    {
        (PlanWidth vectors, ModelDType type) = ((PlanWidth)width, (ModelDType)dtype);
        int limit = RegimeTable.For(vectors, type).LanePerSample;

        foreach (int classes in (int[])[1, limit, limit + 1, 1000])
        {
            KernelPlan plan = Plan(classes, vectors, type, SampleLayout.Positions);

            Assert.Equal(classes <= limit ? Regime.LanePerSample : Regime.SampleTile, plan.Regime);
            Assert.True(plan.LanesAreSamples);
        }
    }

    [Theory]
    [MemberData(nameof(Targets))]
    public void Plan_SaysWhatItWasMadeFor(int width, int dtype)
    {
        foreach (int classes in (int[])[1, 10, 22, 23, 40, 1000])
        {
            foreach (SampleLayout layout in (SampleLayout[])[SampleLayout.Rows, SampleLayout.Positions])
            {
                KernelPlan plan = Plan(classes, (PlanWidth)width, (ModelDType)dtype, layout);

                Assert.Equal((PlanWidth)width, plan.Width);
                Assert.Equal(layout, plan.Layout);
                Assert.Equal(KernelPlanner.Lanes(plan.Width, (ModelDType)dtype), plan.Lanes);
                Assert.InRange(plan.Unroll, 1, 8);
                Assert.NotEmpty(plan.Reason);
                Assert.Equal(plan.Regime is Regime.LanePerSample or Regime.RowInRegisters, plan.Unrolled);
            }
        }
    }

    [Theory]
    [InlineData(PlanWidth.Scalar, 1, 1)]
    [InlineData(PlanWidth.Vector128, 4, 2)]
    [InlineData(PlanWidth.Vector256, 8, 4)]
    [InlineData(PlanWidth.Vector512, 16, 8)]
    public void Lanes_FillTheVector(object width, int narrow, int wide)
    {
        Assert.Equal(narrow, KernelPlanner.Lanes((PlanWidth)width, ModelDType.Float32));
        Assert.Equal(wide, KernelPlanner.Lanes((PlanWidth)width, ModelDType.Float64));
    }

    [Fact]
    public void Plan_DoesNotDependOnTheOptions()
    {
        foreach (SampleLayout layout in (SampleLayout[])[SampleLayout.Rows, SampleLayout.Positions])
        {
            KernelPlan plain = KernelPlanner.Plan(Specs.Of(100), PlanWidth.Vector256, layout);

            Assert.Equal(plain, KernelPlanner.Plan(Specs.Of(100).Smoothed(0.1).WeightedPerCall(), PlanWidth.Vector256, layout));
            Assert.Equal(plain, KernelPlanner.Plan(Specs.Of(100).Probabilities().Unreduced(), PlanWidth.Vector256, layout));
        }
    }

    [Theory]
    [InlineData(LossKind.BCE)]
    [InlineData(LossKind.BCEWithLogits)]
    [InlineData(LossKind.KLDiv)]
    [InlineData(LossKind.MSE)]
    public void Elements_HaveALaneEach_AndNoOtherLayout(object kind)
    {
        LossSpec spec = Specs.Of((LossKind)kind);

        Assert.Equal([SampleLayout.Elements], KernelPlanner.LayoutsOf(spec));
        Assert.All(KernelPlanner.Widths, width => Assert.Equal(Regime.LanePerSample, KernelPlanner.Plan(spec, width, SampleLayout.Elements).Regime));
    }

    [Fact]
    public void DearClasses_AreUnrolledLess()
    {
        LossSpec plain = Specs.Of(100), dear = plain.With(TermOptions.Softcap, 30);

        Assert.Equal(Regime.LanePerSample, KernelPlanner.Plan(plain with { ClassCount = 20 }, PlanWidth.Vector256, SampleLayout.Rows).Regime);
        Assert.Equal(Regime.RowGroup, KernelPlanner.Plan(dear with { ClassCount = 20 }, PlanWidth.Vector256, SampleLayout.Rows).Regime);
        Assert.Equal(Regime.RowInRegisters, KernelPlanner.Plan(plain with { ClassCount = 16 }, PlanWidth.Scalar, SampleLayout.Rows).Regime);
        Assert.Equal(Regime.RolledRow, KernelPlanner.Plan(dear with { ClassCount = 16 }, PlanWidth.Scalar, SampleLayout.Rows).Regime);
    }

    [Fact]
    public void References_AreGuessedWhereARowIsWalked_ButNotWhereTheMaximumIsAResult()
    {
        foreach (int classes in (int[])[100, 1000])
        {
            Assert.NotEqual(0, KernelPlanner.Plan(Specs.Of(classes), PlanWidth.Vector512, SampleLayout.Rows).GuessedFrom);
            Assert.NotEqual(0, KernelPlanner.Plan(Specs.Of(classes), PlanWidth.Vector512, SampleLayout.Positions).GuessedFrom);
            Assert.Equal(0, KernelPlanner.Plan(Specs.Of(10), PlanWidth.Vector512, SampleLayout.Positions).GuessedFrom);
            Assert.Equal(0, KernelPlanner.Plan(Specs.Of(classes), PlanWidth.Scalar, SampleLayout.Rows).GuessedFrom);
        }

        LossSpec hits = Specs.Of(1000) with { Outputs = ModelOutputs.Hits };
        Assert.DoesNotContain(Schedule.Of(RowPrograms.Build(hits, Pass.Forward), guesses: true).Stages.SelectMany(stage => stage.After), step => step is Guess);
        Assert.Contains(Schedule.Of(RowPrograms.Build(Specs.Of(1000), Pass.Forward), guesses: true).Stages.SelectMany(stage => stage.After), step => step is Guess);
    }

    [Fact]
    public void ConvertedTypes_HaveThePlansOfFloat_AndBlocksOfAbout8KLogits()
    {
        foreach ((int classes, ModelDType dtype) in ((int, ModelDType)[])[(1, ModelDType.BFloat16), (10, ModelDType.BFloat16), (100, ModelDType.Float16), (255, ModelDType.BFloat16), (256, ModelDType.Float16), (50_257, ModelDType.Float16)])
        {
            LossSpec half = Specs.Of(classes) with { DType = dtype };

            Assert.Equal(KernelPlanner.Plan(Specs.Of(classes), PlanWidth.Vector512, SampleLayout.Rows), KernelPlanner.Plan(half, PlanWidth.Vector512, SampleLayout.Rows));
            Assert.InRange(KernelPlanner.BlockRows(half), 1, Math.Max(1, Math.Min(256, 8192 / classes)));
        }
    }

    [Fact]
    public void LongRowsOfBFloat16_AreReadAsTheyAre_AtEveryWidth_AndInTheBlocksOfFloat()
    {
        foreach (int classes in (int[])[256, 1000, 50_257])
        {
            LossSpec spec = Specs.Of(classes) with { DType = ModelDType.BFloat16 };

            Assert.All(KernelPlanner.Widths, width => Assert.True(KernelPlanner.Plan(spec, width, SampleLayout.Rows) is { TakesBFloat16: true, Regime: Regime.RolledRow }));
            Assert.All(KernelPlanner.Widths, width => Assert.False(KernelPlanner.Plan(spec, width, SampleLayout.Positions).TakesBFloat16));
            Assert.Equal(KernelPlanner.BlockRows(Specs.Of(classes)), KernelPlanner.BlockRows(spec));
        }
    }

    [Fact]
    public void BlockRows_AreAMultipleOf16_UpTo4096_OrFewLongRows_OfAbout64KLogits_OrAQuarterOfFewClasses()
    {
        foreach (int classes in Enumerable.Range(1, 5000).Append(50_257).Append(65_536).Append(262_144).Append(int.MaxValue))
        {
            int rows = KernelPlanner.BlockRows(Specs.Of(classes));

            int logits = classes < 32 ? 16_384 : 65_536, step = rows < 16 ? 1 : 16;
            Assert.Equal(0, rows % step);
            Assert.InRange(rows, 1, 4096);
            Assert.True(rows == 1 || (long)rows * classes <= logits, $"{rows} rows of {classes} classes");
            Assert.True(rows == 4096 || (long)(rows + step) * classes > logits, $"{rows} rows of {classes} classes");
        }
    }

    [Fact]
    public void BlockRows_DependOnTheClassCountAlone()
    {
        int expected = KernelPlanner.BlockRows(Specs.Of(1000));
        LossSpec[] others =
        [
            Specs.Of(1000).Double(), Specs.Of(1000).Smoothed(0.1), Specs.Of(1000).WeightedPerCall(), Specs.Of(1000).Probabilities(), Specs.Of(1000).Unreduced(),
            Specs.Of(1000) with { IgnoreIndex = 5 }, Specs.Of(1000) with { Reduction = Model.Reduction.Sum }, Specs.Of(1000) with { Type = new TypeName("A", default, "Other") },
        ];

        Assert.All(others, spec => Assert.Equal(expected, KernelPlanner.BlockRows(spec)));
    }

    [Theory]
    [MemberData(nameof(Targets))]
    public void Tiles_AreWholeLinesAndVectors_AndBlocksAreWholeTiles(int width, int dtype)
    {
        (PlanWidth vectors, ModelDType type) = ((PlanWidth)width, (ModelDType)dtype);
        foreach (int classes in (int[])[RegimeTable.BlockOfTiles + 1, 33, 80, 1000, 50_257, 1_000_000])
        {
            LossSpec spec = Specs.Of(classes) with { DType = type };
            KernelPlan plan = KernelPlanner.Plan(spec, vectors, SampleLayout.Positions);
            int block = KernelPlanner.BlockPositions(spec);
            if (plan.Regime == Regime.LanePerSample)
            {
                Assert.Equal(0, plan.Tile);
                continue;
            }

            Assert.InRange(plan.Tile, RegimeTable.TileStep, RegimeTable.TilePositions);
            Assert.Equal(0, plan.Tile % RegimeTable.TileStep);
            Assert.Equal(RegimeTable.TilesOfBlock * plan.Tile, block);
            Assert.True(plan.Tile == RegimeTable.TileStep || (long)plan.Tile * classes * KernelPlanner.Size(type) <= RegimeTable.TileBytes, $"{plan.Tile} positions of {classes} classes");
            Assert.Equal(plan.Tile, KernelPlanner.Plan(spec, PlanWidth.Scalar, SampleLayout.Positions).Tile);
        }
    }

    [Fact]
    public void BlocksOfConvertedPositions_StayInTheNearestCache_AndAreOneTile()
    {
        foreach (int classes in (int[])[21, 80, 1000, 50_257])
        {
            LossSpec half = Specs.Of(classes) with { DType = ModelDType.Float16 };

            Assert.Equal(Math.Max(16, KernelPlanner.BlockRows(half)), KernelPlanner.BlockPositions(half));
            Assert.InRange(KernelPlanner.Plan(half, PlanWidth.Vector256, SampleLayout.Positions).Tile, 16, KernelPlanner.BlockPositions(half));
        }
    }

    [Fact]
    public void EveryWidth_HasAKernel_WidestFirst() =>
        Assert.Equal(Enum.GetValues<PlanWidth>().OrderDescending(), KernelPlanner.Widths);

    [Fact]
    public void Widths_AreTheRuntimes() =>
        Assert.Equal(
            Enum.GetValues<CrossEntropy.VectorWidth>().Select(width => $"{width} = {(int)width}"),
            Enum.GetValues<PlanWidth>().Select(width => $"{width} = {(int)width}"));

    [Fact]
    public void Passes_AreTheRuntimes() =>
        Assert.Equal(Enum.GetNames<Kernels.LossPass>(), Enum.GetNames<Generator.Algorithm.Pass>());

    private static KernelPlan Plan(int classes, PlanWidth width, ModelDType dtype, SampleLayout layout) =>
        KernelPlanner.Plan(Specs.Of(classes) with { DType = dtype }, width, layout);
}

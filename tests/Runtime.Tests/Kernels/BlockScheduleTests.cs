using Gen.CrossEntropy.Kernels;
using Gen.CrossEntropy.Runtime.Tests.Support;

namespace Gen.CrossEntropy.Runtime.Tests.Kernels;

public sealed unsafe class BlockScheduleTests
{
    public static TheoryData<int, int, int> Shapes
    {
        get
        {
            TheoryData<int, int, int> shapes = [];
            foreach (int blockRows in (int[])[1, 2, 7, 64, 256])
            {
                foreach (int samples in (int[])[0, 1, 2, blockRows - 1, blockRows, blockRows + 1, (3 * blockRows) + 1])
                {
                    shapes.Add(samples, 1, blockRows);
                }

                foreach (int positions in (int[])[2, 3, blockRows + 1, 2 * blockRows, (2 * blockRows) + 5])
                {
                    shapes.Add(0, positions, blockRows);
                    shapes.Add(1, positions, blockRows);
                    shapes.Add(3, positions, blockRows);
                }
            }

            return shapes;
        }
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Blocks_CoverEachSampleOnceAndInOrder(int samples, int positions, int blockRows)
    {
        const int Classes = 3;
        BlockSchedule schedule = new(samples, Classes, positions, blockRows);
        nint next = 0;
        for (nint index = 0; index < schedule.Count; index++)
        {
            BlockRange range = schedule[index];
            Assert.Equal(next, range.Sample);
            Assert.InRange(range.Count, 1, blockRows);
            nint n = range.Sample / positions;
            nint s = range.Sample % positions;
            Assert.Equal((n * Classes * positions) + s, range.Element);
            if (positions > 1)
            {
                Assert.Equal(n, (range.Sample + range.Count - 1) / positions);
            }

            next += range.Count;
        }

        Assert.Equal(samples * positions, next);
    }

    [Theory]
    [InlineData(5, 1)]
    [InlineData(2, 6)]
    public void Kernel_GetsTheAddressesOfItsBlock(int samples, int positions)
    {
        // Blocks of 4: rows 0 to 3 and 4; or positions 0 to 3 and 4 to 5 of each sample.
        Scene<float, int> scene = new(samples, 3, positions);
        LossCall<float, float, int> call = scene.Call(LossPass.ForwardBackward, Reduction.None);
        Runs.Record(call);
        nint[] firstSamples = positions == 1 ? [0, 4] : [0, 4, 6, 10];
        nint[] firstElements = positions == 1 ? [0, 12] : [0, 4, 18, 22];
        nint[] counts = positions == 1 ? [4, 1] : [4, 2, 4, 2];
        List<SeenBlock> seen = ToyKernel<float>.Seen;
        Assert.Equal(firstElements.Select(e => (nint)(call.Input.Pointer + e)), seen.Select(b => b.Input));
        Assert.Equal(firstElements.Select(e => (nint)(call.Gradient.Pointer + e)), seen.Select(b => b.Gradient));
        Assert.Equal(firstSamples.Select(s => (nint)(call.Losses.Pointer + s)), seen.Select(b => b.Losses));
        Assert.Equal(firstSamples.Select(s => (nint)(call.UpstreamRows.Pointer + s)), seen.Select(b => b.Upstream));
        Assert.Equal(firstSamples.Select(s => (nint)(call.Targets.Pointer + s)), seen.Select(b => b.TargetsAddress));
        Assert.Equal(counts, seen.Select(b => b.Count));
        Assert.All(seen, b => Assert.Equal(positions, b.Stride));
        Assert.All(seen, b => Assert.Equal(0, b.DenseTargets));
    }

    [Theory]
    [InlineData(5, 1, 2)]
    [InlineData(2, 6, 2)]
    [InlineData(2, 20, 4)]
    public void PositionsGoInBlocksOfTheirOwn(int samples, int positions, int blocks)
    {
        // Blocks of 4 rows, and of 16 positions.
        Scene<float, int> scene = new(samples, 3, positions);
        Runs.Record(scene.Call(LossPass.Forward, Reduction.Sum) with { BlockPositions = 16 });
        Assert.Equal(blocks, ToyKernel<float>.Seen.Count);
    }

    [Fact]
    public void Kernel_GetsTheProbabilitiesOfItsBlock()
    {
        Scene<float, float> scene = new(2, 3, 6);
        LossCall<float, float, float> call = scene.Call(LossPass.Forward, Reduction.Sum);
        Runs.Record(call);
        Assert.Equal(new nint[] { 0, 4, 18, 22 }.Select(e => (nint)(call.Targets.Pointer + e)), ToyKernel<float>.Seen.Select(b => b.DenseTargets));
        Assert.All(ToyKernel<float>.Seen, b => Assert.Equal(0, b.TargetsAddress));
    }

    [Theory]
    [InlineData(LossPass.Forward, Reduction.Mean)]
    [InlineData(LossPass.Forward, Reduction.None)]
    [InlineData(LossPass.Backward, Reduction.Mean)]
    [InlineData(LossPass.Backward, Reduction.None)]
    public void WhatThePassDoesNotHave_IsNull(LossPass pass, Reduction reduction)
    {
        // Even where the caller left something in the call.
        Scene<float, int> scene = new(3, 3);
        LossCall<float, float, int> call = scene.Call(LossPass.ForwardBackward, Reduction.None);
        call.Pass = pass;
        call.Reduction = reduction;
        Runs.Record(call);
        SeenBlock block = Assert.Single(ToyKernel<float>.Seen);
        Assert.Equal(pass == LossPass.Forward, block.Gradient == 0);
        Assert.Equal(pass == LossPass.Forward || reduction != Reduction.None, block.Upstream == 0);
        Assert.Equal(pass == LossPass.Backward || reduction != Reduction.None, block.Losses == 0);
    }

    [Fact]
    public void PositionsOfASample_AreStridedClasses()
    {
        // [1, 2, 3] by hand: class 0 is 0 .5 1, class 1 is 1.5 2 2.5; targets 0 1 0.
        Scene<double, long> scene = new(1, 2, 3);
        Runs.Compute(scene.Call(LossPass.ForwardBackward, Reduction.None));
        Assert.Equal([0.0, 2, 1], scene.Losses);
        Assert.Equal([1.0, 0, 3, 0, 2, 0], scene.Gradient);
    }

    [Fact]
    public void BatchBeyondTwoToThe31Elements_ReachesItsLastRow()
    {
        // Nobody reads the logits: only the addresses matter, and no memory stands behind them.
        nint classes = 3000;
        nint rows = 1_000_003;
        int[] targets = Pinned.Build((int)rows, i => i == rows - 1 ? 1 : 0);
        ToyKernel<float>.Seen.Clear();
        byte* nowhere = (byte*)0x1000_0000_0000UL;
        LossCall<float, float, int> call = new()
        {
            Pass = LossPass.Backward,
            ClassCount = (int)classes,
            Reduction = Reduction.Mean,
            IgnoreIndex = -100,
            BlockRows = 256,
            Positions = 1,
            Input = new((float*)nowhere, classes * rows),
            Gradient = new((float*)nowhere, classes * rows),
            Targets = Pinned.Slice(targets),
            Upstream = 1,
        };
        Assert.Equal(1, Runs.Record(call));
        SeenBlock last = ToyKernel<float>.Seen[^1];
        nint lastStart = rows - last.Count;
        Assert.Equal(0, lastStart % 256);
        Assert.Equal((nint)nowhere + (lastStart * classes * sizeof(float)), last.Input);
        Assert.Equal(1, last.Targets[^1]);
    }
}

using Gen.CrossEntropy.Kernels;
using Gen.CrossEntropy.Runtime.Tests.Support;

namespace Gen.CrossEntropy.Runtime.Tests.Kernels;

public sealed unsafe class SixteenBitLossTests
{
    public static TheoryData<int, int, int> Shapes => new() { { 1, 3, 1 }, { 5, 3, 1 }, { 9, 17, 1 }, { 2, 3, 2 }, { 3, 5, 4 }, { 2, 4, 21 }, { 2, 1, 9 } };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void LossOfIndices_IsThatOfFloats(int samples, int classes, int positions)
    {
        // Multiples of a half below 128 are exact in all types, and so are sums and products of them in float.
        foreach (Reduction reduction in (Reduction[])[Reduction.None, Reduction.Sum])
        {
            Scene<float, byte> expected = new(samples, classes, positions);
            double result = Runs.Compute(expected.Call(LossPass.ForwardBackward, reduction, weighted: true));
            Scene<Half, float, byte> half = new(samples, classes, positions);
            Assert.Equal(result, Runs.Compute(half.Call(LossPass.ForwardBackward, reduction, weighted: true)));
            Assert.Equal(expected.Losses, half.Losses);
            Assert.Equal(Number.Values(expected.Gradient), Number.Values(half.Gradient));
            Scene<BFloat16, float, byte> brain = new(samples, classes, positions);
            Assert.Equal(result, Runs.Compute(brain.Call(LossPass.ForwardBackward, reduction, weighted: true)));
            Assert.Equal(expected.Losses, brain.Losses);
            Assert.Equal(Number.Values(expected.Gradient), Number.Values(brain.Gradient));
        }
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void LossOfProbabilities_ReadsTheWidenedTargets(int samples, int classes, int positions)
    {
        Scene<Half, float, Half> half = new(samples, classes, positions);
        Scene<float, float> wide = new(samples, classes, positions);
        for (int i = 0; i < half.Targets.Length; i++)
        {
            wide.Targets[i] = (float)half.Targets[i];
        }

        Assert.Equal(Runs.Compute(wide.Call(LossPass.ForwardBackward, Reduction.Sum, weighted: true)), Runs.Compute(half.Call(LossPass.ForwardBackward, Reduction.Sum, weighted: true)));
        Assert.Equal(wide.Gradient.Select(v => (Half)v), half.Gradient);
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void LossWithoutTargets_IsThatOfFloats(int samples, int classes, int positions)
    {
        Scene<float, float> wide = new(samples, classes, positions);
        Scene<BFloat16, float, BFloat16> brain = new(samples, classes, positions);
        LossCall<float, float, float> wideCall = wide.Call(LossPass.ForwardBackward, Reduction.None) with { Targets = default };
        LossCall<BFloat16, float, BFloat16> call = brain.Call(LossPass.ForwardBackward, Reduction.None) with { Targets = default };
        Assert.Equal(Runs.ComputeWithoutTargets(wideCall), Runs.ComputeWithoutTargets(call));
        Assert.Equal(wide.Losses, brain.Losses);
        Assert.Equal(wide.Gradient.Select(v => (BFloat16)v), brain.Gradient);
    }

    [Theory]
    [InlineData(100, 33)]
    [InlineData(100, 100)]
    [InlineData(32, 16)]
    public void LongStretchesOfPositions_AreThoseOfFloats(int positions, int blockRows)
    {
        Scene<Half, float, int> half = new(2, 3, positions);
        Scene<float, int> wide = new(2, 3, positions);
        LossCall<Half, float, int> call = half.Call(LossPass.ForwardBackward, Reduction.None, weighted: true) with { BlockRows = blockRows };
        Runs.Compute(call);
        Runs.Compute(wide.Call(LossPass.ForwardBackward, Reduction.None, weighted: true));
        Assert.Equal(wide.Losses, half.Losses);
        Assert.Equal(wide.Gradient.Select(v => (Half)v), half.Gradient);

        // In the logits' own memory too: each block has read all that it replaces.
        Runs.Compute(call with { Gradient = call.Input });
        Assert.Equal(half.Gradient, half.Logits);
    }

    [Fact]
    public void GradientInTheLogitsOwnMemory_ReplacesThem()
    {
        Scene<Half, float, int> scene = new(5, 3, 7);
        Scene<Half, float, int> apart = new(5, 3, 7);
        Runs.Compute(scene.Call(LossPass.ForwardBackward, Reduction.Sum) with { Gradient = Pinned.Slice(scene.Logits) });
        Runs.Compute(apart.Call(LossPass.ForwardBackward, Reduction.Sum));
        Assert.Equal(apart.Gradient, scene.Logits);
    }

    [Fact]
    public void Forward_WritesNothingIntoTheLogits()
    {
        Scene<BFloat16, float, int> scene = new(5, 3, 7);
        BFloat16[] before = [.. scene.Logits];
        Runs.Compute(scene.Call(LossPass.Forward, Reduction.Mean));
        Assert.Equal(before, scene.Logits);
        Assert.True(scene.NothingWritten);
    }

    [Fact]
    public void Gradient_IsRoundedToNearestEven()
    {
        // Gradients are g·w: 1 + 2^-11 is halfway between halves, 1 + 3·2^-11 halfway above an odd one.
        Scene<Half, float, int> scene = new(2, 2);
        scene.Targets[1] = 0;
        scene.Upstream[0] = 1 + MathF.ScaleB(1, -11);
        scene.Upstream[1] = 1 + (3 * MathF.ScaleB(1, -11));
        Runs.Compute(scene.Call(LossPass.Backward, Reduction.None));
        Assert.Equal([(Half)1, Half.Zero, (Half)(1 + MathF.ScaleB(1, -9)), Half.Zero], scene.Gradient);
    }

    [Fact]
    public void PackedPositions_AreTheStrideThatTheKernelSees()
    {
        // Blocks of 4 of 6 positions: copies are [C, 4] and [C, 2].
        Scene<Half, float, int> scene = new(2, 3, 6);
        Runs.Record(scene.Call(LossPass.ForwardBackward, Reduction.Mean));
        Assert.Equal([4, 2, 4, 2], ToyKernel<float>.Seen.Select(b => (int)b.Stride));
        Assert.Equal([4, 2, 4, 2], ToyKernel<float>.Seen.Select(b => (int)b.Count));
        Assert.All(ToyKernel<float>.Seen, b => Assert.Equal(b.Input, b.Gradient));

        Scene<Half, float, int> rows = new(6, 3);
        Runs.Record(rows.Call(LossPass.ForwardBackward, Reduction.Mean));
        Assert.All(ToyKernel<float>.Seen, b => Assert.Equal(1, b.Stride));
    }

    [Fact]
    public void KernelsOwnScratch_IsApartFromTheCopies()
    {
        Scene<Half, float, int> scene = new(4, 3);
        LossCall<Half, float, int> call = scene.Call(LossPass.Forward, Reduction.Sum);
        Assert.Equal(66 / 2.0, IndexLoss.Run(in call, &SumAfterOverwritingScratch));
    }

    private static double SumAfterOverwritingScratch(Block<float>* b)
    {
        new Span<float>(Scratch.Rent<float>(1000), 1000).Fill(float.NaN);
        double sum = 0;
        for (int i = 0; i < b->Count * 3; i++)
        {
            sum += b->Input[i];
        }

        return sum;
    }
}

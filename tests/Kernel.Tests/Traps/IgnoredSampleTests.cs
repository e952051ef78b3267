using Gen.CrossEntropy.Kernel.Tests.Conformance;
using Gen.CrossEntropy.Testing;
using Xunit;

namespace Gen.CrossEntropy.Kernel.Tests.Traps;

/// <summary>Samples that do not count.</summary>
public sealed class IgnoredSampleTests
{
    public static TheoryData<VectorWidth, DType> Runs => Suite.Runs;

    [SkippableTheory]
    [MemberData(nameof(Runs))]
    public void AllIgnored_MeanIsNaN_GradientIsZero(VectorWidth width, DType dtype)
    {
        using IDisposable scope = Suite.Use(width);
        foreach (int classCount in Losses.ClassCounts)
        {
            foreach (int positions in new[] { 1, 5 })
            {
                Batch batch = AllIgnored(classCount, 9, positions);
                LossResult mean = Losses.Of(classCount, dtype, Reduction.Mean).ForwardBackward(batch);
                Assert.True(double.IsNaN(mean.Losses[0]));
                Assert.All(mean.Gradient, d => Assert.Equal(0, d));
                Assert.All(Losses.Of(classCount, dtype, Reduction.Mean).Backward(batch), d => Assert.Equal(0, d));

                LossResult none = Losses.Of(classCount, dtype, Reduction.None, 0.1).ForwardBackward(batch);
                Assert.All(none.Losses, l => Assert.Equal(0, l));
                Assert.All(none.Gradient, d => Assert.Equal(0, d));
            }
        }

        LossResult sum = Losses.Of(5, dtype, Reduction.Sum, 0.1).ForwardBackward(AllIgnored(5, 9, 1));
        Assert.Equal(0, sum.Losses[0]);
        Assert.All(sum.Gradient, d => Assert.Equal(0, d));
    }

    [SkippableTheory]
    [MemberData(nameof(Runs))]
    public void EveryWeightZero_MeanAndGradientAreNaN(VectorWidth width, DType dtype)
    {
        using IDisposable scope = Suite.Use(width);
        foreach (int classCount in new[] { 5, 41 })
        {
            // All targets are classes of weight 0; one sample is ignored and stays at 0.
            double[] weights = [0, 0, .. Enumerable.Repeat(1.5, classCount - 2)];
            Batch batch = new() { Logits = new double[3 * classCount], Targets = Targets.Of(0, -100, 1), ClassWeights = weights };
            LossResult result = Losses.Of(classCount, dtype, Reduction.Mean, weightsPerCall: true).ForwardBackward(batch);
            Assert.True(double.IsNaN(result.Losses[0]));
            Assert.All(result.Gradient[..classCount], d => Assert.True(double.IsNaN(d)));
            Assert.All(result.Gradient[classCount..(2 * classCount)], d => Assert.Equal(0, d));
            Assert.All(result.Gradient[(2 * classCount)..], d => Assert.True(double.IsNaN(d)));
        }
    }

    [SkippableTheory]
    [MemberData(nameof(Runs))]
    public void NoSamples_MeanIsNaN_SumIsZero_NoneIsEmpty(VectorWidth width, DType dtype)
    {
        using IDisposable scope = Suite.Use(width);
        Batch empty = new() { Logits = [], Targets = Targets.Of(Array.Empty<int>()) };
        foreach (int classCount in Losses.ClassCounts)
        {
            Assert.True(double.IsNaN(Losses.Of(classCount, dtype, Reduction.Mean).ForwardBackward(empty).Losses[0]));
            Assert.Empty(Losses.Of(classCount, dtype, Reduction.None).ForwardBackward(empty).Losses);
        }

        Assert.Equal(0, Losses.Of(5, dtype, Reduction.Sum, 0.1).ForwardBackward(empty).Losses[0]);
        Assert.True(double.IsNaN(Losses.Of(5, dtype, Reduction.Mean, target: TargetKind.ClassProbabilities).Forward(empty with { Targets = Targets.Probabilities() })[0]));
    }

    [SkippableTheory]
    [MemberData(nameof(Runs))]
    public void WeightOfAnIgnoredTarget_IsNotRead(VectorWidth width, DType dtype)
    {
        using IDisposable scope = Suite.Use(width);

        // The ignore index lies just behind the weights, where the guards are NaN.
        foreach (long ignore in new long[] { -1, -5, 10 })
        {
            CompiledLoss loss = Losses.Of(5, dtype, Reduction.Mean, weightsPerCall: true, ignoreIndex: ignore);
            Batch batch = Batches.Of(loss.Declaration, 4) with { Targets = Targets.Of(2L, ignore, 0L, ignore) };
            Assert.Null(LossCheck.Check(loss, batch));
            Assert.True(double.IsFinite(loss.Forward(batch)[0]));
        }
    }

    [SkippableTheory]
    [MemberData(nameof(Runs))]
    public void IgnoredClass_StaysInTheSoftmax(VectorWidth width, DType dtype)
    {
        using IDisposable scope = Suite.Use(width);
        CompiledLoss loss = Losses.Of(5, dtype, Reduction.Mean, ignoreIndex: 2);
        Batch batch = new() { Logits = new double[10], Targets = Targets.Of(2, 0) };
        LossResult result = loss.ForwardBackward(batch);
        Assert.Equal(Math.Log(5), result.Losses[0], Losses.Near(dtype, 2));
        Assert.Equal([0, 0, 0, 0, 0], result.Gradient[..5]);
        Assert.Equal(0.2, result.Gradient[7], Losses.Near(dtype, 1));
    }

    [Fact]
    public void DefaultIgnoreIndex_IsNoLongerOne_OnceAnotherIsDeclared() =>
        Assert.Throws<ArgumentOutOfRangeException>(() =>
            Losses.Of(5, DType.Float32, Reduction.Mean, ignoreIndex: 2).Forward(new Batch { Logits = new double[5], Targets = Targets.Of(-100) }));

    [Fact]
    public void IgnoreIndex_ThatTheTypeCannotHold_NeverMatches()
    {
        // -100 as a byte would be 156, which is a class here.
        CompiledLoss loss = LossCompiler.Compile(new Declaration(200) { Reduction = Reduction.Mean }).Loss;
        Batch batch = new() { Logits = [.. Enumerable.Range(0, 200).Select(c => c / 64.0)], Targets = Targets.Of((byte)156) };
        Assert.Equal(loss.Forward(batch with { Targets = Targets.Of(156) }), loss.Forward(batch));
        Assert.True(loss.Forward(batch)[0] > 0);
    }

    [SkippableTheory]
    [MemberData(nameof(Runs))]
    public void IgnoredSample_IsNotRead_EvenIfItIsNaN(VectorWidth width, DType dtype)
    {
        using IDisposable scope = Suite.Use(width);
        foreach (int classCount in Losses.ClassCounts)
        {
            foreach (double poison in new[] { double.NaN, double.PositiveInfinity, double.NegativeInfinity })
            {
                foreach (int positions in new[] { 1, 7 })
                {
                    Batch clean = Batches.Of(Losses.Of(classCount, dtype, Reduction.Mean).Declaration, 3, positions, seed: 6);
                    double[] logits = [.. clean.Logits];
                    long[] targets = [.. ((IndexTargets)clean.Targets).Values];
                    targets[1] = -100;
                    for (int c = 0; c < classCount; c++)
                    {
                        int sample = 1;
                        logits[(sample / positions * classCount * positions) + (sample % positions) + (c * positions)] = poison;
                    }

                    Batch poisoned = clean with { Logits = logits, Targets = Targets.Of(targets) };
                    Assert.Null(LossCheck.Check(Losses.Of(classCount, dtype, Reduction.Mean), poisoned));
                    double[] mean = Losses.Of(classCount, dtype, Reduction.Mean).Forward(poisoned);
                    Assert.Equal(Losses.Of(classCount, dtype, Reduction.Mean).Forward(clean with { Targets = Targets.Of(targets) }), mean);
                    Assert.Null(LossCheck.Check(Losses.Of(classCount, dtype, Reduction.None, 0.1), poisoned with { Upstream = null }));
                }
            }
        }
    }

    private static Batch AllIgnored(int classCount, int samples, int positions) => new()
    {
        Logits = [.. Enumerable.Range(0, samples * positions * classCount).Select(i => (double)(i % 7))],
        Targets = Targets.Of([.. Enumerable.Repeat(-100L, samples * positions)]),
        Positions = positions,
    };
}

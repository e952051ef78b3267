using Gen.CrossEntropy.Kernel.Tests.Conformance;
using Gen.CrossEntropy.Testing;
using Xunit;

namespace Gen.CrossEntropy.Kernel.Tests.Traps;

/// <summary>What losses are divided by, and what smoothing and weights mean. These facts follow from the reference; each is here because somebody has shipped the opposite.</summary>
public sealed class ReductionTests
{
    public static TheoryData<VectorWidth, DType> Runs => Suite.Runs;

    [SkippableTheory]
    [MemberData(nameof(Runs))]
    public void FullSmoothing_IsTheMeanOverAllClasses(VectorWidth width, DType dtype)
    {
        // ε/C for each of the C classes, not ε/(C - 1) for the others.
        using IDisposable scope = Suite.Use(width);
        Batch batch = new() { Logits = [0, 1, 2, 3, 4, 9, 9, 9, 9, 9], Targets = Targets.Of(4, -100) };
        double lse = Math.Log(Enumerable.Range(0, 5).Sum(c => Math.Exp(c)));
        double[] losses = Losses.Of(5, dtype, Reduction.None, 1).Forward(batch);
        Assert.Equal(lse - 2, losses[0], Losses.Near(dtype, 4));

        // An ignored row pays no smoothing.
        Assert.Equal(0, losses[1]);
    }

    [SkippableTheory]
    [MemberData(nameof(Runs))]
    public void SmoothedClass_PaysItsOwnWeight(VectorWidth width, DType dtype)
    {
        using IDisposable scope = Suite.Use(width);
        double[] x = [0, 1, 2, 3, 4], w = [1, 2, 0.5, 3, 0.25];
        double lse = Math.Log(x.Sum(Math.Exp));
        double[] losses = Losses.Of(5, dtype, Reduction.None, 1, weightsPerCall: true).Forward(new Batch { Logits = x, Targets = Targets.Of(0), ClassWeights = w });
        Assert.Equal(x.Zip(w).Sum(c => c.Second * (lse - c.First)) / 5, losses[0], Losses.Near(dtype, 8));
    }

    [Theory]
    [InlineData(-0.1)]
    [InlineData(1.1)]
    [InlineData(double.NaN)]
    public void SmoothingOutsideItsRange_IsNotCompiled(double smoothing) => Assert.True(LossCompiler.Compile(new Declaration(5) { LabelSmoothing = smoothing }).IsRefused);

    [SkippableTheory]
    [MemberData(nameof(Runs))]
    public void OneHotProbabilities_AgreeInSums_AndDifferInWeightedMeans(VectorWidth width, DType dtype)
    {
        using IDisposable scope = Suite.Use(width);
        int[] targets = [0, 3, 1, 4, 2, 2];
        double[] w = [1, 2, 0.5, 3, 0.25];
        Batch indices = Batches.Of(Losses.Of(5, dtype, Reduction.Sum, weightsPerCall: true).Declaration, 6) with { Targets = Targets.Of(targets), ClassWeights = w };
        Batch oneHot = indices with { Targets = Targets.Probabilities([.. targets.SelectMany(t => Enumerable.Range(0, 5).Select(c => c == t ? 1.0 : 0))]) };
        double sum = Run(Reduction.Sum, TargetKind.ClassIndices, indices), mean = Run(Reduction.Mean, TargetKind.ClassIndices, indices);
        double oneHotSum = Run(Reduction.Sum, TargetKind.ClassProbabilities, oneHot), oneHotMean = Run(Reduction.Mean, TargetKind.ClassProbabilities, oneHot);
        Assert.Equal(sum, oneHotSum, Losses.Near(dtype, sum));
        Assert.Equal(sum / targets.Sum(t => w[t]), mean, Losses.Near(dtype, mean));
        Assert.Equal(sum / 6, oneHotMean, Losses.Near(dtype, oneHotMean));

        double Run(Reduction reduction, TargetKind target, Batch batch) => Losses.Of(5, dtype, reduction, weightsPerCall: true, target: target).Forward(batch)[0];
    }

    [SkippableTheory]
    [MemberData(nameof(Runs))]
    public void MeanOverPositions_IsOneRatio(VectorWidth width, DType dtype)
    {
        // Two samples with different numbers of counted positions: a mean of means would weigh them alike.
        using IDisposable scope = Suite.Use(width);
        Batch batch = Batches.Of(Losses.Of(5, dtype, Reduction.None).Declaration, 2, 3) with { Targets = Targets.Of(1, -100, -100, 0, 4, 2), Upstream = null };
        double[] losses = Losses.Of(5, dtype, Reduction.None).Forward(batch);
        Assert.Equal(losses.Sum() / 4, Losses.Of(5, dtype, Reduction.Mean).Forward(batch)[0], Losses.Near(dtype, losses.Sum()));
    }

    [SkippableTheory]
    [MemberData(nameof(Runs))]
    public void MicroBatches_WithTheGlobalDivisor_EqualTheWholeBatch(VectorWidth width, DType dtype)
    {
        using IDisposable scope = Suite.Use(width);
        foreach (int classCount in new[] { 5, 41 })
        {
            CompiledLoss loss = Losses.Of(classCount, dtype, Reduction.Mean);
            Batch whole = Batches.Of(loss.Declaration, 24);
            long[] targets = ((IndexTargets)whole.Targets).Values;
            LossResult expected = loss.ForwardBackward(whole);
            double sum = 0;
            List<double> gradient = [];
            foreach (int first in new[] { 0, 6, 12, 18 })
            {
                LossResult part = loss.ForwardBackward(whole with
                {
                    Logits = whole.Logits[(first * classCount)..((first + 6) * classCount)],
                    Targets = new IndexTargets(targets[first..(first + 6)], IndexType.Int32),
                    Divisor = targets.Count(t => t != -100),
                });
                sum += part.Losses[0];
                gradient.AddRange(part.Gradient);
            }

            Assert.Equal(expected.Losses[0], sum, Losses.Near(dtype, sum));
            Assert.Null(LossCheck.Unequal("the gradient of micro-batches", [.. gradient], expected.Gradient));
        }
    }

    [SkippableTheory]
    [MemberData(nameof(Runs))]
    public void UpstreamGradient_ScalesEachRow(VectorWidth width, DType dtype)
    {
        // Powers of two scale without rounding.
        using IDisposable scope = Suite.Use(width);
        foreach (int classCount in Losses.ClassCounts)
        {
            CompiledLoss loss = Losses.Of(classCount, dtype, Reduction.None, 0.1);
            foreach (int positions in new[] { 1, 23 })
            {
                Batch batch = Batches.Of(loss.Declaration, 23 / positions, positions) with { Upstream = null };
                double[] plain = loss.Backward(batch);
                double[] upstream = [.. Enumerable.Range(0, 23).Select(i => Math.Pow(-2, i % 5))];
                double[] scaled = loss.Backward(batch with { Upstream = upstream });
                double[] expected = [.. plain.Select((d, i) => d * upstream[positions == 1 ? i / classCount : i % 23])];

                // As numbers: the 0 of an ignored sample has no sign.
                Assert.Equal(expected, scaled);
            }
        }
    }

    [SkippableTheory]
    [MemberData(nameof(Runs))]
    public void Gradient_IsTheDerivativeOfTheLoss(VectorWidth width, DType dtype)
    {
        // Only Float64 has digits enough for differences; what Float32 computes is compared with the interpreter.
        Skip.If(dtype == DType.Float32, "Float32: differences of losses would be rounding.");
        using IDisposable scope = Suite.Use(width);
        foreach (int classCount in new[] { 5, 41 })
        {
            foreach (double smoothing in new[] { 0, 0.1 })
            {
                CompiledLoss loss = Losses.Of(classCount, dtype, smoothing > 0 ? Reduction.None : Reduction.Mean, smoothing);
                Batch batch = Batches.Of(loss.Declaration, 2, seed: 8);
                double[] gradient = loss.Backward(batch);
                for (int i = 0; i < batch.Logits.Length; i++)
                {
                    const double Step = 1e-5;
                    double difference = (Weighted(i, Step) - Weighted(i, -Step)) / (2 * Step);
                    Assert.Equal(difference, gradient[i], 1e-8);
                }

                double Weighted(int changed, double step)
                {
                    double[] losses = loss.Forward(batch with { Logits = [.. batch.Logits.Select((x, i) => i == changed ? x + step : x)] });
                    return losses.Select((l, i) => l * batch.Upstream![i]).Sum();
                }
            }
        }
    }
}

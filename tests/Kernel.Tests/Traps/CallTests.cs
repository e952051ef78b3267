using Gen.CrossEntropy.Kernel.Tests.Conformance;
using Gen.CrossEntropy.Testing;
using Xunit;

namespace Gen.CrossEntropy.Kernel.Tests.Traps;

/// <summary>The ways to call a loss: spans, buffers, the class's own members, its interface. They are one loss.</summary>
public sealed class CallTests
{
    private static readonly float[] Logits = [1, 0.5f, -2, 3, 0.25f, 2, 2, -1, 0, 1];
    private static readonly int[] Indices = [3, 0];

    public static TheoryData<VectorWidth, DType> Runs => Suite.Runs;

    public static TheoryData<VectorWidth> VectorWidths => [.. Enum.GetValues<VectorWidth>()];

    [SkippableTheory]
    [MemberData(nameof(Runs))]
    public void Buffers_GiveTheSameBitsAsSpans(VectorWidth width, DType dtype)
    {
        using IDisposable scope = Suite.Use(width);
        foreach (CompiledLoss loss in new[]
        {
            Losses.Of(5, dtype, Reduction.Mean), Losses.Of(5, dtype, Reduction.None, 0.1), Losses.Of(41, dtype, Reduction.Mean, weightsPerCall: true),
            Losses.Of(5, dtype, Reduction.Mean, target: TargetKind.ClassProbabilities),
        })
        {
            int classCount = loss.Declaration.ClassCount;
            bool indices = loss.Declaration.Target == TargetKind.ClassIndices;
            Check(Batches.Of(loss.Declaration, 19), [19, classCount], [19]);
            Check(Batches.Of(loss.Declaration, 2, 21), [2, classCount, 3, 7], [2, 3, 7]);
            Check(Batches.Of(loss.Declaration, 1), [classCount], []);
            Check(Batches.Of(loss.Declaration, 1), [classCount], [1]);

            void Check(Batch batch, nint[] shape, nint[] perSample)
            {
                Batch buffers = batch with { Shapes = new BatchShapes(shape, indices ? perSample : shape) };
                LossResult expected = loss.ForwardBackward(batch);
                Assert.Null(LossCheck.Unequal("buffers", loss.ForwardBackward(buffers), expected));
                Assert.Null(LossCheck.Unequal("buffers, in place", loss.ForwardBackward(buffers with { InPlace = true }), expected));
                Assert.Null(LossCheck.Unequal("buffers, forward", loss.Forward(buffers), expected.Losses));
                Assert.Null(LossCheck.Unequal("buffers, backward", loss.Backward(buffers), expected.Gradient));
            }
        }
    }

    [SkippableTheory]
    [MemberData(nameof(VectorWidths))]
    public void OwnMembers_GiveTheSameBitsAsTheInterface(VectorWidth width)
    {
        using IDisposable scope = Suite.Use(width);
        float[] dx = new float[Logits.Length], throughInterface = new float[Logits.Length];
        float loss = InAFunctionOverLosses<DeclaredMeanLoss>(Logits, Indices, throughInterface);
        Assert.Equal(loss, DeclaredMeanLoss.Forward(Logits, Indices));
        Assert.Equal(loss, DeclaredMeanLoss.ForwardBackward(Logits, Indices, dx));
        Assert.Equal(throughInterface, dx);
        dx.AsSpan().Clear();
        DeclaredMeanLoss.Backward(Logits, Indices, 1f, dx);
        Assert.Equal(throughInterface, dx);

        // What a build makes of a declaration, and what this process does.
        LossResult mean = Losses.Of(5, DType.Float32, Reduction.Mean, 0.1).ForwardBackward(new Batch { Logits = Doubles(Logits), Targets = Targets.Of(Indices) });
        Assert.Equal(mean.Losses[0], loss);
        Assert.Equal(mean.Gradient, Doubles(dx));
    }

    [SkippableTheory]
    [MemberData(nameof(VectorWidths))]
    public void OwnMembers_WithWeightsOfTheCall_GiveTheSameBitsAsTheInterface(VectorWidth width)
    {
        using IDisposable scope = Suite.Use(width);
        float[] weights = [1, 2, 0.5f, 3, 0.25f], upstream = [1, -0.5f];
        LossResult expected = Losses.Of(5, DType.Float32, Reduction.None, 0.1, weightsPerCall: true)
            .ForwardBackward(new Batch { Logits = Doubles(Logits), Targets = Targets.Of(Indices), ClassWeights = Doubles(weights), Upstream = Doubles(upstream) });
        float[] losses = new float[2], fused = new float[2], dx = new float[10], backward = new float[10];
        DeclaredRowLoss.Forward(Logits, Indices, weights, losses);
        DeclaredRowLoss.ForwardBackward(Logits, Indices, weights, upstream, fused, dx);
        DeclaredRowLoss.Backward(Logits, Indices, weights, upstream, backward);
        Assert.Equal(expected.Losses, Doubles(losses));
        Assert.Equal(losses, fused);
        Assert.Equal(expected.Gradient, Doubles(dx));
        Assert.Equal(dx, backward);
    }

    [Fact]
    public void Interface_KnowsItsDeclaration()
    {
        ReducedCalls<float, int> sum = Losses.Of(5, DType.Float32, Reduction.Sum, 0.1).Reduced<float, int>();
        Assert.Equal((5, Reduction.Sum, false), (sum.ClassCount, sum.Reduction, sum.ClassWeightsPerCall));
        Assert.True(Losses.Of(5, DType.Float32, Reduction.None, 0.1, weightsPerCall: true).Unreduced<float, int>().ClassWeightsPerCall);
    }

    [Fact]
    public void EveryWidthOfTheProcess_IsTested() =>
        Assert.All(Widths.Supported, width =>
        {
            using IDisposable scope = Widths.Use(width);
            Assert.Equal(width, CpuDevice.Instance.VectorWidth);
        });

    private static float InAFunctionOverLosses<TLoss>(float[] x, int[] t, float[] dx)
        where TLoss : IReducedLoss<float, float, int> => TLoss.ForwardBackward(x, t, dx, 1f);

    private static double[] Doubles(float[] values) => [.. values.Select(v => (double)v)];
}

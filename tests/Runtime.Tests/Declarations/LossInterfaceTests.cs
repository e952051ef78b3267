using Gen.CrossEntropy.Runtime.Tests.Support;

namespace Gen.CrossEntropy.Runtime.Tests.Declarations;

public sealed class LossInterfaceTests
{
    private static readonly float[] Logits = [1, 2, 3, 4, 5, 6];
    private static readonly float[] Weights = [10, 20, 30];

    [Fact]
    public void TrainingStepOverAnyReducedLoss_RunsOnSpans()
    {
        float[] gradient = new float[6];
        Assert.Equal(10 + 180, Step<ToySum, float, int>(Logits, [0, 2], gradient, 2, Weights));
        Assert.Equal([20f, 0, 0, 0, 0, 60], gradient);
    }

    [Fact]
    public void TrainingStepOverAnyReducedLoss_RunsOnBuffers()
    {
        using TensorBuffer<float> logits = Filled(Logits, 1, 3, 2);
        using TensorBuffer<int> targets = Filled([0, 2], 1, 2);
        using TensorBuffer<float> weights = Filled(Weights, 3);
        using TensorBuffer<float> gradient = Device.Cpu.Allocate<float>(1, 3, 2);

        // [1, 3, 2]: position 0 holds 1 3 5, position 1 holds 2 4 6.
        Assert.Equal(10 + 180, StepOnBuffers<ToySum, float, int>(logits, targets, gradient, 2, weights));
        Assert.Equal([20f, 0, 0, 0, 0, 60], gradient.Span.ToArray());
    }

    [Fact]
    public void PassesOfAReducedLoss_AgreeWithEachOther()
    {
        float[] fused = new float[6];
        float[] alone = new float[6];
        float loss = ToySum.ForwardBackward(Logits, [1, -100], fused, 3, divisor: 2, classWeights: Weights);
        ToySum.Backward(Logits, [1, -100], 3, alone, divisor: 2, classWeights: Weights);
        Assert.Equal(loss, ToySum.Forward(Logits, [1, -100], divisor: 2, classWeights: Weights));
        Assert.Equal(fused, alone);
    }

    [Fact]
    public void EmptySpans_AreAnEmptyBatch() => Assert.Equal(0, ToySum.ForwardBackward([], [], [], 1, classWeights: Weights));

    [Fact]
    public void GradientInTheLogitsSpan_ReplacesIt()
    {
        float[] both = [.. Logits];
        ToySum.ForwardBackward(both, [0, 2], both, 1, classWeights: Weights);
        Assert.Equal([10f, 0, 0, 0, 0, 30], both);
    }

    [Fact]
    public void UnreducedLoss_RunsOnSpansAndBuffersAlike()
    {
        double[] x = [1, 2, 3, 4, 5, 6];
        double[] q = [0, .5, .5, 1, 0, 0];
        double[] losses = new double[2];
        double[] gradient = new double[6];
        Unreduced<ToyNone, double>(x, q, [1, 10], losses, gradient);
        Assert.Equal([2.5, 4], losses);
        Assert.Equal([0, .5, .5, 10, 0, 0], gradient);

        using TensorBuffer<double> bx = Filled(x, 2, 3);
        using TensorBuffer<double> bq = Filled(q, 2, 3);
        using TensorBuffer<double> bu = Filled([1.0, 10], 2);
        using TensorBuffer<double> bl = Device.Cpu.Allocate<double>(2);
        using TensorBuffer<double> bg = Device.Cpu.Allocate<double>(2, 3);
        ToyNone.Forward(bx, bq, bl);
        ToyNone.Backward(bx, bq, bu, bg);
        Assert.Equal(losses, bl.Span.ToArray());
        Assert.Equal(gradient, bg.Span.ToArray());
    }

    [Fact]
    public void ElementwiseLossOfHalves_RunsAsAnyUnreducedLoss()
    {
        Half[] x = [(Half)1, (Half)2, (Half)3];
        Half[] y = [(Half)4, (Half)5, (Half)6];
        Half[] losses = new Half[3];
        Half[] gradient = new Half[3];
        Unreduced<ToyElements, Half>(x, y, [(Half)1, (Half)10, (Half)100], losses, gradient);
        Assert.Equal([(Half)4, (Half)10, (Half)18], losses);
        Assert.Equal([(Half)4, (Half)50, (Half)600], gradient);

        using TensorBuffer<Half> bx = Filled(x, 3);
        using TensorBuffer<Half> by = Filled(y, 3);
        using TensorBuffer<Half> bl = Device.Cpu.Allocate<Half>(3);
        ToyElements.Forward(bx, by, bl);
        Assert.Equal(losses, bl.Span.ToArray());
        Assert.Throws<ArgumentException>("classWeights", () => ToyElements.Forward(x, y, losses, classWeights: y));
    }

    [Fact]
    public void DeclaredFacts_AreReadThroughTheInterfaces()
    {
        Assert.Equal((3, Reduction.Sum, true), Facts<ToySum, float, int>());
    }

    private static T Step<TLoss, T, TTarget>(ReadOnlySpan<T> logits, ReadOnlySpan<TTarget> targets, Span<T> gradient, T upstream, ReadOnlySpan<T> weights)
        where TLoss : IReducedLoss<T, T, TTarget>
        where T : unmanaged
        where TTarget : unmanaged => TLoss.ForwardBackward(logits, targets, gradient, upstream, classWeights: TLoss.ClassWeightsPerCall ? weights : default);

    private static T StepOnBuffers<TLoss, T, TTarget>(TensorBuffer<T> logits, TensorBuffer<TTarget> targets, TensorBuffer<T> gradient, T upstream, TensorBuffer<T> weights)
        where TLoss : IReducedLoss<T, T, TTarget>
        where T : unmanaged
        where TTarget : unmanaged => TLoss.ForwardBackward(logits, targets, gradient, upstream, classWeights: TLoss.ClassWeightsPerCall ? weights : null);

    private static void Unreduced<TLoss, T>(ReadOnlySpan<T> logits, ReadOnlySpan<T> targets, ReadOnlySpan<T> upstream, Span<T> losses, Span<T> gradient)
        where TLoss : IUnreducedLoss<T, T, T>
        where T : unmanaged => TLoss.ForwardBackward(logits, targets, upstream, losses, gradient);

    private static (int ClassCount, Reduction Reduction, bool ClassWeightsPerCall) Facts<TLoss, T, TTarget>()
        where TLoss : IReducedLoss<T, T, TTarget>
        where T : unmanaged
        where TTarget : unmanaged => (TLoss.ClassCount, TLoss.Reduction, TLoss.ClassWeightsPerCall);

    private static TensorBuffer<T> Filled<T>(T[] values, params nint[] shape)
        where T : unmanaged
    {
        TensorBuffer<T> buffer = Device.Cpu.Allocate<T>(shape);
        buffer.CopyFrom(values);
        return buffer;
    }
}

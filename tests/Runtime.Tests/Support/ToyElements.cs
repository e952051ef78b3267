using Gen.CrossEntropy.Kernels;

namespace Gen.CrossEntropy.Runtime.Tests.Support;

/// <summary>What the generator would write for an elementwise loss of halves with the reduction none, with the toy kernel.</summary>
internal sealed unsafe class ToyElements : IUnreducedLoss<Half, Half, Half>
{
    public static int ClassCount => 1;

    public static bool ClassWeightsPerCall => false;

    public static void Forward(ReadOnlySpan<Half> logits, ReadOnlySpan<Half> targets, Span<Half> losses, int positions = 1, ReadOnlySpan<Half> classWeights = default)
        => Run(LossPass.Forward, logits, targets, default, losses, default, classWeights);

    public static void Backward(ReadOnlySpan<Half> logits, ReadOnlySpan<Half> targets, ReadOnlySpan<Half> upstream, Span<Half> gradient, int positions = 1, ReadOnlySpan<Half> classWeights = default)
        => Run(LossPass.Backward, logits, targets, upstream, default, gradient, classWeights);

    public static void ForwardBackward(ReadOnlySpan<Half> logits, ReadOnlySpan<Half> targets, ReadOnlySpan<Half> upstream, Span<Half> losses, Span<Half> gradient, int positions = 1, ReadOnlySpan<Half> classWeights = default)
        => Run(LossPass.ForwardBackward, logits, targets, upstream, losses, gradient, classWeights);

    public static void Forward(TensorBuffer<Half> logits, TensorBuffer<Half> targets, TensorBuffer<Half> losses, TensorBuffer<Half>? classWeights = null)
        => Run(LossPass.Forward, logits, targets, null, losses, null, classWeights);

    public static void Backward(TensorBuffer<Half> logits, TensorBuffer<Half> targets, TensorBuffer<Half> upstream, TensorBuffer<Half> gradient, TensorBuffer<Half>? classWeights = null)
        => Run(LossPass.Backward, logits, targets, upstream, null, gradient, classWeights);

    public static void ForwardBackward(TensorBuffer<Half> logits, TensorBuffer<Half> targets, TensorBuffer<Half> upstream, TensorBuffer<Half> losses, TensorBuffer<Half> gradient, TensorBuffer<Half>? classWeights = null)
        => Run(LossPass.ForwardBackward, logits, targets, upstream, losses, gradient, classWeights);

    private static void Run(LossPass pass, ReadOnlySpan<Half> logits, ReadOnlySpan<Half> targets, ReadOnlySpan<Half> upstream, Span<Half> losses, Span<Half> gradient, ReadOnlySpan<Half> classWeights)
    {
        ClassWeightContract.Refuse(classWeights);
        fixed (Half* x = logits, y = targets, u = upstream, l = losses, dx = gradient)
        {
            ElementCall<Half, float> call = new()
            {
                Pass = pass,
                Input = new(x, logits.Length),
                Targets = new(y, targets.Length),
                UpstreamElements = new(u, upstream.Length),
                Losses = new(l, losses.Length),
                Gradient = new(dx, gradient.Length),
            };
            ElementLoss.Run(in call, &ToyElementKernel<float>.Compute);
        }
    }

    private static void Run(LossPass pass, TensorBuffer<Half> logits, TensorBuffer<Half> targets, TensorBuffer<Half>? upstream, TensorBuffer<Half>? losses, TensorBuffer<Half>? gradient, TensorBuffer<Half>? classWeights)
    {
        ClassWeightContract.Refuse(classWeights);
        ElementCall<Half, float> call = new() { Pass = pass };
        call.Bind(logits, targets, upstream: upstream, losses: losses, gradient: gradient);
        ElementLoss.Run(in call, &ToyElementKernel<float>.Compute);
    }
}

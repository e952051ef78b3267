using Gen.CrossEntropy.Kernels;

namespace Gen.CrossEntropy.Runtime.Tests.Support;

/// <summary>What the generator would write for 3 classes, with the toy kernel: shows that the runtime suffices for it.</summary>
internal sealed unsafe class ToySum : IReducedLoss<float, float, int>
{
    public static int ClassCount => 3;

    public static Reduction Reduction => Reduction.Sum;

    public static bool ClassWeightsPerCall => true;

    private static LossCall<float, float, int> Declared => new() { ClassCount = 3, Reduction = Reduction.Sum, IgnoreIndex = -100, Weighted = true, BlockRows = 256 };

    public static float Forward(ReadOnlySpan<float> logits, ReadOnlySpan<int> targets, int positions = 1, double? divisor = null, ReadOnlySpan<float> classWeights = default)
        => Run(LossPass.Forward, logits, targets, default, 0, positions, divisor, classWeights);

    public static void Backward(ReadOnlySpan<float> logits, ReadOnlySpan<int> targets, float upstream, Span<float> gradient, int positions = 1, double? divisor = null, ReadOnlySpan<float> classWeights = default)
        => Run(LossPass.Backward, logits, targets, gradient, upstream, positions, divisor, classWeights);

    public static float ForwardBackward(ReadOnlySpan<float> logits, ReadOnlySpan<int> targets, Span<float> gradient, float upstream, int positions = 1, double? divisor = null, ReadOnlySpan<float> classWeights = default)
        => Run(LossPass.ForwardBackward, logits, targets, gradient, upstream, positions, divisor, classWeights);

    public static float Forward(TensorBuffer<float> logits, TensorBuffer<int> targets, double? divisor = null, TensorBuffer<float>? classWeights = null)
        => Run(LossPass.Forward, logits, targets, null, 0, divisor, classWeights);

    public static void Backward(TensorBuffer<float> logits, TensorBuffer<int> targets, float upstream, TensorBuffer<float> gradient, double? divisor = null, TensorBuffer<float>? classWeights = null)
        => Run(LossPass.Backward, logits, targets, gradient, upstream, divisor, classWeights);

    public static float ForwardBackward(TensorBuffer<float> logits, TensorBuffer<int> targets, TensorBuffer<float> gradient, float upstream, double? divisor = null, TensorBuffer<float>? classWeights = null)
        => Run(LossPass.ForwardBackward, logits, targets, gradient, upstream, divisor, classWeights);

    private static float Run(LossPass pass, ReadOnlySpan<float> logits, ReadOnlySpan<int> targets, Span<float> gradient, float upstream, int positions, double? divisor, ReadOnlySpan<float> classWeights)
    {
        fixed (float* x = logits, dx = gradient, w = classWeights)
        {
            fixed (int* t = targets)
            {
                LossCall<float, float, int> call = Declared with
                {
                    Pass = pass,
                    Positions = positions,
                    Input = new(x, logits.Length),
                    Targets = new(t, targets.Length),
                    ClassWeights = new(w, classWeights.Length),
                    Gradient = new(dx, gradient.Length),
                    Upstream = upstream,
                    Divisor = divisor,
                };
                ToyKernel<float>.Classes = 3;
                return (float)IndexLoss.Run(in call, &ToyKernel<float>.Compute);
            }
        }
    }

    private static float Run(LossPass pass, TensorBuffer<float> logits, TensorBuffer<int> targets, TensorBuffer<float>? gradient, float upstream, double? divisor, TensorBuffer<float>? classWeights)
    {
        LossCall<float, float, int> call = Declared with { Pass = pass, Upstream = upstream, Divisor = divisor };
        call.Bind(logits, targets, classWeights, gradient: gradient);
        ToyKernel<float>.Classes = 3;
        return (float)IndexLoss.Run(in call, &ToyKernel<float>.Compute);
    }
}

/// <summary>The same for the reduction none, over probabilities.</summary>
internal sealed unsafe class ToyNone : IUnreducedLoss<double, double, double>
{
    public static int ClassCount => 3;

    public static bool ClassWeightsPerCall => false;

    private static LossCall<double, double, double> Declared => new() { ClassCount = 3, Reduction = Reduction.None, BlockRows = 256 };

    public static void Forward(ReadOnlySpan<double> logits, ReadOnlySpan<double> targets, Span<double> losses, int positions = 1, ReadOnlySpan<double> classWeights = default)
        => Run(LossPass.Forward, logits, targets, default, losses, default, positions, classWeights);

    public static void Backward(ReadOnlySpan<double> logits, ReadOnlySpan<double> targets, ReadOnlySpan<double> upstream, Span<double> gradient, int positions = 1, ReadOnlySpan<double> classWeights = default)
        => Run(LossPass.Backward, logits, targets, upstream, default, gradient, positions, classWeights);

    public static void ForwardBackward(ReadOnlySpan<double> logits, ReadOnlySpan<double> targets, ReadOnlySpan<double> upstream, Span<double> losses, Span<double> gradient, int positions = 1, ReadOnlySpan<double> classWeights = default)
        => Run(LossPass.ForwardBackward, logits, targets, upstream, losses, gradient, positions, classWeights);

    public static void Forward(TensorBuffer<double> logits, TensorBuffer<double> targets, TensorBuffer<double> losses, TensorBuffer<double>? classWeights = null)
        => Run(LossPass.Forward, logits, targets, null, losses, null, classWeights);

    public static void Backward(TensorBuffer<double> logits, TensorBuffer<double> targets, TensorBuffer<double> upstream, TensorBuffer<double> gradient, TensorBuffer<double>? classWeights = null)
        => Run(LossPass.Backward, logits, targets, upstream, null, gradient, classWeights);

    public static void ForwardBackward(TensorBuffer<double> logits, TensorBuffer<double> targets, TensorBuffer<double> upstream, TensorBuffer<double> losses, TensorBuffer<double> gradient, TensorBuffer<double>? classWeights = null)
        => Run(LossPass.ForwardBackward, logits, targets, upstream, losses, gradient, classWeights);

    private static void Run(LossPass pass, ReadOnlySpan<double> logits, ReadOnlySpan<double> targets, ReadOnlySpan<double> upstream, Span<double> losses, Span<double> gradient, int positions, ReadOnlySpan<double> classWeights)
    {
        fixed (double* x = logits, q = targets, u = upstream, l = losses, dx = gradient, w = classWeights)
        {
            LossCall<double, double, double> call = Declared with
            {
                Pass = pass,
                Positions = positions,
                Input = new(x, logits.Length),
                Targets = new(q, targets.Length),
                ClassWeights = new(w, classWeights.Length),
                UpstreamRows = new(u, upstream.Length),
                Losses = new(l, losses.Length),
                Gradient = new(dx, gradient.Length),
            };
            ToyKernel<double>.Classes = 3;
            DenseLoss.Run(in call, &ToyKernel<double>.Compute);
        }
    }

    private static void Run(LossPass pass, TensorBuffer<double> logits, TensorBuffer<double> targets, TensorBuffer<double>? upstream, TensorBuffer<double>? losses, TensorBuffer<double>? gradient, TensorBuffer<double>? classWeights)
    {
        LossCall<double, double, double> call = Declared with { Pass = pass };
        call.Bind(logits, targets, classWeights, upstream, losses, gradient);
        ToyKernel<double>.Classes = 3;
        DenseLoss.Run(in call, &ToyKernel<double>.Compute);
    }
}

namespace Gen.CrossEntropy.Testing;

/// <summary>The span members of a declared loss with reduction sum or mean, as members of an object: what a test calls without knowing the class. The arguments are those of <see cref="IReducedLoss{T, TReal, TTarget}"/>.</summary>
/// <typeparam name="T">The element type, which is that of results too.</typeparam>
/// <typeparam name="TTarget">The element type of the targets.</typeparam>
public abstract class ReducedCalls<T, TTarget>
    where T : unmanaged
    where TTarget : unmanaged
{
    private protected ReducedCalls()
    {
    }

    /// <summary>C.</summary>
    public abstract int ClassCount { get; }

    /// <summary>The declared reduction.</summary>
    public abstract Reduction Reduction { get; }

    /// <summary>Whether the class weights are given at each call.</summary>
    public abstract bool ClassWeightsPerCall { get; }

    /// <summary>The loss.</summary>
    public abstract T Forward(ReadOnlySpan<T> logits, ReadOnlySpan<TTarget> targets, int positions = 1, double? divisor = null, ReadOnlySpan<T> classWeights = default);

    /// <summary>The gradient.</summary>
    public abstract void Backward(
        ReadOnlySpan<T> logits, ReadOnlySpan<TTarget> targets, T upstream, Span<T> gradient, int positions = 1, double? divisor = null, ReadOnlySpan<T> classWeights = default);

    /// <summary>Both.</summary>
    public abstract T ForwardBackward(
        ReadOnlySpan<T> logits, ReadOnlySpan<TTarget> targets, Span<T> gradient, T upstream, int positions = 1, double? divisor = null, ReadOnlySpan<T> classWeights = default);

    /// <summary>The loss, of buffers.</summary>
    public abstract T Forward(TensorBuffer<T> logits, TensorBuffer<TTarget> targets, double? divisor = null, TensorBuffer<T>? classWeights = null);

    /// <summary>The gradient, of buffers.</summary>
    public abstract void Backward(
        TensorBuffer<T> logits, TensorBuffer<TTarget> targets, T upstream, TensorBuffer<T> gradient, double? divisor = null, TensorBuffer<T>? classWeights = null);

    /// <summary>Both, of buffers.</summary>
    public abstract T ForwardBackward(
        TensorBuffer<T> logits, TensorBuffer<TTarget> targets, TensorBuffer<T> gradient, T upstream, double? divisor = null, TensorBuffer<T>? classWeights = null);
}

/// <summary>The members of a declared loss with reduction none, as members of an object. The arguments are those of <see cref="IUnreducedLoss{T, TReal, TTarget}"/>.</summary>
/// <typeparam name="T">The element type, which is that of results too.</typeparam>
/// <typeparam name="TTarget">The element type of the targets.</typeparam>
public abstract class UnreducedCalls<T, TTarget>
    where T : unmanaged
    where TTarget : unmanaged
{
    private protected UnreducedCalls()
    {
    }

    /// <summary>C.</summary>
    public abstract int ClassCount { get; }

    /// <summary>Whether the class weights are given at each call.</summary>
    public abstract bool ClassWeightsPerCall { get; }

    /// <summary>The losses.</summary>
    public abstract void Forward(ReadOnlySpan<T> logits, ReadOnlySpan<TTarget> targets, Span<T> losses, int positions = 1, ReadOnlySpan<T> classWeights = default);

    /// <summary>The gradient.</summary>
    public abstract void Backward(
        ReadOnlySpan<T> logits, ReadOnlySpan<TTarget> targets, ReadOnlySpan<T> upstream, Span<T> gradient, int positions = 1, ReadOnlySpan<T> classWeights = default);

    /// <summary>Both.</summary>
    public abstract void ForwardBackward(
        ReadOnlySpan<T> logits, ReadOnlySpan<TTarget> targets, ReadOnlySpan<T> upstream, Span<T> losses, Span<T> gradient, int positions = 1, ReadOnlySpan<T> classWeights = default);

    /// <summary>The losses, of buffers.</summary>
    public abstract void Forward(TensorBuffer<T> logits, TensorBuffer<TTarget> targets, TensorBuffer<T> losses, TensorBuffer<T>? classWeights = null);

    /// <summary>The gradient, of buffers.</summary>
    public abstract void Backward(
        TensorBuffer<T> logits, TensorBuffer<TTarget> targets, TensorBuffer<T> upstream, TensorBuffer<T> gradient, TensorBuffer<T>? classWeights = null);

    /// <summary>Both, of buffers.</summary>
    public abstract void ForwardBackward(
        TensorBuffer<T> logits, TensorBuffer<TTarget> targets, TensorBuffer<T> upstream, TensorBuffer<T> losses, TensorBuffer<T> gradient, TensorBuffer<T>? classWeights = null);
}

/// <summary>Calls the static members of <typeparamref name="TLoss"/>.</summary>
internal sealed class StaticReducedCalls<TLoss, T, TTarget> : ReducedCalls<T, TTarget>
    where TLoss : IReducedLoss<T, T, TTarget>
    where T : unmanaged
    where TTarget : unmanaged
{
    public override int ClassCount => TLoss.ClassCount;

    public override Reduction Reduction => TLoss.Reduction;

    public override bool ClassWeightsPerCall => TLoss.ClassWeightsPerCall;

    public override T Forward(ReadOnlySpan<T> logits, ReadOnlySpan<TTarget> targets, int positions, double? divisor, ReadOnlySpan<T> classWeights) =>
        TLoss.Forward(logits, targets, positions, divisor, classWeights);

    public override void Backward(
        ReadOnlySpan<T> logits, ReadOnlySpan<TTarget> targets, T upstream, Span<T> gradient, int positions, double? divisor, ReadOnlySpan<T> classWeights) =>
        TLoss.Backward(logits, targets, upstream, gradient, positions, divisor, classWeights);

    public override T ForwardBackward(
        ReadOnlySpan<T> logits, ReadOnlySpan<TTarget> targets, Span<T> gradient, T upstream, int positions, double? divisor, ReadOnlySpan<T> classWeights) =>
        TLoss.ForwardBackward(logits, targets, gradient, upstream, positions, divisor, classWeights);

    public override T Forward(TensorBuffer<T> logits, TensorBuffer<TTarget> targets, double? divisor, TensorBuffer<T>? classWeights) =>
        TLoss.Forward(logits, targets, divisor, classWeights);

    public override void Backward(
        TensorBuffer<T> logits, TensorBuffer<TTarget> targets, T upstream, TensorBuffer<T> gradient, double? divisor, TensorBuffer<T>? classWeights) =>
        TLoss.Backward(logits, targets, upstream, gradient, divisor, classWeights);

    public override T ForwardBackward(
        TensorBuffer<T> logits, TensorBuffer<TTarget> targets, TensorBuffer<T> gradient, T upstream, double? divisor, TensorBuffer<T>? classWeights) =>
        TLoss.ForwardBackward(logits, targets, gradient, upstream, divisor, classWeights);
}

/// <summary>Calls the static members of <typeparamref name="TLoss"/>.</summary>
internal sealed class StaticUnreducedCalls<TLoss, T, TTarget> : UnreducedCalls<T, TTarget>
    where TLoss : IUnreducedLoss<T, T, TTarget>
    where T : unmanaged
    where TTarget : unmanaged
{
    public override int ClassCount => TLoss.ClassCount;

    public override bool ClassWeightsPerCall => TLoss.ClassWeightsPerCall;

    public override void Forward(ReadOnlySpan<T> logits, ReadOnlySpan<TTarget> targets, Span<T> losses, int positions, ReadOnlySpan<T> classWeights) =>
        TLoss.Forward(logits, targets, losses, positions, classWeights);

    public override void Backward(
        ReadOnlySpan<T> logits, ReadOnlySpan<TTarget> targets, ReadOnlySpan<T> upstream, Span<T> gradient, int positions, ReadOnlySpan<T> classWeights) =>
        TLoss.Backward(logits, targets, upstream, gradient, positions, classWeights);

    public override void ForwardBackward(
        ReadOnlySpan<T> logits, ReadOnlySpan<TTarget> targets, ReadOnlySpan<T> upstream, Span<T> losses, Span<T> gradient, int positions, ReadOnlySpan<T> classWeights) =>
        TLoss.ForwardBackward(logits, targets, upstream, losses, gradient, positions, classWeights);

    public override void Forward(TensorBuffer<T> logits, TensorBuffer<TTarget> targets, TensorBuffer<T> losses, TensorBuffer<T>? classWeights) =>
        TLoss.Forward(logits, targets, losses, classWeights);

    public override void Backward(TensorBuffer<T> logits, TensorBuffer<TTarget> targets, TensorBuffer<T> upstream, TensorBuffer<T> gradient, TensorBuffer<T>? classWeights) =>
        TLoss.Backward(logits, targets, upstream, gradient, classWeights);

    public override void ForwardBackward(
        TensorBuffer<T> logits, TensorBuffer<TTarget> targets, TensorBuffer<T> upstream, TensorBuffer<T> losses, TensorBuffer<T> gradient, TensorBuffer<T>? classWeights) =>
        TLoss.ForwardBackward(logits, targets, upstream, losses, gradient, classWeights);
}

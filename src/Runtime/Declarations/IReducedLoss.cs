namespace Gen.CrossEntropy;

/// <summary>
/// A declared loss whose reduction is sum or mean: one result per call. A training loop written over it works with every such loss.
/// </summary>
/// <remarks>
/// <para>
/// Layout: <c>logits</c> and <c>gradient</c> are [N, C, S], row-major, where S is <c>positions</c>; S = 1 is [N, C], and N = S = 1 is [C]. N follows from the length. Targets are [N, S] for class
/// indices and [N, C, S] for class probabilities. Buffers say it by their shape: [C], [N, C] or [N, C, d1, …, dk], with S = d1·…·dk.
/// </para>
/// <para>
/// An elementwise loss has 1 class and targets of type <typeparamref name="T"/>: its <c>logits</c>, whatever its own members call them, have any shape, its <c>targets</c> the same one, and
/// each element is a sample.
/// </para>
/// <para>
/// <c>gradient</c> may be exactly the logits' own memory, and then replaces them. Any other overlap of what is written with what is read is refused. Nothing is written by a call that throws.
/// </para>
/// <para>
/// Every pass throws <see cref="ArgumentException"/> for a length or a shape that does not fit, for an overlap, and for class weights given to a loss that declares its own or none;
/// <see cref="ArgumentOutOfRangeException"/> for a class index that is neither in [0, C) nor the ignore index, for a divisor that is 0 or not finite, and for fewer than 1 position; with buffers also
/// <see cref="ObjectDisposedException"/>, and <see cref="NotSupportedException"/> for a device that the loss has no kernels for.
/// </para>
/// <para>An empty batch, and one whose every sample is ignored, has the mean NaN and the sum 0; ignored samples have the gradient 0.</para>
/// </remarks>
/// <typeparam name="T">The element type of logits and gradients.</typeparam>
/// <typeparam name="TResult">
/// The element type of losses, upstream gradients, class weights and results: for class losses the precision of the computation, <see cref="double"/> for
/// <see cref="double"/>, else <see cref="float"/>; for elementwise losses the same where the result is reduced, and <typeparamref name="T"/> where it is not.
/// </typeparam>
/// <typeparam name="TTarget">
/// The element type of the targets: <see cref="int"/>, <see cref="long"/> or <see cref="byte"/> for class indices, <typeparamref name="T"/> for class probabilities and elementwise losses.
/// </typeparam>
public interface IReducedLoss<T, TResult, TTarget>
    where T : unmanaged
    where TResult : unmanaged
    where TTarget : unmanaged
{
    /// <summary>C, the number of classes.</summary>
    static abstract int ClassCount { get; }

    /// <summary>The declared reduction: <see cref="Gen.CrossEntropy.Reduction.Sum"/> or <see cref="Gen.CrossEntropy.Reduction.Mean"/>.</summary>
    static abstract Reduction Reduction { get; }

    /// <summary>Whether the class weights are given at each call.</summary>
    static abstract bool ClassWeightsPerCall { get; }

    /// <summary>The loss: Σ l / D.</summary>
    /// <param name="logits">x, [N, C, S].</param>
    /// <param name="targets">t [N, S], or q [N, C, S].</param>
    /// <param name="positions">S, at least 1.</param>
    /// <param name="divisor">Replaces the D of the reduction, for a batch given in parts; finite and not 0. Null: D as declared (1 for a sum).</param>
    /// <param name="classWeights">w, [C], where <see cref="ClassWeightsPerCall"/> is true; empty otherwise.</param>
    /// <returns>The loss.</returns>
    static abstract TResult Forward(ReadOnlySpan<T> logits, ReadOnlySpan<TTarget> targets, int positions = 1, double? divisor = null, ReadOnlySpan<TResult> classWeights = default);

    /// <summary>The gradient of the loss with respect to the logits: dx = (∂l/∂x)·g/D.</summary>
    /// <param name="logits">x, [N, C, S].</param>
    /// <param name="targets">t [N, S], or q [N, C, S].</param>
    /// <param name="upstream">g: the gradient of the result.</param>
    /// <param name="gradient">dx, [N, C, S]: written.</param>
    /// <param name="positions">S, at least 1.</param>
    /// <param name="divisor">Replaces the D of the reduction, for a batch given in parts; finite and not 0. Null: D as declared (1 for a sum).</param>
    /// <param name="classWeights">w, [C], where <see cref="ClassWeightsPerCall"/> is true; empty otherwise.</param>
    static abstract void Backward(
        ReadOnlySpan<T> logits, ReadOnlySpan<TTarget> targets, TResult upstream, Span<T> gradient, int positions = 1, double? divisor = null, ReadOnlySpan<TResult> classWeights = default);

    /// <summary>The loss and its gradient with respect to the logits in one pass. The loss equals that of Forward to the bit.</summary>
    /// <param name="logits">x, [N, C, S].</param>
    /// <param name="targets">t [N, S], or q [N, C, S].</param>
    /// <param name="gradient">dx, [N, C, S]: written.</param>
    /// <param name="upstream">g: the gradient of the result.</param>
    /// <param name="positions">S, at least 1.</param>
    /// <param name="divisor">Replaces the D of the reduction, for a batch given in parts; finite and not 0. Null: D as declared (1 for a sum).</param>
    /// <param name="classWeights">w, [C], where <see cref="ClassWeightsPerCall"/> is true; empty otherwise.</param>
    /// <returns>The loss.</returns>
    static abstract TResult ForwardBackward(
        ReadOnlySpan<T> logits, ReadOnlySpan<TTarget> targets, Span<T> gradient, TResult upstream, int positions = 1, double? divisor = null, ReadOnlySpan<TResult> classWeights = default);

    /// <summary>The loss: Σ l / D.</summary>
    /// <param name="logits">x: [C], [N, C] or [N, C, d1, …, dk].</param>
    /// <param name="targets">t: the shape of the logits without the class axis; or q: the shape of the logits.</param>
    /// <param name="divisor">Replaces the D of the reduction, for a batch given in parts; finite and not 0. Null: D as declared (1 for a sum).</param>
    /// <param name="classWeights">w, [C], where <see cref="ClassWeightsPerCall"/> is true; null otherwise.</param>
    /// <returns>The loss.</returns>
    static abstract TResult Forward(TensorBuffer<T> logits, TensorBuffer<TTarget> targets, double? divisor = null, TensorBuffer<TResult>? classWeights = null);

    /// <summary>The gradient of the loss with respect to the logits: dx = (∂l/∂x)·g/D.</summary>
    /// <param name="logits">x: [C], [N, C] or [N, C, d1, …, dk].</param>
    /// <param name="targets">t: the shape of the logits without the class axis; or q: the shape of the logits.</param>
    /// <param name="upstream">g: the gradient of the result.</param>
    /// <param name="gradient">dx, in the shape of the logits: written.</param>
    /// <param name="divisor">Replaces the D of the reduction, for a batch given in parts; finite and not 0. Null: D as declared (1 for a sum).</param>
    /// <param name="classWeights">w, [C], where <see cref="ClassWeightsPerCall"/> is true; null otherwise.</param>
    static abstract void Backward(
        TensorBuffer<T> logits, TensorBuffer<TTarget> targets, TResult upstream, TensorBuffer<T> gradient, double? divisor = null, TensorBuffer<TResult>? classWeights = null);

    /// <summary>The loss and its gradient with respect to the logits in one pass. The loss equals that of Forward to the bit.</summary>
    /// <param name="logits">x: [C], [N, C] or [N, C, d1, …, dk].</param>
    /// <param name="targets">t: the shape of the logits without the class axis; or q: the shape of the logits.</param>
    /// <param name="gradient">dx, in the shape of the logits: written.</param>
    /// <param name="upstream">g: the gradient of the result.</param>
    /// <param name="divisor">Replaces the D of the reduction, for a batch given in parts; finite and not 0. Null: D as declared (1 for a sum).</param>
    /// <param name="classWeights">w, [C], where <see cref="ClassWeightsPerCall"/> is true; null otherwise.</param>
    /// <returns>The loss.</returns>
    static abstract TResult ForwardBackward(
        TensorBuffer<T> logits, TensorBuffer<TTarget> targets, TensorBuffer<T> gradient, TResult upstream, double? divisor = null, TensorBuffer<TResult>? classWeights = null);
}

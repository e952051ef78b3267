namespace Gen.CrossEntropy;

/// <summary>
/// A declared loss whose reduction is none: one loss and one upstream gradient per sample. A training loop written over it works with every such loss.
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
/// <see cref="ArgumentOutOfRangeException"/> for a class index that is neither in [0, C) nor the ignore index and for fewer than 1 position; with buffers also
/// <see cref="ObjectDisposedException"/>, and <see cref="NotSupportedException"/> for a device that the loss has no kernels for.
/// </para>
/// <para>An ignored sample has the loss 0 and the gradient 0.</para>
/// </remarks>
/// <typeparam name="T">The element type of logits and gradients.</typeparam>
/// <typeparam name="TResult">
/// The element type of losses, upstream gradients, class weights and results: for class losses the precision of the computation, <see cref="double"/> for
/// <see cref="double"/>, else <see cref="float"/>; for elementwise losses the same where the result is reduced, and <typeparamref name="T"/> where it is not.
/// </typeparam>
/// <typeparam name="TTarget">
/// The element type of the targets: <see cref="int"/>, <see cref="long"/> or <see cref="byte"/> for class indices, <typeparamref name="T"/> for class probabilities and elementwise losses.
/// </typeparam>
public interface IUnreducedLoss<T, TResult, TTarget>
    where T : unmanaged
    where TResult : unmanaged
    where TTarget : unmanaged
{
    /// <summary>C, the number of classes.</summary>
    static abstract int ClassCount { get; }

    /// <summary>Whether the class weights are given at each call.</summary>
    static abstract bool ClassWeightsPerCall { get; }

    /// <summary>The loss of each sample.</summary>
    /// <param name="logits">x, [N, C, S].</param>
    /// <param name="targets">t [N, S], or q [N, C, S].</param>
    /// <param name="losses">l, [N, S]: written.</param>
    /// <param name="positions">S, at least 1.</param>
    /// <param name="classWeights">w, [C], where <see cref="ClassWeightsPerCall"/> is true; empty otherwise.</param>
    static abstract void Forward(ReadOnlySpan<T> logits, ReadOnlySpan<TTarget> targets, Span<TResult> losses, int positions = 1, ReadOnlySpan<TResult> classWeights = default);

    /// <summary>The gradient with respect to the logits: dx = (∂l/∂x)·u.</summary>
    /// <param name="logits">x, [N, C, S].</param>
    /// <param name="targets">t [N, S], or q [N, C, S].</param>
    /// <param name="upstream">u, [N, S]: the gradient of each loss.</param>
    /// <param name="gradient">dx, [N, C, S]: written.</param>
    /// <param name="positions">S, at least 1.</param>
    /// <param name="classWeights">w, [C], where <see cref="ClassWeightsPerCall"/> is true; empty otherwise.</param>
    static abstract void Backward(
        ReadOnlySpan<T> logits, ReadOnlySpan<TTarget> targets, ReadOnlySpan<TResult> upstream, Span<T> gradient, int positions = 1, ReadOnlySpan<TResult> classWeights = default);

    /// <summary>The losses and their gradient with respect to the logits in one pass. The losses equal those of Forward to the bit.</summary>
    /// <param name="logits">x, [N, C, S].</param>
    /// <param name="targets">t [N, S], or q [N, C, S].</param>
    /// <param name="upstream">u, [N, S]: the gradient of each loss.</param>
    /// <param name="losses">l, [N, S]: written.</param>
    /// <param name="gradient">dx, [N, C, S]: written.</param>
    /// <param name="positions">S, at least 1.</param>
    /// <param name="classWeights">w, [C], where <see cref="ClassWeightsPerCall"/> is true; empty otherwise.</param>
    static abstract void ForwardBackward(
        ReadOnlySpan<T> logits,
        ReadOnlySpan<TTarget> targets,
        ReadOnlySpan<TResult> upstream,
        Span<TResult> losses,
        Span<T> gradient,
        int positions = 1,
        ReadOnlySpan<TResult> classWeights = default);

    /// <summary>The loss of each sample.</summary>
    /// <param name="logits">x: [C], [N, C] or [N, C, d1, …, dk].</param>
    /// <param name="targets">t: the shape of the logits without the class axis; or q: the shape of the logits.</param>
    /// <param name="losses">l, in the shape of the logits without the class axis: written.</param>
    /// <param name="classWeights">w, [C], where <see cref="ClassWeightsPerCall"/> is true; null otherwise.</param>
    static abstract void Forward(TensorBuffer<T> logits, TensorBuffer<TTarget> targets, TensorBuffer<TResult> losses, TensorBuffer<TResult>? classWeights = null);

    /// <summary>The gradient with respect to the logits: dx = (∂l/∂x)·u.</summary>
    /// <param name="logits">x: [C], [N, C] or [N, C, d1, …, dk].</param>
    /// <param name="targets">t: the shape of the logits without the class axis; or q: the shape of the logits.</param>
    /// <param name="upstream">u: the gradient of each loss, in the shape of the logits without the class axis.</param>
    /// <param name="gradient">dx, in the shape of the logits: written.</param>
    /// <param name="classWeights">w, [C], where <see cref="ClassWeightsPerCall"/> is true; null otherwise.</param>
    static abstract void Backward(
        TensorBuffer<T> logits, TensorBuffer<TTarget> targets, TensorBuffer<TResult> upstream, TensorBuffer<T> gradient, TensorBuffer<TResult>? classWeights = null);

    /// <summary>The losses and their gradient with respect to the logits in one pass. The losses equal those of Forward to the bit.</summary>
    /// <param name="logits">x: [C], [N, C] or [N, C, d1, …, dk].</param>
    /// <param name="targets">t: the shape of the logits without the class axis; or q: the shape of the logits.</param>
    /// <param name="upstream">u: the gradient of each loss, in the shape of the logits without the class axis.</param>
    /// <param name="losses">l, in the shape of the logits without the class axis: written.</param>
    /// <param name="gradient">dx, in the shape of the logits: written.</param>
    /// <param name="classWeights">w, [C], where <see cref="ClassWeightsPerCall"/> is true; null otherwise.</param>
    static abstract void ForwardBackward(
        TensorBuffer<T> logits,
        TensorBuffer<TTarget> targets,
        TensorBuffer<TResult> upstream,
        TensorBuffer<TResult> losses,
        TensorBuffer<T> gradient,
        TensorBuffer<TResult>? classWeights = null);
}

using System.ComponentModel;
using System.Numerics;

namespace Gen.CrossEntropy.Kernels;

/// <summary>
/// One call of a declared loss: what its declaration fixes, and what its caller gave. Generated code fills it, from pinned spans or with <see cref="Bind"/>, and runs it once.
/// </summary>
/// <typeparam name="T">The element type of logits, class weights, losses and gradient.</typeparam>
/// <typeparam name="TTarget">An integer type for class indices; <typeparamref name="T"/> for class probabilities.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public unsafe struct LossCall<T, TTarget>
    where T : unmanaged, IFloatingPointIeee754<T>
    where TTarget : unmanaged
{
    /// <summary>What to compute.</summary>
    public LossPass Pass;

    /// <summary>C, the number of classes: at least 1.</summary>
    public int ClassCount;

    /// <summary>How the losses become the result.</summary>
    public Reduction Reduction;

    /// <summary>The target value that marks a sample as ignored; not used with class probabilities.</summary>
    public long IgnoreIndex;

    /// <summary>Whether the loss has class weights, of its declaration or of the call: then <see cref="ClassWeights"/> has C elements, else none.</summary>
    public bool Weighted;

    /// <summary>The samples of a block: 1 to 256.</summary>
    public int BlockRows;

    /// <summary>S, the positions of a sample: at least 1.</summary>
    public nint Positions;

    /// <summary>x, [N, C, S].</summary>
    public Slice<T> Logits;

    /// <summary>t [N, S], or q [N, C, S].</summary>
    public Slice<TTarget> Targets;

    /// <summary>w, [C], or empty.</summary>
    public Slice<T> ClassWeights;

    /// <summary>u, [N, S]: the gradient of each loss (reduction none, passes with a gradient).</summary>
    public Slice<T> UpstreamRows;

    /// <summary>g: the gradient of the result (reductions sum and mean, passes with a gradient).</summary>
    public T Upstream;

    /// <summary>l, [N, S]: written (reduction none, passes with a loss).</summary>
    public Slice<T> Losses;

    /// <summary>dx, [N, C, S]: written (passes with a gradient). May be exactly <see cref="Logits"/>.</summary>
    public Slice<T> Gradient;

    /// <summary>Replaces the reduction's divisor; finite and not 0, or null.</summary>
    public double? Divisor;

    // The bound buffers: named here, none is collected, and its memory freed, while a kernel has its address.
    private TensorBuffer<T>? boundLogits;
    private TensorBuffer<TTarget>? boundTargets;
    private TensorBuffer<T>? boundClassWeights;
    private TensorBuffer<T>? boundUpstream;
    private TensorBuffer<T>? boundLosses;
    private TensorBuffer<T>? boundGradient;

    /// <summary>
    /// Sets the slices and <see cref="Positions"/> from buffers. <see cref="ClassCount"/> is set before. A buffer that the pass does not have is null.
    /// </summary>
    /// <param name="logits">[C], [N, C] or [N, C, d1, …, dk].</param>
    /// <param name="targets">Class indices: the shape of the logits without the class axis, [] or [1] for [C]. Class probabilities: the shape of the logits.</param>
    /// <param name="classWeights">[C].</param>
    /// <param name="upstream">One per sample: shaped as class indices are.</param>
    /// <param name="losses">One per sample: shaped as class indices are.</param>
    /// <param name="gradient">The shape of the logits.</param>
    /// <exception cref="ArgumentNullException"><paramref name="logits"/> or <paramref name="targets"/> is null.</exception>
    /// <exception cref="ArgumentException">A shape does not fit, or the buffers are on different devices.</exception>
    /// <exception cref="NotSupportedException">The buffers are on a device that has no kernels for this loss.</exception>
    /// <exception cref="ObjectDisposedException">A buffer was disposed.</exception>
    public void Bind(
        TensorBuffer<T> logits,
        TensorBuffer<TTarget> targets,
        TensorBuffer<T>? classWeights = null,
        TensorBuffer<T>? upstream = null,
        TensorBuffer<T>? losses = null,
        TensorBuffer<T>? gradient = null)
    {
        ArgumentNullException.ThrowIfNull(logits);
        ArgumentNullException.ThrowIfNull(targets);

        Device device = logits.Device;
        Logits = BufferShapes.Open(logits, nameof(logits), device);
        Targets = BufferShapes.Open(targets, nameof(targets), device);
        ClassWeights = BufferShapes.Open(classWeights, nameof(classWeights), device);
        UpstreamRows = BufferShapes.Open(upstream, nameof(upstream), device);
        Losses = BufferShapes.Open(losses, nameof(losses), device);
        Gradient = BufferShapes.Open(gradient, nameof(gradient), device);

        ReadOnlySpan<nint> shape = logits.Shape;
        Positions = BufferShapes.Positions(shape, logits.Length, ClassCount);
        if (typeof(TTarget) == typeof(T))
        {
            BufferShapes.CheckLikeLogits(targets, nameof(targets), shape);
        }
        else
        {
            BufferShapes.CheckPerSample(targets, nameof(targets), shape);
        }

        BufferShapes.CheckPerClass(classWeights, nameof(classWeights), ClassCount);
        BufferShapes.CheckPerSample(upstream, nameof(upstream), shape);
        BufferShapes.CheckPerSample(losses, nameof(losses), shape);
        BufferShapes.CheckLikeLogits(gradient, nameof(gradient), shape);

        boundLogits = logits;
        boundTargets = targets;
        boundClassWeights = classWeights;
        boundUpstream = upstream;
        boundLosses = losses;
        boundGradient = gradient;
    }

    /// <summary>Called after the last kernel: until then, the bound buffers are in use.</summary>
    internal readonly void KeepBuffersAlive()
    {
        GC.KeepAlive(boundLogits);
        GC.KeepAlive(boundTargets);
        GC.KeepAlive(boundClassWeights);
        GC.KeepAlive(boundUpstream);
        GC.KeepAlive(boundLosses);
        GC.KeepAlive(boundGradient);
    }
}

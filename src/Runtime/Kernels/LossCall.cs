using System.ComponentModel;
using System.Numerics;

namespace Gen.CrossEntropy.Kernels;

/// <summary>
/// One call of a declared loss over classes: what its declaration fixes, and what its caller gave. Generated code fills it, from pinned spans or with <see cref="Bind"/>, and runs it once.
/// </summary>
/// <typeparam name="T">The element type of what has an element for each class of a sample: input, dense targets and gradient.</typeparam>
/// <typeparam name="TReal">The type that kernels compute in, and the element type of all else: <see cref="double"/> for <see cref="double"/>, else <see cref="float"/>.</typeparam>
/// <typeparam name="TTarget">An integer type for class indices; <typeparamref name="T"/> for class probabilities, and where there are no targets.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public unsafe struct LossCall<T, TReal, TTarget>
    where T : unmanaged
    where TReal : unmanaged, IFloatingPointIeee754<TReal>
    where TTarget : unmanaged
{
    /// <summary>What to compute.</summary>
    public LossPass Pass;

    /// <summary>C, the number of classes: at least 1.</summary>
    public int ClassCount;

    /// <summary>How the losses become the result: none, sum or mean.</summary>
    public Reduction Reduction;

    /// <summary>What is written for each sample beside the result, by passes with a loss.</summary>
    public LossOutputs Outputs;

    /// <summary>The target value that marks a sample as ignored; only used with class indices.</summary>
    public long IgnoreIndex;

    /// <summary>Whether the loss has class weights, of its declaration or of the call: then <see cref="ClassWeights"/> has C elements, else none.</summary>
    public bool Weighted;

    /// <summary>The samples of a block: at least 1.</summary>
    public int BlockRows;

    /// <summary>Whether the kernels of rows (S = 1) read and write elements of <typeparamref name="T"/> themselves; else 16 bits are converted around them.</summary>
    public bool NativeRows;

    /// <summary>The positions of a block, where samples have several; 0 for as many as <see cref="BlockRows"/>.</summary>
    public int BlockPositions;

    /// <summary>S, the positions of a sample: at least 1.</summary>
    public nint Positions;

    /// <summary>x, [N, C, S].</summary>
    public Slice<T> Input;

    /// <summary>t [N, S], or q [N, C, S].</summary>
    public Slice<TTarget> Targets;

    /// <summary>w, [C], or empty.</summary>
    public Slice<TReal> ClassWeights;

    /// <summary>u, [N, S]: the gradient of each loss (reduction none, passes with a gradient).</summary>
    public Slice<TReal> UpstreamRows;

    /// <summary>g: the gradient of the result (reductions sum and mean, passes with a gradient).</summary>
    public TReal Upstream;

    /// <summary>l, [N, S]: written (reduction none or <see cref="LossOutputs.Losses"/>, passes with a loss).</summary>
    public Slice<TReal> Losses;

    /// <summary>[N, S]: written (<see cref="LossOutputs.LogSumExp"/>, passes with a loss).</summary>
    public Slice<TReal> LogSumExps;

    /// <summary>[N, S]: written (<see cref="LossOutputs.Hits"/>, passes with a loss).</summary>
    public Slice<TReal> Hits;

    /// <summary>[N, S]: written (<see cref="LossOutputs.Entropy"/>, passes with a loss).</summary>
    public Slice<TReal> Entropies;

    /// <summary>dx, [N, C, S]: written (passes with a gradient). May be exactly <see cref="Input"/>.</summary>
    public Slice<T> Gradient;

    /// <summary>Replaces the reduction's divisor; finite and not 0, or null.</summary>
    public double? Divisor;

    private string? inputName;

    /// <summary>The buffers behind the slices; null for spans.</summary>
    private BoundBuffers bound;

    /// <summary>Whether <see cref="Bind"/> takes buffers of other devices than the CPU: then <see cref="IsElsewhere"/> is to be asked before the call is run.</summary>
    public bool HasDeviceKernels { readonly get; set; }

    /// <summary>Whether the call was bound to buffers that are not in host memory: CPU kernels cannot run it.</summary>
    public readonly bool IsElsewhere => bound.Device is not (null or CpuDevice);

    /// <summary>The samples of a block of this call.</summary>
    internal readonly int BlockSamples => Positions > 1 && BlockPositions > 0 ? BlockPositions : BlockRows;

    /// <summary>What the caller calls <see cref="Input"/>, for messages: a plural. "logits" unless set.</summary>
    public string InputName
    {
        readonly get => inputName ?? "logits";
        set => inputName = value;
    }

    internal readonly bool WritesGradient => Pass != LossPass.Forward;

    internal readonly bool ReadsUpstreamRows => WritesGradient && Reduction == Reduction.None;

    internal readonly bool WritesLosses => Writes(LossOutputs.Losses) || (Pass != LossPass.Backward && Reduction == Reduction.None);

    internal readonly bool Writes(LossOutputs output) => Pass != LossPass.Backward && (Outputs & output) != 0;

    /// <summary>
    /// Sets the slices and <see cref="Positions"/> from buffers. <see cref="ClassCount"/> and <see cref="InputName"/> are set before. A buffer that the pass does not have is null.
    /// </summary>
    /// <param name="input">[C], [N, C] or [N, C, d1, …, dk].</param>
    /// <param name="targets">Class indices: the shape of the input without the class axis, [] or [1] for [C]. Class probabilities: the shape of the input. Null only where there are none.</param>
    /// <param name="classWeights">[C].</param>
    /// <param name="upstream">One per sample: shaped as class indices are.</param>
    /// <param name="losses">One per sample: shaped as class indices are.</param>
    /// <param name="gradient">The shape of the input.</param>
    /// <param name="logSumExps">One per sample: shaped as class indices are.</param>
    /// <param name="hits">One per sample: shaped as class indices are.</param>
    /// <param name="entropies">One per sample: shaped as class indices are.</param>
    /// <exception cref="ArgumentNullException"><paramref name="input"/> is null, or class indices are.</exception>
    /// <exception cref="ArgumentException">A shape does not fit, or the buffers are on different devices.</exception>
    /// <exception cref="NotSupportedException">The buffers are on a device that has no kernels for this loss.</exception>
    /// <exception cref="ObjectDisposedException">A buffer was disposed.</exception>
    public void Bind(
        TensorBuffer<T> input,
        TensorBuffer<TTarget>? targets = null,
        TensorBuffer<TReal>? classWeights = null,
        TensorBuffer<TReal>? upstream = null,
        TensorBuffer<TReal>? losses = null,
        TensorBuffer<T>? gradient = null,
        TensorBuffer<TReal>? logSumExps = null,
        TensorBuffer<TReal>? hits = null,
        TensorBuffer<TReal>? entropies = null)
    {
        bool indices = typeof(TTarget) != typeof(T);
        BufferShapes shapes = BufferShapes.Of(input, InputName, HasDeviceKernels);
        if (indices)
        {
            ArgumentNullException.ThrowIfNull(targets);
        }

        Input = shapes.Open(input, InputName);
        Targets = shapes.Open(targets, nameof(targets));
        ClassWeights = shapes.Open(classWeights, nameof(classWeights));
        UpstreamRows = shapes.Open(upstream, nameof(upstream));
        Losses = shapes.Open(losses, nameof(losses));
        Gradient = shapes.Open(gradient, nameof(gradient));
        LogSumExps = shapes.Open(logSumExps, nameof(logSumExps));
        Hits = shapes.Open(hits, nameof(hits));
        Entropies = shapes.Open(entropies, nameof(entropies));

        Positions = shapes.Positions(ClassCount);
        if (indices)
        {
            shapes.CheckPerSample(targets, nameof(targets));
        }
        else
        {
            shapes.CheckLikeInput(targets, nameof(targets));
        }

        BufferShapes.CheckPerClass(classWeights, nameof(classWeights), ClassCount);
        shapes.CheckPerSample(upstream, nameof(upstream));
        shapes.CheckPerSample(losses, nameof(losses));
        shapes.CheckLikeInput(gradient, nameof(gradient));
        shapes.CheckPerSample(logSumExps, nameof(logSumExps));
        shapes.CheckPerSample(hits, nameof(hits));
        shapes.CheckPerSample(entropies, nameof(entropies));
        bound = new BoundBuffers
        {
            Device = input.Device,
            Input = input,
            Targets = targets,
            Weights = classWeights,
            Upstream = upstream,
            Losses = losses,
            LogSumExps = logSumExps,
            Hits = hits,
            Entropies = entropies,
            Gradient = gradient,
        };
    }

    /// <summary>Refuses a call that was bound without targets, for a loss that has some.</summary>
    internal readonly void RequireTargets()
    {
        if (bound.Input is not null)
        {
            ArgumentNullException.ThrowIfNull(bound.Targets, "targets");
        }
    }

    /// <summary>Called after the last kernel: until then, the bound buffers are in use.</summary>
    internal readonly void KeepBuffersAlive() => bound.KeepAlive();

    /// <summary>Refuses to run CPU kernels on what is not in host memory, which only generated code could ask for.</summary>
    internal readonly void RequireHost() => bound.RequireHost();

    /// <summary>The buffers behind the slices, for the kernels of another device.</summary>
    internal readonly BoundBuffers Bound => bound;
}

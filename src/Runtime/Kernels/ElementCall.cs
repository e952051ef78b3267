using System.ComponentModel;
using System.Numerics;

namespace Gen.CrossEntropy.Kernels;

/// <summary>
/// One call of a declared elementwise loss: what its declaration fixes, and what its caller gave. Generated code fills it, from pinned spans or with <see cref="Bind"/>, and runs it once.
/// </summary>
/// <typeparam name="T">The element type of everything but the result.</typeparam>
/// <typeparam name="TReal">The type that kernels compute in: <see cref="double"/> for <see cref="double"/>, else <see cref="float"/>.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public unsafe struct ElementCall<T, TReal>
    where T : unmanaged
    where TReal : unmanaged, IFloatingPointIeee754<TReal>
{
    /// <summary>What to compute.</summary>
    public LossPass Pass;

    /// <summary>How the losses become the result.</summary>
    public Reduction Reduction;

    /// <summary>Whether an input outside [0, 1], or NaN, is refused.</summary>
    public bool InputIsProbability;

    /// <summary>Whether the loss takes weights at each call: then <see cref="Weights"/> is not empty, unless the input is.</summary>
    public bool Weighted;

    /// <summary>Whether the loss takes positive weights at each call: then <see cref="PosWeights"/> is not empty, unless the input is.</summary>
    public bool PosWeighted;

    /// <summary>N of the batch mean: at least 1 where there are elements, whose number is a multiple of it.</summary>
    public nint BatchSize;

    /// <summary>x.</summary>
    public Slice<T> Input;

    /// <summary>y: as many as <see cref="Input"/>.</summary>
    public Slice<T> Targets;

    /// <summary>w: as many as <see cref="Input"/>; or K, then element i has w[(i / S) mod K], with S = <see cref="Positions"/>, and the elements are a multiple of K·S.</summary>
    public Slice<T> Weights;

    /// <summary>v: as <see cref="Weights"/>.</summary>
    public Slice<T> PosWeights;

    /// <summary>u: the gradient of each loss (reduction none, passes with a gradient); as many as <see cref="Input"/>.</summary>
    public Slice<T> UpstreamElements;

    /// <summary>l: written (reduction none, passes with a loss); as many as <see cref="Input"/>.</summary>
    public Slice<T> Losses;

    /// <summary>dx: written (passes with a gradient); as many as <see cref="Input"/>, and may be exactly it.</summary>
    public Slice<T> Gradient;

    /// <summary>g: the gradient of the result (all reductions but none, passes with a gradient).</summary>
    public TReal Upstream;

    /// <summary>Replaces the reduction's divisor; finite and not 0, or null.</summary>
    public double? Divisor;

    private string? inputName;
    private string? targetsName;

    /// <summary>S - 1: a call that does not say has 1 position.</summary>
    private nint positionsLessOne;

    /// <summary>The buffers behind the slices; null for spans.</summary>
    private BoundBuffers bound;

    /// <summary>Whether <see cref="Bind"/> takes buffers of other devices than the CPU: then <see cref="IsElsewhere"/> is to be asked before the call is run.</summary>
    public bool HasDeviceKernels { readonly get; set; }

    /// <summary>Whether the call was bound to buffers that are not in host memory: CPU kernels cannot run it.</summary>
    public readonly bool IsElsewhere => bound.Device is not (null or CpuDevice);

    /// <summary>S, the elements in a row that share one of fewer weights than elements: at least 1, the default.</summary>
    public nint Positions
    {
        readonly get => positionsLessOne + 1;
        set => positionsLessOne = value - 1;
    }

    /// <summary>What the caller calls <see cref="Input"/>, for messages: a plural. "logits" unless set.</summary>
    public string InputName
    {
        readonly get => inputName ?? "logits";
        set => inputName = value;
    }

    /// <summary>What the caller calls <see cref="Targets"/>, for messages. "targets" unless set.</summary>
    public string TargetsName
    {
        readonly get => targetsName ?? "targets";
        set => targetsName = value;
    }

    internal readonly bool WritesGradient => Pass != LossPass.Forward;

    internal readonly bool ReadsUpstreamElements => WritesGradient && Reduction == Reduction.None;

    internal readonly bool WritesLosses => Pass != LossPass.Backward && Reduction == Reduction.None;

    /// <summary>
    /// Sets the slices, <see cref="Positions"/> and <see cref="BatchSize"/> (the extent of axis 0; 1 of a scalar) from buffers. The names are set before. A buffer that the pass does not have is null.
    /// </summary>
    /// <param name="input">Any shape.</param>
    /// <param name="targets">The shape of the input.</param>
    /// <param name="weights">The shape of the input, or [C] along axis 1 of an input [N, C, d1, …, dk].</param>
    /// <param name="posWeights">As <paramref name="weights"/>.</param>
    /// <param name="upstream">The shape of the input.</param>
    /// <param name="losses">The shape of the input.</param>
    /// <param name="gradient">The shape of the input.</param>
    /// <exception cref="ArgumentNullException"><paramref name="input"/> or <paramref name="targets"/> is null.</exception>
    /// <exception cref="ArgumentException">A shape does not fit, or the buffers are on different devices.</exception>
    /// <exception cref="NotSupportedException">The buffers are on a device that has no kernels for this loss.</exception>
    /// <exception cref="ObjectDisposedException">A buffer was disposed.</exception>
    public void Bind(
        TensorBuffer<T> input,
        TensorBuffer<T> targets,
        TensorBuffer<T>? weights = null,
        TensorBuffer<T>? posWeights = null,
        TensorBuffer<T>? upstream = null,
        TensorBuffer<T>? losses = null,
        TensorBuffer<T>? gradient = null)
    {
        BufferShapes shapes = BufferShapes.Of(input, InputName, HasDeviceKernels);
        ArgumentNullException.ThrowIfNull(targets, TargetsName);

        Input = shapes.Open(input, InputName);
        Targets = shapes.Open(targets, TargetsName);
        Weights = shapes.Open(weights, nameof(weights));
        PosWeights = shapes.Open(posWeights, nameof(posWeights));
        UpstreamElements = shapes.Open(upstream, nameof(upstream));
        Losses = shapes.Open(losses, nameof(losses));
        Gradient = shapes.Open(gradient, nameof(gradient));

        shapes.CheckLikeInput(targets, TargetsName);
        shapes.CheckLikeInput(upstream, nameof(upstream));
        shapes.CheckLikeInput(losses, nameof(losses));
        shapes.CheckLikeInput(gradient, nameof(gradient));

        // Where only one of them has a weight for each class, the other has one for each element, whatever the positions are.
        Positions = nint.Max(shapes.WeightPositions(weights, nameof(weights)), shapes.WeightPositions(posWeights, nameof(posWeights)));
        BatchSize = input.Shape.IsEmpty ? 1 : input.Shape[0];
        bound = new BoundBuffers
        {
            Device = input.Device,
            Input = input,
            Targets = targets,
            Weights = weights,
            PosWeights = posWeights,
            Upstream = upstream,
            Losses = losses,
            Gradient = gradient,
        };
    }

    /// <summary>Called after the last kernel: until then, the bound buffers are in use.</summary>
    internal readonly void KeepBuffersAlive() => bound.KeepAlive();

    /// <summary>Refuses to run CPU kernels on what is not in host memory, which only generated code could ask for.</summary>
    internal readonly void RequireHost() => bound.RequireHost();

    /// <summary>The buffers behind the slices, for the kernels of another device.</summary>
    internal readonly BoundBuffers Bound => bound;
}

using System.ComponentModel;
using System.Numerics;

namespace Gen.CrossEntropy.Kernels;

/// <summary>
/// One call of a declared function of the classes of each sample, such as a softmax: what its declaration fixes, and what its caller gave. Generated code fills it, from pinned spans or with
/// <see cref="Bind"/>, and runs it once.
/// </summary>
/// <typeparam name="T">The element type of everything.</typeparam>
/// <typeparam name="TReal">The type that kernels compute in: <see cref="double"/> for <see cref="double"/>, else <see cref="float"/>.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public unsafe struct MapCall<T, TReal>
    where T : unmanaged
    where TReal : unmanaged, IFloatingPointIeee754<TReal>
{
    /// <summary>What to compute: <see cref="LossPass.Forward"/> or <see cref="LossPass.Backward"/>.</summary>
    public LossPass Pass;

    /// <summary>C, the number of classes: at least 1.</summary>
    public int ClassCount;

    /// <summary>The samples of a block: at least 1.</summary>
    public int BlockRows;

    /// <summary>Whether the kernels of rows (S = 1) read and write elements of <typeparamref name="T"/> themselves; else 16 bits are converted around them.</summary>
    public bool NativeRows;

    /// <summary>The positions of a block, where samples have several; 0 for as many as <see cref="BlockRows"/>.</summary>
    public int BlockPositions;

    /// <summary>S, the positions of a sample: at least 1.</summary>
    public nint Positions;

    /// <summary>x, [N, C, S]; backward y, the result of the forward pass.</summary>
    public Slice<T> Input;

    /// <summary>u, [N, C, S]: the gradient of each element of y (backward).</summary>
    public Slice<T> Upstream;

    /// <summary>y, [N, C, S]: written (forward). May be exactly <see cref="Input"/>.</summary>
    public Slice<T> Output;

    /// <summary>dx, [N, C, S]: written (backward). May be exactly <see cref="Input"/> or <see cref="Upstream"/>.</summary>
    public Slice<T> Gradient;

    private string? inputName;
    private string? outputName;

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

    /// <summary>What the caller calls <see cref="Output"/>, for messages. "output" unless set.</summary>
    public string OutputName
    {
        readonly get => outputName ?? "output";
        set => outputName = value;
    }

    internal readonly bool IsForward => Pass == LossPass.Forward;

    /// <summary>
    /// Sets the slices and <see cref="Positions"/> from buffers. <see cref="ClassCount"/> and the names are set before. A buffer that the pass does not have is null.
    /// </summary>
    /// <param name="input">[C], [N, C] or [N, C, d1, …, dk].</param>
    /// <param name="upstream">The shape of the input.</param>
    /// <param name="output">The shape of the input.</param>
    /// <param name="gradient">The shape of the input.</param>
    /// <exception cref="ArgumentNullException"><paramref name="input"/> is null.</exception>
    /// <exception cref="ArgumentException">A shape does not fit, or the buffers are on different devices.</exception>
    /// <exception cref="NotSupportedException">The buffers are on a device that has no kernels for this function.</exception>
    /// <exception cref="ObjectDisposedException">A buffer was disposed.</exception>
    public void Bind(TensorBuffer<T> input, TensorBuffer<T>? upstream = null, TensorBuffer<T>? output = null, TensorBuffer<T>? gradient = null)
    {
        BufferShapes shapes = BufferShapes.Of(input, InputName, HasDeviceKernels);
        Input = shapes.Open(input, InputName);
        Upstream = shapes.Open(upstream, nameof(upstream));
        Output = shapes.Open(output, OutputName);
        Gradient = shapes.Open(gradient, nameof(gradient));

        Positions = shapes.Positions(ClassCount);
        shapes.CheckLikeInput(upstream, nameof(upstream));
        shapes.CheckLikeInput(output, OutputName);
        shapes.CheckLikeInput(gradient, nameof(gradient));
        bound = new BoundBuffers { Device = input.Device, Input = input, Upstream = upstream, Output = output, Gradient = gradient };
    }

    /// <summary>Called after the last kernel: until then, the bound buffers are in use.</summary>
    internal readonly void KeepBuffersAlive() => bound.KeepAlive();

    /// <summary>Refuses to run CPU kernels on what is not in host memory, which only generated code could ask for.</summary>
    internal readonly void RequireHost() => bound.RequireHost();

    /// <summary>The buffers behind the slices, for the kernels of another device.</summary>
    internal readonly BoundBuffers Bound => bound;
}

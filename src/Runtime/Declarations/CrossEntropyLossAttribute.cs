namespace Gen.CrossEntropy;

/// <summary>
/// Declares a cross-entropy loss: the partial class that carries it gets the members Forward, Backward and ForwardBackward, compiled for exactly these options.
/// </summary>
/// <remarks>
/// <para>With p = softmax(x) over the C classes of a sample, class weights w (1 where none are given) and label smoothing ε:</para>
/// <para>class indices: l = -(1-ε)·w[t]·ln p[t] - (ε/C)·Σ_c w[c]·ln p[c], and 0 where t is the ignore index;</para>
/// <para>class probabilities: l = -Σ_c w[c]·((1-ε)·q[c] + ε/C)·ln p[c].</para>
/// <para>
/// Every x above stands for z = cap·tanh(scale·x/cap), or scale·x without a cap, where <see cref="LogitScale"/> or <see cref="Softcap"/> is declared; gradients go through it.
/// <see cref="FocalGamma"/>, <see cref="PolyEpsilon"/> and <see cref="ZLoss"/> add to the loss of each sample before the reduction, and share its divisor.
/// </para>
/// <para>
/// The class may be nested, of any accessibility except <c>file</c>, and in any namespace; not static, not a record, not generic. An impossible combination of options is a compile error that
/// says what to write instead.
/// </para>
/// </remarks>
/// <example>
/// <code>
/// [CrossEntropyLoss(10, LabelSmoothing = 0.1)]
/// public partial class DigitLoss;
/// </code>
/// </example>
/// <param name="classCount">C, the number of classes: 1 to 2^20.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = false, Inherited = false)]
public sealed class CrossEntropyLossAttribute(int classCount) : Attribute
{
    /// <summary>C, the number of classes.</summary>
    public int ClassCount { get; } = classCount;

    /// <summary>The element type of logits, target probabilities and gradient. Default: <see cref="DType.Float32"/>.</summary>
    public DType DType { get; set; } = DType.Float32;

    /// <summary>What a target is. Default: <see cref="TargetKind.ClassIndices"/>.</summary>
    public TargetKind Target { get; set; } = TargetKind.ClassIndices;

    /// <summary>How the losses of a batch become the result. Default: <see cref="Reduction.Mean"/>.</summary>
    public Reduction Reduction { get; set; } = Reduction.Mean;

    /// <summary>ε, the share of the target that is spread evenly over all C classes: 0 to 1. Default: 0.</summary>
    public double LabelSmoothing { get; set; }

    /// <summary>
    /// The target value that marks a sample as ignored: its loss and its gradient are 0, its logits are never read, and it does not count in the mean. Any value, inside or outside [0, C); one that
    /// the target's type cannot hold never matches. Not for class probabilities. Default: -100.
    /// </summary>
    public long IgnoreIndex { get; set; } = -100;

    /// <summary>w, one weight per class, as constants of the loss; null for none. Excludes <see cref="ClassWeightsPerCall"/>. Default: null.</summary>
    public double[]? ClassWeights { get; set; }

    /// <summary>Whether the class weights are given at each call, as the parameter <c>classWeights</c>. Default: false.</summary>
    public bool ClassWeightsPerCall { get; set; }

    /// <summary>
    /// λ: adds λ·(ln Σ_c exp(z[c]))² to the loss of each sample that is not ignored, without its class weight, which keeps the logits near the scale where their exponentials sum to 1. Finite,
    /// 0 or more. Default: 0, nothing is added.
    /// </summary>
    public double ZLoss { get; set; }

    /// <summary>The factor of every logit, before the softcap and the softmax: 1 / temperature. Finite and above 0. Default: 1.</summary>
    public double LogitScale { get; set; } = 1;

    /// <summary>The cap of the scaled logits: z = cap·tanh(scale·x/cap) lies between -cap and cap. Finite, 0 or more. Default: 0, no cap.</summary>
    public double Softcap { get; set; }

    /// <summary>
    /// γ: multiplies the part of the loss that comes from the target's own class by (1 - p[t])^γ (focal loss), so that samples that are right already count less. Label smoothing's part is left alone.
    /// Finite, 0 or more. Needs class indices. Default: 0, no factor.
    /// </summary>
    public double FocalGamma { get; set; }

    /// <summary>ε₁: adds ε₁·w[t]·(1 - p[t]) to the loss of each sample that is not ignored (PolyLoss). Finite. Needs class indices. Default: 0, nothing is added.</summary>
    public double PolyEpsilon { get; set; }

    /// <summary>What else is written for each sample: each of these adds a span to the parameters of the passes that compute the loss. Default: <see cref="LossOutputs.None"/>.</summary>
    public LossOutputs Outputs { get; set; }

    /// <summary>
    /// Whether this loss must have kernels for GPUs. They are made wherever the project references Gen.CrossEntropy.Ilgpu; with true, a project that does not reference it is refused instead of compiled
    /// for CPUs alone. Default: false.
    /// </summary>
    public bool Gpu { get; set; }
}

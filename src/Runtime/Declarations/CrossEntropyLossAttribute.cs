namespace Gen.CrossEntropy;

/// <summary>
/// Declares a cross-entropy loss: the partial class that carries it gets the members Forward, Backward and ForwardBackward, compiled for exactly these options.
/// </summary>
/// <remarks>
/// <para>With p = softmax(x) over the C classes of a sample, class weights w (1 where none are given) and label smoothing ε:</para>
/// <para>class indices: l = -(1-ε)·w[t]·ln p[t] - (ε/C)·Σ_c w[c]·ln p[c], and 0 where t is the ignore index;</para>
/// <para>class probabilities: l = -Σ_c w[c]·((1-ε)·q[c] + ε/C)·ln p[c].</para>
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

    /// <summary>The element type. Default: <see cref="DType.Float32"/>.</summary>
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
}

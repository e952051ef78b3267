namespace Gen.CrossEntropy;

/// <summary>
/// Declares a negative log-likelihood loss over given log-probabilities: the partial class that carries it gets the members Forward, Backward and ForwardBackward, compiled for exactly these options.
/// </summary>
/// <remarks>
/// <para>With log-probabilities lp, class indices t and class weights w (1 where none are given): l = -w[t]·lp[t], and 0 where t is the ignore index.</para>
/// <para>
/// Only the selected entry of a sample is read. The gradient with respect to lp is -w[t]·g/D there and 0 elsewhere, with D = Σ w[t] over the samples that are not ignored (mean) or 1 (sum, none).
/// An infinite entry gives an infinite loss and a finite gradient. The log-probabilities need not be normalised.
/// </para>
/// <para>The rules for the class itself are those of <see cref="CrossEntropyLossAttribute"/>.</para>
/// </remarks>
/// <example>
/// <code>
/// [NLLLoss(10)]
/// public partial class DigitLoss;
/// </code>
/// </example>
/// <param name="classCount">C, the number of classes: 1 to 2^20.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = false, Inherited = false)]
public sealed class NLLLossAttribute(int classCount) : Attribute
{
    /// <summary>C, the number of classes.</summary>
    public int ClassCount { get; } = classCount;

    /// <summary>The element type of log-probabilities and gradient. Default: <see cref="DType.Float32"/>.</summary>
    public DType DType { get; set; } = DType.Float32;

    /// <summary>How the losses of a batch become the result: none, sum or mean. Default: <see cref="Reduction.Mean"/>.</summary>
    public Reduction Reduction { get; set; } = Reduction.Mean;

    /// <summary>
    /// The target value that marks a sample as ignored: its loss and its gradient are 0, its log-probabilities are never read, and it does not count in the mean. Any value, inside or outside [0, C);
    /// one that the target's type cannot hold never matches. Default: -100.
    /// </summary>
    public long IgnoreIndex { get; set; } = -100;

    /// <summary>w, one weight per class, as constants of the loss; null for none. Excludes <see cref="ClassWeightsPerCall"/>. Default: null.</summary>
    public double[]? ClassWeights { get; set; }

    /// <summary>Whether the class weights are given at each call, as the parameter <c>classWeights</c>. Default: false.</summary>
    public bool ClassWeightsPerCall { get; set; }

    /// <summary>
    /// Whether this loss must have kernels for GPUs. They are made wherever the project references Gen.CrossEntropy.Ilgpu; with true, a project that does not reference it is refused instead of compiled
    /// for CPUs alone. Default: false.
    /// </summary>
    public bool Gpu { get; set; }
}

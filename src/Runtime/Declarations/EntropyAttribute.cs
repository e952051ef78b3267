namespace Gen.CrossEntropy;

/// <summary>
/// Declares the entropy of each sample's distribution over its classes: the partial class that carries it gets the members Forward, Backward and ForwardBackward, compiled for exactly these options.
/// </summary>
/// <remarks>
/// <para>H = -Σ_c p[c]·ln p[c], in nats, with 0·ln 0 = 0; p is the input, or softmax(x) of logits x. The mean divides by the number of samples.</para>
/// <para>
/// The gradient with respect to probabilities is -(ln p[c] + 1)·g, +∞ at p[c] = 0; with respect to logits -p[c]·(ln p[c] + H)·g, 0 where p[c] = 0. For the mean, g is divided by its divisor.
/// </para>
/// <para>The rules for the class itself are those of <see cref="CrossEntropyLossAttribute"/>.</para>
/// </remarks>
/// <example>
/// <code>
/// [Entropy(10, PredictionKind.Logits)]
/// public partial class DigitEntropy;
/// </code>
/// </example>
/// <param name="classCount">C, the number of classes: 1 to 2^20.</param>
/// <param name="prediction">What the input is.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = false, Inherited = false)]
public sealed class EntropyAttribute(int classCount, PredictionKind prediction) : Attribute
{
    /// <summary>C, the number of classes.</summary>
    public int ClassCount { get; } = classCount;

    /// <summary>What the input is: logits or probabilities. It names the first parameter.</summary>
    public PredictionKind Prediction { get; } = prediction;

    /// <summary>The element type of input and gradient. Default: <see cref="DType.Float32"/>.</summary>
    public DType DType { get; set; } = DType.Float32;

    /// <summary>How the entropies of a batch become the result: none, sum or mean. Default: <see cref="Reduction.Mean"/>.</summary>
    public Reduction Reduction { get; set; } = Reduction.Mean;

    /// <summary>
    /// Whether this loss must have kernels for GPUs. They are made wherever the project references Gen.CrossEntropy.Ilgpu; with true, a project that does not reference it is refused instead of compiled
    /// for CPUs alone. Default: false.
    /// </summary>
    public bool Gpu { get; set; }
}

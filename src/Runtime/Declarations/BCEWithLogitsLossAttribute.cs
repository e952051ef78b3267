namespace Gen.CrossEntropy;

/// <summary>
/// Declares a binary cross-entropy of logits, element by element: the partial class that carries it gets the members Forward, Backward
/// and ForwardBackward, compiled for exactly these options.
/// </summary>
/// <remarks>
/// <para>With logits x, targets y, weights w and positive weights v (1 where none are given), and m = max(-x, 0):</para>
/// <para>l = w·[(1 - y)·x + (1 + (v - 1)·y)·(ln(exp(-m) + exp(-x - m)) + m)].</para>
/// <para>The gradient with respect to x is w·g·[(v·y + 1 - y)·σ(x) - v·y] with σ(x) = 1 / (1 + exp(-x)), divided by the number of elements for the mean; weights are not in that number.</para>
/// <para>Neither overflows for any finite x. Targets may be anything.</para>
/// <para>The rules for the class itself are those of <see cref="CrossEntropyLossAttribute"/>.</para>
/// </remarks>
/// <example>
/// <code>
/// [BCEWithLogitsLoss]
/// public partial class TagLoss;
/// </code>
/// </example>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = false, Inherited = false)]
public sealed class BCEWithLogitsLossAttribute : Attribute
{
    /// <summary>The element type of everything but the result. Default: <see cref="DType.Float32"/>.</summary>
    public DType DType { get; set; } = DType.Float32;

    /// <summary>How the losses of the elements become the result: none, sum or mean. Default: <see cref="Reduction.Mean"/>.</summary>
    public Reduction Reduction { get; set; } = Reduction.Mean;

    /// <summary>
    /// Whether weights w are given at each call, as the parameter <c>weights</c>: as many as there are elements, or fewer, K, where element i has w[(i / S) mod K] with S positions; as a buffer in the
    /// shape of the input, or [C] along axis 1 (axis 0 of a vector). Default: false, every w is 1.
    /// </summary>
    public bool WeightsPerCall { get; set; }

    /// <summary>
    /// v, the weight of the positive part of every element, as a constant of the loss: above 1, misses cost more than false alarms. Finite, 0 or more. Excludes <see cref="PosWeightsPerCall"/>.
    /// Default: 1.
    /// </summary>
    public double PosWeight { get; set; } = 1;

    /// <summary>Whether positive weights v are given at each call, as the parameter <c>posWeights</c>, in the forms that <see cref="WeightsPerCall"/> describes. Default: false.</summary>
    public bool PosWeightsPerCall { get; set; }

    /// <summary>
    /// Whether this loss must have kernels for GPUs. They are made wherever the project references Gen.CrossEntropy.Ilgpu; with true, a project that does not reference it is refused instead of compiled
    /// for CPUs alone. Default: false.
    /// </summary>
    public bool Gpu { get; set; }
}

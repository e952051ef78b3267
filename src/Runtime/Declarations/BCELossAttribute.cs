namespace Gen.CrossEntropy;

/// <summary>
/// Declares a binary cross-entropy of given probabilities, element by element: the partial class that carries it gets the members Forward, Backward
/// and ForwardBackward, compiled for exactly these options.
/// </summary>
/// <remarks>
/// <para>With probabilities x, targets y and weights w (1 where none are given): l = -w·[y·max(ln x, -100) + (1 - y)·max(ln(1 - x), -100)].</para>
/// <para>The gradient with respect to x is w·g·(x - y) / max(x·(1 - x), 1e-12), divided by the number of elements for the mean; weights are not in that number.</para>
/// <para>A probability that is NaN or outside [0, 1] is refused, with its element, before anything is written. Targets may be anything.</para>
/// <para>The rules for the class itself are those of <see cref="CrossEntropyLossAttribute"/>.</para>
/// </remarks>
/// <example>
/// <code>
/// [BCELoss]
/// public partial class TagLoss;
/// </code>
/// </example>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = false, Inherited = false)]
public sealed class BCELossAttribute : Attribute
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
    /// Whether this loss must have kernels for GPUs. They are made wherever the project references Gen.CrossEntropy.Ilgpu; with true, a project that does not reference it is refused instead of compiled
    /// for CPUs alone. Default: false.
    /// </summary>
    public bool Gpu { get; set; }
}

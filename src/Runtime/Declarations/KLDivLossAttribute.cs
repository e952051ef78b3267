namespace Gen.CrossEntropy;

/// <summary>
/// Declares a Kullback-Leibler divergence of targets from given log-probabilities, element by element: the partial class that carries it gets the members Forward, Backward
/// and ForwardBackward, compiled for exactly these options.
/// </summary>
/// <remarks>
/// <para>With log-probabilities x and target probabilities t: l = t·ln t - t·x, where t·ln t is 0 at t = 0. With <see cref="LogTarget"/>, t being log-probabilities: l = exp(t)·(t - x).</para>
/// <para>The gradient with respect to x is -t·g, or -exp(t)·g, divided by the divisor of the mean. The loss is NaN at t &lt; 0, and at x = -∞ with t = 0.</para>
/// <para>
/// The mean divides by the number of elements; <see cref="Reduction.BatchMean"/> divides by the extent of the first axis, as the definition of the divergence does: calls with spans give it as the
/// parameter <c>batchSize</c>.
/// </para>
/// <para>The rules for the class itself are those of <see cref="CrossEntropyLossAttribute"/>.</para>
/// </remarks>
/// <example>
/// <code>
/// [KLDivLoss]
/// public partial class StudentLoss;
/// </code>
/// </example>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = false, Inherited = false)]
public sealed class KLDivLossAttribute : Attribute
{
    /// <summary>The element type of everything but the result. Default: <see cref="DType.Float32"/>.</summary>
    public DType DType { get; set; } = DType.Float32;

    /// <summary>How the losses of the elements become the result: none, sum, mean or batch mean. Default: <see cref="Reduction.Mean"/>.</summary>
    public Reduction Reduction { get; set; } = Reduction.Mean;

    /// <summary>Whether the targets are log-probabilities, given as the parameter <c>logTargets</c>. Default: false.</summary>
    public bool LogTarget { get; set; }

    /// <summary>
    /// Whether this loss must have kernels for GPUs. They are made wherever the project references Gen.CrossEntropy.Ilgpu; with true, a project that does not reference it is refused instead of compiled
    /// for CPUs alone. Default: false.
    /// </summary>
    public bool Gpu { get; set; }
}

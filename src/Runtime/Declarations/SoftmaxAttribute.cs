namespace Gen.CrossEntropy;

/// <summary>
/// Declares a softmax over the classes of each sample: the partial class that carries it gets the members Forward and Backward, compiled for exactly these options.
/// </summary>
/// <remarks>
/// <para>Forward, of logits x: y[c] = exp(x[c] - m) / Σ_k exp(x[k] - m), with m = max_c x[c]. An x of -∞ has the probability 0; a sample all -∞, or with a +∞ or a NaN, is NaN.</para>
/// <para>Backward, of Forward's result y and the upstream gradient g, which has y's layout: dx[c] = y[c]·(g[c] - Σ_k g[k]·y[k]).</para>
/// <para>Layouts are [N, C], [N, C, S] with S positions, or [C]. What is written may be exactly the memory of an input, which it then replaces; any other overlap is refused.</para>
/// <para>The rules for the class itself are those of <see cref="CrossEntropyLossAttribute"/>.</para>
/// </remarks>
/// <example>
/// <code>
/// [Softmax(10)]
/// public partial class DigitSoftmax;
/// </code>
/// </example>
/// <param name="classCount">C, the number of classes: 1 to 2^20.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = false, Inherited = false)]
public sealed class SoftmaxAttribute(int classCount) : Attribute
{
    /// <summary>C, the number of classes.</summary>
    public int ClassCount { get; } = classCount;

    /// <summary>The element type of everything. Default: <see cref="DType.Float32"/>.</summary>
    public DType DType { get; set; } = DType.Float32;

    /// <summary>
    /// Whether this loss must have kernels for GPUs. They are made wherever the project references Gen.CrossEntropy.Ilgpu; with true, a project that does not reference it is refused instead of compiled
    /// for CPUs alone. Default: false.
    /// </summary>
    public bool Gpu { get; set; }
}

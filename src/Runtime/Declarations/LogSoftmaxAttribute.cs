namespace Gen.CrossEntropy;

/// <summary>
/// Declares a log-softmax over the classes of each sample: the partial class that carries it gets the members Forward and Backward, compiled for exactly these options.
/// </summary>
/// <remarks>
/// <para>Forward, of logits x: y[c] = (x[c] - m) - ln Σ_k exp(x[k] - m), with m = max_c x[c]. An x of -∞ gives -∞; a sample all -∞, or with a +∞ or a NaN, is NaN.</para>
/// <para>Backward, of Forward's result y and the upstream gradient g, which has y's layout: dx[c] = g[c] - exp(y[c])·Σ_k g[k].</para>
/// <para>Layouts are [N, C], [N, C, S] with S positions, or [C]. What is written may be exactly the memory of an input, which it then replaces; any other overlap is refused.</para>
/// <para>The rules for the class itself are those of <see cref="CrossEntropyLossAttribute"/>.</para>
/// </remarks>
/// <example>
/// <code>
/// [LogSoftmax(10)]
/// public partial class DigitLogSoftmax;
/// </code>
/// </example>
/// <param name="classCount">C, the number of classes: 1 to 2^20.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = false, Inherited = false)]
public sealed class LogSoftmaxAttribute(int classCount) : Attribute
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

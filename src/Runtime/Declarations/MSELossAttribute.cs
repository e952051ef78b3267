namespace Gen.CrossEntropy;

/// <summary>
/// Declares a squared error, element by element: the partial class that carries it gets the members Forward, Backward
/// and ForwardBackward, compiled for exactly these options.
/// </summary>
/// <remarks>
/// <para>With predictions x and targets y: l = (x - y)². The gradient with respect to x is 2·(x - y)·g, divided by the number of elements for the mean.</para>
/// <para>The rules for the class itself are those of <see cref="CrossEntropyLossAttribute"/>.</para>
/// </remarks>
/// <example>
/// <code>
/// [MSELoss]
/// public partial class PriceLoss;
/// </code>
/// </example>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = false, Inherited = false)]
public sealed class MSELossAttribute : Attribute
{
    /// <summary>The element type of everything but the result. Default: <see cref="DType.Float32"/>.</summary>
    public DType DType { get; set; } = DType.Float32;

    /// <summary>How the losses of the elements become the result: none, sum or mean. Default: <see cref="Reduction.Mean"/>.</summary>
    public Reduction Reduction { get; set; } = Reduction.Mean;

    /// <summary>
    /// Whether this loss must have kernels for GPUs. They are made wherever the project references Gen.CrossEntropy.Ilgpu; with true, a project that does not reference it is refused instead of compiled
    /// for CPUs alone. Default: false.
    /// </summary>
    public bool Gpu { get; set; }
}

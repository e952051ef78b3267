using System.Globalization;
using Gen.CrossEntropy.Testing;

namespace Gen.CrossEntropy.Kernel.Tests.Accuracy;

/// <summary>
/// The error that a loss and its gradient do not exceed: so many units of the size, each a unit in the last place of 1, and those of <see cref="Sums"/> more. Float16 and BFloat16 are computed in
/// Float32 and have its promise; where a result is stored in 16 bits, half a unit in its last place comes on top.
/// </summary>
/// <param name="Loss">The name of the loss in <see cref="MeasuredLoss.All"/>.</param>
/// <param name="Float32Loss">Of the loss, or of the output of a softmax, in Float32.</param>
/// <param name="Float32Gradient">Of the gradient in Float32.</param>
/// <param name="Float64Loss">Of the loss in Float64.</param>
/// <param name="Float64Gradient">Of the gradient in Float64.</param>
internal sealed record Promise(string Loss, int Float32Loss, int Float32Gradient, int Float64Loss, int Float64Gradient)
{
    /// <summary>The columns of its table.</summary>
    public const int Columns = 5;

    /// <summary>A sum over many rows in Float32 is so near the exact sum of the rows' exact losses, relatively; half a unit in the last place of a Float32 is 6e-8 of that.</summary>
    public const double SumOfRows = 1e-7;

    /// <summary>What the document says of sums.</summary>
    public static readonly string SumText = "within 1e-7";

    /// <summary>The table. Measured for docs/numerics.md and rounded up.</summary>
    public static readonly IReadOnlyList<Promise> All =
    [
        new("cross_entropy", 3, 3, 3, 3),
        new("cross_entropy, smoothing", 3, 3, 3, 3),
        new("cross_entropy, weights", 3, 3, 3, 3),
        new("cross_entropy, probabilities", 3, 3, 3, 3),
        new("cross_entropy, z-loss", 3, 3, 3, 3),
        new("cross_entropy, softcap", 3, 3, 3, 3),
        new("cross_entropy, focal 2", 3, 3, 3, 3),
        new("cross_entropy, focal 0.5", 3, 3, 3, 3),
        new("cross_entropy, poly", 3, 3, 3, 3),
        new("nll", 1, 1, 1, 1),
        new("softmax", 3, 2, 3, 2),
        new("log_softmax", 3, 2, 3, 2),
        new("entropy of logits", 3, 2, 3, 2),
        new("entropy of probabilities", 3, 2, 3, 2),
        new("bce", 3, 3, 3, 3),
        new("bce_with_logits", 2, 2, 2, 2),
        new("bce_with_logits, weights", 3, 3, 3, 3),
        new("kl_div", 2, 1, 2, 1),
        new("kl_div, log_target", 2, 2, 2, 2),
        new("mse", 2, 1, 2, 1),
    ];

    /// <summary>The promise for a loss.</summary>
    public static Promise Of(MeasuredLoss loss) => All.Single(promise => promise.Loss == loss.Name);

    /// <summary>The units promised to a declaration.</summary>
    public (double Loss, double Gradient) Units(Declaration declaration)
    {
        double sums = declaration.IsElementwise || declaration.Kind == LossKind.NLL ? 0 : Sums(declaration.ClassCount);
        return declaration.DType == DType.Float64 ? (Float64Loss + sums, Float64Gradient + sums) : (Float32Loss + sums, Float32Gradient + sums);
    }

    /// <summary>
    /// The units of a sum over C classes: half a unit for each addition to one accumulator. There are four, and beyond 32 additions each is closed after about √(C/4), and as many parts follow; vectors along the
    /// row have as many times more.
    /// </summary>
    public static double Sums(int classCount) => Math.Min(classCount / 8.0, 12 + (Math.Sqrt(classCount) / 2));

    /// <summary>The row of the document's table.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"| {Loss} | {Float32Loss} | {Float32Gradient} | {Float64Loss} | {Float64Gradient} |");
}

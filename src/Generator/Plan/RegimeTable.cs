using Gen.CrossEntropy.Generator.Model;

namespace Gen.CrossEntropy.Generator.Plan;

/// <summary>
/// The class counts at which one regime hands over to the next.
/// </summary>
/// <param name="Width">The vectors.</param>
/// <param name="DType">The element type.</param>
/// <param name="LanePerSample">The largest class count whose samples each take a lane, all classes in registers.</param>
/// <param name="RowVectors">The largest number of vectors in a row that is held in registers as a whole.</param>
/// <param name="Measurement">What the two numbers rest on.</param>
internal sealed record RegimeThresholds(VectorWidth Width, DType DType, int LanePerSample, int RowVectors, string Measurement);

/// <summary>Thresholds as data: one row for each vector width and element type.</summary>
internal static class RegimeTable
{
    /// <summary>Steps of a rolled loop in one round.</summary>
    public const int Unroll = 4;

    public static readonly IReadOnlyList<RegimeThresholds> Rows =
    [
        new(VectorWidth.Vector512, DType.Float32, 22, 16, "32 registers"),
        new(VectorWidth.Vector512, DType.Float64, 22, 16, "32 registers"),
        new(VectorWidth.Vector256, DType.Float32, 22, 16, "16 registers"),
        new(VectorWidth.Vector256, DType.Float64, 22, 16, "16 registers"),
        new(VectorWidth.Vector128, DType.Float32, 22, 16, "16 registers"),
        new(VectorWidth.Vector128, DType.Float64, 22, 16, "16 registers"),
        new(VectorWidth.Scalar, DType.Float32, 22, 0, "no vectors: a row longer than the registers is a loop"),
        new(VectorWidth.Scalar, DType.Float64, 22, 0, "no vectors: a row longer than the registers is a loop"),
    ];

    public static RegimeThresholds For(VectorWidth width, DType dtype) => Rows.First(r => r.Width == width && r.DType == dtype);
}

using Gen.CrossEntropy.Generator.Model;

namespace Gen.CrossEntropy.Generator.Plan;

/// <summary>
/// The class counts at which one regime hands over to the next.
/// </summary>
/// <param name="Width">The vectors.</param>
/// <param name="DType">The element type.</param>
/// <param name="LanePerSample">The largest class count whose samples each take a lane, all classes in registers; at least a vector's lanes less one, since a row must fill a vector beyond it.</param>
/// <param name="GroupClasses">The largest class count whose rows go in groups; 0 for none.</param>
/// <param name="RowVectors">The largest number of vectors in a row that is held in registers as a whole.</param>
/// <param name="Measurement">What the numbers rest on.</param>
internal sealed record RegimeThresholds(VectorWidth Width, DType DType, int LanePerSample, int GroupClasses, int RowVectors, string Measurement);

/// <summary>Thresholds as data: one row for each vector width and element type.</summary>
internal static class RegimeTable
{
    /// <summary>Steps of a rolled loop in one round.</summary>
    public const int Unroll = 4;

    /// <summary>The largest class count that takes a lane per sample, and the most vectors of a row in registers, where a class needs more than one exponential: unrolled text must stay short for the JIT.</summary>
    public const int DearLanePerSample = 10, DearRowVectors = 4;

    /// <summary>The first classes of a row in a group, from which its reference is guessed: they come by one transposition.</summary>
    public const int GuessOfGroup = 4;

    /// <summary>The first vectors of a long row, from which its reference is guessed. C = 1000, forward: 0.166 ns a logit, 0.184 with a walk for the maximum; from memory 0.30, 0.46.</summary>
    public const int GuessVectors = 4;

    /// <summary>
    /// The fewest classes whose rows of BFloat16 kernels read and write themselves, in loops; shorter ones are converted in blocks around kernels of float, in groups. 2026-11-21, forward and (with backward), in loops
    /// against converted: C = 1000 0.19 (0.31), 0.24 (0.45); C = 256 0.29 (0.42), 0.28 (0.51); C = 128 0.33 (0.57), 0.31 (0.47); from memory C = 1000 0.20 (0.44), 0.38 (0.63).
    /// Float16, whose conversions are 12 and 18 instructions instead of 2 and 8, is always converted around: C = 1000 0.33 (0.68), 0.33 (0.61).
    /// </summary>
    public const int BFloat16Loops = 256;

    /// <summary>
    /// How far ahead a long row's first walk, or one over elements, asks for what it will read. 10^7 elements of BCE with logits, forward: 0.73 to 0.79 ns an element, without 1.03 to 1.22. (Groups of rows ask
    /// for the next group. C = 100 from memory, forward: 0.36 ns a logit, 0.47 without, 0.44 half a group ahead, 0.43 two groups.)
    /// </summary>
    public const int AheadBytes = 4096;

    /// <summary>
    /// The smallest row that is walked in several places at once, and how far ahead each then asks. From memory, one thread, forward and (with backward). Intel Xeon, 2026-11-21: C = 16384 0.25 (0.50), side by side 0.33 (0.60);
    /// C = 131072 0.22 (0.51), 0.34 (0.60); C = 4096 0.37 (0.59), 0.33 (0.53). AMD EPYC (Zen 5), 2026-11-22: C = 50257 0.122 (0.253), 0.122 (0.335); C = 32768 0.128 (0.257), 0.115 (0.281); C = 8192 0.175 (0.271), 0.125 (0.272).
    /// </summary>
    public const int SpreadBytes = 65536, SpreadAheadBytes = 2048;

    /// <summary>How many positions ahead a kernel of positions asks for what it will read of each class. [8, 19, 512²], forward, ns a logit: 16 ahead 0.44, 32 0.49, 64 0.39, 128 0.41, 256 0.55.</summary>
    public const int PositionsAhead = 64;

    /// <summary>
    /// The most positions of a tile, the bytes that its exponentials may take, and what its positions are a multiple of: the lanes of any vector. [4, 80, 256²] from memory, one thread, 2026-11-21, forward and with backward:
    /// 256 positions 0.36, 0.60, 512 0.31, 0.55, 1024, whose stretches are pages, 0.27, 0.52. A quarter of a second-level cache of 2 MB holds the exponentials.
    /// </summary>
    public const int TilePositions = 1024, TileBytes = 512 * 1024, TileStep = 16;

    /// <summary>The tiles of a block of positions: of all but the last the gradient is written as the next one is read. And the class count up to which blocks need no tiles.</summary>
    public const int TilesOfBlock = 4, BlockOfTiles = 20;

    /// <summary>
    /// The fewest vectors of a row whose gradient is written on the walk that sums the next rows. AMD EPYC (Zen 5), 2026-11-22, forward and backward, against each group's or row's gradient before the next: 512 bits C = 32 0.284, 0.272;
    /// C = 48 0.208, 0.211; C = 64 0.166, 0.186; C = 100 0.164, 0.188; C = 1000 0.141, 0.154; 256 bits C = 24 0.445, 0.448; C = 64 0.319, 0.337.
    /// </summary>
    public const int OverlapVectors = 3;

    /// <summary>The elements of the largest group of rows that also asks for the lines it will write. C = 32: 0.47 with, 0.68 without; C = 256: 0.27 with, 0.25 without.</summary>
    public const int OutputAheadElements = 1024;

    // ns per logit of ForwardBackward on 32 K to 64 K logits in cache, .NET 10, an Intel Xeon with AVX-512, two cores that had other work too: the least of many calls, 2026-11-21. The borders of a lane per sample of
    // Float64 on other widths than Vector512 are against single rows in registers, before there were groups. All before rows' gradients were written on the next ones' walk; on an AMD EPYC (Zen 5), 2026-11-22, then:
    // 512 bits C = 28 a lane per sample 0.39, a group 0.39; C = 24 0.33, 0.44; C = 30 0.68, 0.38; 256 bits C = 20 0.51, 0.55; C = 24 0.63, 0.44.
    public static readonly IReadOnlyList<RegimeThresholds> Rows =
    [
        new(VectorWidth.Vector512, DType.Float32, 28, 384, 0, "C = 28: a lane per sample 0.37, a group of rows 0.60; C = 32: 0.68, 0.47. C = 256: a group 0.25 (forward 0.18), one row in registers 0.25 (0.23), in loops 0.31 (0.27); C = 512: 0.27 (0.17), in loops 0.24 (0.20)."),
        new(VectorWidth.Vector512, DType.Float64, 22, 384, 0, "C = 22: a lane per sample 2.36, lanes along the row 2.54; C = 32: 2.24, 1.86. Groups: by the border of Float32 on Vector512, where a group fills more of the cache."),
        new(VectorWidth.Vector256, DType.Float32, 20, 640, 0, "C = 20: a lane per sample 1.11 (forward 0.62), a group of rows 0.99 (0.84); C = 24: 1.18 (0.69), 0.75 (0.72); C = 32: 1.28 (0.69), 0.64 (0.56). C = 640: a group 0.38 (0.34), in loops 0.43 (0.37); C = 1000: 0.39 (0.33), 0.43 (0.34), and loops ask ahead."),
        new(VectorWidth.Vector256, DType.Float64, 32, 384, 0, "C = 32: a lane per sample 1.89, lanes along the row 2.03; C = 48: 2.51, 1.96. Groups: by the border of Float32 on Vector512, where a group fills more of the cache."),
        new(VectorWidth.Vector128, DType.Float32, 20, 640, 0, "C = 20: a lane per sample 2.27 (forward 1.26), a group of rows 2.41 (2.31); C = 24: 2.14 against lanes along a row 2.06, a group 2.17 (2.09). C = 640: a group 1.06 (1.01), in loops 1.18 (1.04); C = 1000: 1.12 (0.99), 1.13 (0.98)."),
        new(VectorWidth.Vector128, DType.Float64, 16, 384, 0, "C = 16: a lane per sample 5.80, lanes along the row 6.27; C = 28: 5.35, 5.06. Groups: by the border of Float32 on Vector512, where a group fills more of the cache."),
        new(VectorWidth.Scalar, DType.Float32, 0, 0, 16, "A lane is a sample either way; without masks C = 16 takes 7.4 instead of 9.1. Loops as fast from 64 classes."),
        new(VectorWidth.Scalar, DType.Float64, 0, 0, 16, "A lane is a sample either way; without masks C = 16 takes 10.6 instead of 13.9."),
    ];

    public static RegimeThresholds For(VectorWidth width, DType dtype) => Rows.First(r => r.Width == width && r.DType == dtype);
}

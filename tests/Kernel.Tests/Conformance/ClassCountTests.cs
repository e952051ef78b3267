using Gen.CrossEntropy.Generator.Plan;
using Gen.CrossEntropy.Testing;
using Xunit;

namespace Gen.CrossEntropy.Kernel.Tests.Conformance;

/// <summary>Class counts: all small ones, and both sides of every border between regimes. The options go round through the matrix, a step with each class count.</summary>
public sealed class ClassCountTests
{
    public static TheoryData<VectorWidth, DType> Runs => Suite.Runs;

    [SkippableTheory]
    [MemberData(nameof(Runs))]
    public void EveryClassCount_AgreesWithTheInterpreter(VectorWidth width, DType dtype) =>
        Suite.Check(width, [.. Declarations(dtype)], declaration => BatchesOf(declaration, Suite.Lanes(width, dtype)));

    /// <summary>The borders of kernels that read 16 bits themselves: whole vectors and not, whole lines and not, rows that are walked in several places at once.</summary>
    [SkippableTheory]
    [InlineData(VectorWidth.Scalar)]
    [InlineData(VectorWidth.Vector128)]
    [InlineData(VectorWidth.Vector256)]
    [InlineData(VectorWidth.Vector512)]
    public void LongRowsOfBFloat16_AgreeWithTheInterpreter(VectorWidth width) =>
        Suite.Check(
            width,
            [.. ((int[])[255, 256, 257, 272, 275, 281, 288, 319, 320, 1025, 4099, 32_768, 32_805]).Select(c => OptionMatrix.At(c * 23, c, DType.BFloat16))],
            declaration => [.. BatchesOf(declaration, Suite.Lanes(width, DType.BFloat16)), Batches.Of(declaration, 1, 17)]);

    /// <summary>A step of 23 goes through all combinations before it comes to one again.</summary>
    internal static IEnumerable<Declaration> Declarations(DType dtype) => ClassCounts(dtype).Select(c => OptionMatrix.At(c * 23, c, dtype));

    private static IEnumerable<Batch> BatchesOf(Declaration declaration, int lanes)
    {
        bool many = declaration.ClassCount > 512;
        IndexType type = declaration.ClassCount <= 200 ? (IndexType)(declaration.ClassCount % 3) : (IndexType)(declaration.ClassCount % 2);
        yield return Batches.Of(declaration, many ? 3 : (2 * lanes) + 3, 1, type);
        yield return Batches.Of(declaration, many ? 1 : 2, many ? 3 : lanes + 2, type);
    }

    // 1 to 4·lanes + 3 of the widest vectors, the neighbours of every threshold of the table for any width, rows whose exponentials need more than 16 KB, and one that is walked in several places at once.
    private static SortedSet<int> ClassCounts(DType dtype)
    {
        SortedSet<int> counts = [.. Enumerable.Range(1, (4 * Suite.Lanes(VectorWidth.Vector512, dtype)) + 3), 1025, 4099, 5000, 16_421];
        foreach (VectorWidth width in Enum.GetValues<VectorWidth>())
        {
            RegimeThresholds limits = RegimeTable.For((Generator.Plan.VectorWidth)(int)width, (Generator.Model.DType)(int)dtype);
            int inRegisters = limits.RowVectors * Suite.Lanes(width, dtype);
            counts.UnionWith(new[] { limits.LanePerSample, limits.GroupClasses, inRegisters }.SelectMany(border => new[] { border - 1, border, border + 1 }).Where(c => c > 0));
        }

        return counts;
    }
}

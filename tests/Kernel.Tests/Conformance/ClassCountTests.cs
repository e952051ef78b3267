using Gen.CrossEntropy.Generator.Plan;
using Gen.CrossEntropy.Testing;
using Xunit;

namespace Gen.CrossEntropy.Kernel.Tests.Conformance;

/// <summary>Class counts: all small ones, and both sides of every border between regimes.</summary>
public sealed class ClassCountTests(Xunit.Abstractions.ITestOutputHelper o)
{
    public static TheoryData<VectorWidth, DType> Runs => Suite.Runs;

    [SkippableTheory]
    [MemberData(nameof(Runs))]
    public void EveryClassCount_AgreesWithTheInterpreter(VectorWidth width, DType dtype)
    {
        var sw = System.Diagnostics.Stopwatch.StartNew();
        Declaration[] declarations = [.. ClassCounts(width, dtype).Select(c => OptionMatrix.At(c * 23, c, dtype))];
        LossCompiler.Compile(declarations);
        o.WriteLine($"compile {declarations.Length} {sw.ElapsedMilliseconds}");
        Suite.Check(width, declarations, declaration => BatchesOf(declaration, Suite.Lanes(width, dtype)));
        o.WriteLine($"all {sw.ElapsedMilliseconds} worst {Interpretation.Comparison.Worst}");
    }

    private static IEnumerable<Batch> BatchesOf(Declaration declaration, int lanes)
    {
        bool many = declaration.ClassCount > 512;
        IndexType type = (IndexType)(declaration.ClassCount <= 200 ? declaration.ClassCount % 3 : declaration.ClassCount % 2);
        yield return Batches.Of(declaration, many ? 3 : (2 * lanes) + 3, 1, type);
        yield return Batches.Of(declaration, many ? 1 : 2, many ? 3 : lanes + 2, type);
    }

    // 1 to 4·lanes + 3 of the widest vectors, and what lies at the borders of the table for this width.
    private static SortedSet<int> ClassCounts(VectorWidth width, DType dtype)
    {
        int lanes = Suite.Lanes(width, dtype);
        RegimeThresholds limits = RegimeTable.For((Generator.Plan.VectorWidth)(int)width, (Generator.Model.DType)(int)dtype);
        int registers = limits.RowVectors * lanes;
        SortedSet<int> counts = [.. Enumerable.Range(1, (4 * Suite.Lanes(VectorWidth.Vector512, dtype)) + 3), limits.LanePerSample, limits.LanePerSample + 1, 1025, 4099, 5000];
        counts.UnionWith(new[] { registers - lanes, registers - lanes + 1, registers - 1, registers, registers + 1, registers + lanes, registers + (4 * lanes) + 1 }.Where(c => c > 0));
        return counts;
    }
}

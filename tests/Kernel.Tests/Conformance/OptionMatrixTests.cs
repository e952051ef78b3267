using Gen.CrossEntropy.Testing;
using Xunit;

namespace Gen.CrossEntropy.Kernel.Tests.Conformance;

/// <summary>Every combination of options, at one class count for each regime.</summary>
public sealed class OptionMatrixTests
{
    /// <summary>A lane per sample, a row in registers with a short last vector, a row in loops with one. The class counts below ten are the sweep's matter.</summary>
    private static readonly int[] ClassCounts = [10, 41, 649];

    public static TheoryData<VectorWidth, DType> Runs => Suite.Runs;

    [SkippableTheory]
    [MemberData(nameof(Runs))]
    public void EveryOption_AgreesWithTheInterpreter(VectorWidth width, DType dtype) =>
        Suite.Check(width, [.. Declarations(dtype)], declaration => BatchesOf(declaration, Suite.Lanes(width, dtype)));

    /// <summary>A program does not depend on the element type, so each combination meets one of the two at each class count; Float32 meets all of them at ten classes.</summary>
    internal static IEnumerable<Declaration> Declarations(DType dtype) => ClassCounts.SelectMany(classCount => OptionMatrix.DistinctKernels(classCount, dtype).Where((_, i) => (classCount == 10 && dtype == DType.Float32) || (i / 4 % 2) == (((int)dtype + i) % 2)));

    private static IEnumerable<Batch> BatchesOf(Declaration declaration, int lanes)
    {
        Batch rows = Batches.Of(declaration, lanes + 3, seed: 2);
        yield return rows;
        yield return declaration.IsUnreduced ? rows with { Upstream = null } : rows with { Divisor = -12.5, Upstream = [0.3125] };
        yield return Batches.Of(declaration, 2, lanes + 1, IndexType.Int64, seed: 3);
    }
}

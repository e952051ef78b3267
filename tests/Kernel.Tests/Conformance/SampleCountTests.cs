using Gen.CrossEntropy.Testing;
using Xunit;

namespace Gen.CrossEntropy.Kernel.Tests.Conformance;

/// <summary>Numbers of samples and positions around the lanes of a vector and the borders of blocks.</summary>
public sealed class SampleCountTests
{
    public static TheoryData<VectorWidth, DType> Runs => Suite.Runs;

    [SkippableTheory]
    [MemberData(nameof(Runs))]
    public void EverySampleCount_AgreesWithTheInterpreter(VectorWidth width, DType dtype)
    {
        int lanes = Suite.Lanes(width, dtype);
        SortedSet<int> counts = [0, 1, 2, 3, lanes - 1, lanes, lanes + 1, 255, 256, 257, 600];
        Suite.Check(width, [.. Declarations(dtype)], declaration => counts
            .Where(n => n < 300 || declaration.ClassCount < 100)
            .Select(n => Batches.Of(declaration, n, indexType: (IndexType)(n % 3), seed: 4)));
    }

    [SkippableTheory]
    [MemberData(nameof(Runs))]
    public void EveryPositionCount_AgreesWithTheInterpreter(VectorWidth width, DType dtype)
    {
        int lanes = Suite.Lanes(width, dtype);
        SortedSet<int> counts = [1, 2, 3, Math.Max(1, lanes - 1), lanes, lanes + 1, 37, 300];
        Suite.Check(width, [.. Declarations(dtype)], declaration => counts
            .SelectMany(s => new[] { (N: 1, S: s), (N: s < 100 ? 3 : 2, S: s) })
            .Where(shape => shape.S < 100 || declaration.ClassCount < 100 || shape.N == 1)
            .Select(shape => Batches.Of(declaration, shape.N, shape.S, (IndexType)(shape.S % 3), seed: 5))
            .Append(Batches.Of(declaration, 0, 37)));
    }

    // One of each regime, with losses that are written and losses that are summed; with probabilities, a lane that is only padding would count.
    private static IEnumerable<Declaration> Declarations(DType dtype) =>
    [
        new(3) { DType = dtype, Reduction = Reduction.None, LabelSmoothing = 0.1 },
        new(3) { DType = dtype, Reduction = Reduction.Sum, Target = TargetKind.ClassProbabilities },
        new(10) { DType = dtype },
        new(41) { DType = dtype, ClassWeightsPerCall = true },
        new(41) { DType = dtype, Reduction = Reduction.None, Target = TargetKind.ClassProbabilities },
        new(100) { DType = dtype },
        new(200) { DType = dtype, Reduction = Reduction.Sum, Target = TargetKind.ClassProbabilities, ClassWeightsPerCall = true },
        new(200) { DType = dtype, ClassWeightsPerCall = true, LabelSmoothing = 0.1, Reduction = Reduction.None, IgnoreIndex = 7 },
    ];
}

using Gen.CrossEntropy.Kernel.Tests.Conformance;
using Gen.CrossEntropy.Testing;
using Xunit;

namespace Gen.CrossEntropy.Kernel.Tests.Gpu;

/// <summary>
/// GPU kernels against the interpreter: plain losses at every regime's borders, options and terms at a class count of two regimes, and the family. A slice of each matrix for each element type:
/// a program does not depend on it, and an emulated device runs a few hundred thousand steps a second.
/// </summary>
public sealed class GpuConformanceTests
{
    private const int Slices = 6;

    public static TheoryData<string, DType> Runs => GpuSuite.Runs;

    [SkippableTheory]
    [MemberData(nameof(Runs))]
    public void EveryRegime_AgreesWithTheInterpreter(string device, DType dtype) =>
        GpuSuite.Check(device, [.. ((int[])[1, 31, 32, 33, 100, 264, 1024, 1025, 1032, 4097, 4104, 8200, 9001]).Select((c, i) => OptionMatrix.At((c * 23) + i, c, dtype))], BatchesOf);

    [SkippableTheory]
    [MemberData(nameof(Runs))]
    public void EveryOption_AgreesWithTheInterpreter(string device, DType dtype) =>
        GpuSuite.Check(device, [.. Slice(10, dtype, OptionMatrix.DistinctKernels), .. Slice(41, dtype, OptionMatrix.DistinctKernels)], BatchesOf);

    [SkippableTheory]
    [MemberData(nameof(Runs))]
    public void EveryTerm_AgreesWithTheInterpreter(string device, DType dtype) =>
        GpuSuite.Check(device, [.. Slice(3, dtype, TermMatrix.All), .. Slice(41, dtype, TermMatrix.All)], BatchesOf);

    [SkippableTheory]
    [MemberData(nameof(Runs))]
    public void EveryLossOverClasses_AgreesWithTheInterpreter(string device, DType dtype) =>
        GpuSuite.Check(device, [.. ((int[])[3, 41]).SelectMany(c => (Declaration[])[.. FamilyMatrix.ClassLosses(c, dtype), .. FamilyMatrix.Maps(c, dtype)])], BatchesOf);

    [SkippableTheory]
    [MemberData(nameof(Runs))]
    public void EveryLossOfElements_AgreesWithTheInterpreter(string device, DType dtype) =>
        GpuSuite.Check(device, [.. FamilyMatrix.ElementLosses(dtype)], declaration =>
        [
            Batches.Of(declaration, 300, seed: 2),

            // Buffers of weights have the shape of the elements.
            declaration.WeightsPerCall ? Batches.Of(declaration, 15, seed: 3) : Batches.Of(declaration, 3, 5, seed: 3),
        ]);

    /// <summary>Every <see cref="Slices"/>th declaration, another one for each element type and class count.</summary>
    private static IEnumerable<Declaration> Slice(int classCount, DType dtype, Func<int, DType, IEnumerable<Declaration>> matrix) =>
        matrix(classCount, dtype).Where((_, i) => (i + classCount + (int)dtype) % Slices == 0);

    private static IEnumerable<Batch> BatchesOf(Declaration declaration)
    {
        if (declaration.ClassCount > 256)
        {
            // A row of nothing special, and one with a peak.
            yield return Batches.Of(declaration, 2, seed: 2);
            yield break;
        }

        yield return Batches.Of(declaration, 7, seed: 2);
        yield return Batches.Of(declaration, 2, 3, IndexType.Int64, seed: 3);
    }
}

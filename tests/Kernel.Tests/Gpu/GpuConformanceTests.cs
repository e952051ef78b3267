using Gen.CrossEntropy.Kernel.Tests.Conformance;
using Gen.CrossEntropy.Testing;
using Xunit;

namespace Gen.CrossEntropy.Kernel.Tests.Gpu;

/// <summary>GPU kernels against the interpreter: a plain loss at every regime's borders, every option at one class count of each, and the family.</summary>
public sealed class GpuConformanceTests
{
    public static TheoryData<string, DType> Runs => GpuSuite.Runs;

    [Theory]
    [MemberData(nameof(Runs))]
    public void EveryRegime_AgreesWithTheInterpreter(string device, DType dtype) =>
        GpuSuite.Check(device, [.. ((int[])[1, 2, 10, 31, 32, 33, 64, 100, 511, 1024, 1025, 4097]).Select((c, i) => OptionMatrix.At((c * 23) + i, c, dtype))], BatchesOf);

    [Theory]
    [MemberData(nameof(Runs))]
    public void EveryOption_AgreesWithTheInterpreter(string device, DType dtype) =>
        GpuSuite.Check(device, [.. ((int[])[10, 41]).SelectMany((c, k) => OptionMatrix.DistinctKernels(c, dtype).Where((_, i) => (i + k + (int)dtype) % 4 == 0))], BatchesOf);

    [Theory]
    [MemberData(nameof(Runs))]
    public void TheFamily_AgreesWithTheInterpreter(string device, DType dtype) =>
        GpuSuite.Check(device, [.. ((int[])[3, 41]).SelectMany(c => (Declaration[])[.. FamilyMatrix.ClassLosses(c, dtype), .. FamilyMatrix.Maps(c, dtype)])], BatchesOf);

    private static IEnumerable<Batch> BatchesOf(Declaration declaration)
    {
        bool many = declaration.ClassCount > 256;
        yield return Batches.Of(declaration, many ? 3 : 7, seed: 2);
        yield return Batches.Of(declaration, many ? 1 : 2, many ? 3 : 5, IndexType.Int64, seed: 3);
    }
}

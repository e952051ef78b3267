using Gen.CrossEntropy.Testing;

namespace Gen.CrossEntropy.Kernel.Tests.Conformance;

/// <summary>Every combination of the options that change a kernel.</summary>
internal static class OptionMatrix
{
    private static readonly double[] Smoothings = [0, 0.1, 1];
    private static readonly string[] Weights = ["none", "constant", "per call"];

    /// <summary>Weights × smoothing × targets × reduction.</summary>
    public const int Count = 3 * 3 * 2 * 3;

    /// <summary>All combinations for a class count.</summary>
    public static IEnumerable<Declaration> All(int classCount, DType dtype) => Enumerable.Range(0, Count).Select(i => At(i, classCount, dtype));

    /// <summary>
    /// The combinations whose kernels differ: sum and mean share their kernels, so that each other option meets none and one of them, in turns.
    /// </summary>
    public static IEnumerable<Declaration> DistinctKernels(int classCount, DType dtype) =>
        Enumerable.Range(0, Count).Where(i => i % 3 == 0 || i % 3 == 1 + (((i / 3) + (i / 6) + (i / 18)) % 2)).Select(i => At(i, classCount, dtype));

    /// <summary>One combination; the index is taken modulo their number.</summary>
    public static Declaration At(int index, int classCount, DType dtype)
    {
        int i = index % Count;
        Reduction reduction = (Reduction)(i % 3);
        TargetKind target = (TargetKind)(i / 3 % 2);
        double smoothing = Smoothings[i / 6 % 3];
        string weights = Weights[i / 18];
        return new Declaration(classCount)
        {
            DType = dtype,
            Reduction = reduction,
            Target = target,
            LabelSmoothing = smoothing,
            ClassWeights = weights == "constant" ? Batches.Weights(classCount) : null,
            ClassWeightsPerCall = weights == "per call",
            IgnoreIndex = target == TargetKind.ClassIndices ? IgnoreIndices(classCount)[(index + classCount) % 4] : null,
        };
    }

    // The default, two values that are no class, and one that is.
    private static long?[] IgnoreIndices(int classCount) => [null, -1, classCount + 5, classCount - 1];
}

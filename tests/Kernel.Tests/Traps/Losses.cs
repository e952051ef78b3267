using Gen.CrossEntropy.Testing;

namespace Gen.CrossEntropy.Kernel.Tests.Traps;

/// <summary>A few losses, of every regime, that the tests of single facts share.</summary>
internal static class Losses
{
    /// <summary>A lane per sample, a row in registers, a row in loops.</summary>
    public static readonly int[] ClassCounts = [5, 41, 649];

    public static CompiledLoss Of(
        int classCount, DType dtype, Reduction reduction, double smoothing = 0, bool weightsPerCall = false, long? ignoreIndex = null, TargetKind target = TargetKind.ClassIndices)
    {
        Declaration wanted = Declare(classCount, dtype, reduction, smoothing, weightsPerCall, ignoreIndex, target);

        // Compiled together, the usual ones take a fraction of the time.
        _ = LossCompiler.Compile([.. Usual(dtype), wanted]);
        return LossCompiler.Compile(wanted).Loss;
    }

    /// <summary>The values of the element type near which a number lies: a tolerance for a few roundings.</summary>
    public static double Near(DType dtype, double value) => (dtype == DType.Float32 ? 1e-6 : 1e-14) * Math.Max(1, Math.Abs(value));

    private static IEnumerable<Declaration> Usual(DType dtype)
    {
        foreach (int classCount in ClassCounts)
        {
            yield return Declare(classCount, dtype, Reduction.None);
            yield return Declare(classCount, dtype, Reduction.None, smoothing: 0.1);
            yield return Declare(classCount, dtype, Reduction.Mean);
        }
    }

    private static Declaration Declare(
        int classCount, DType dtype, Reduction reduction, double smoothing = 0, bool weightsPerCall = false, long? ignoreIndex = null, TargetKind target = TargetKind.ClassIndices) =>
        new(classCount) { DType = dtype, Reduction = reduction, LabelSmoothing = smoothing, ClassWeightsPerCall = weightsPerCall, IgnoreIndex = ignoreIndex, Target = target };
}

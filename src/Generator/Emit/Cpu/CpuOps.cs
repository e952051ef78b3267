using Gen.CrossEntropy.Generator.Emit.Kernels;
using Gen.CrossEntropy.Generator.Model;
using Gen.CrossEntropy.Generator.Plan;

namespace Gen.CrossEntropy.Generator.Emit.Cpu;

/// <summary>The operations of each width.</summary>
internal static class CpuOps
{
    public static OpTable For(VectorWidth width, DType dtype) => For(width, dtype, guesses: false);

    /// <summary>Those of a plan's kernels.</summary>
    public static OpTable For(LossSpec spec, KernelPlan plan) => For(plan.Width, spec.ComputeType, guesses: plan.GuessedFrom > 0);

    private static OpTable For(VectorWidth width, DType dtype, bool guesses) => width switch
    {
        VectorWidth.Vector512 => new Vector512Ops(dtype) { ExponentsMayBePositive = guesses },
        VectorWidth.Vector256 => new Vector256Ops(dtype) { ExponentsMayBePositive = guesses },
        VectorWidth.Vector128 => new Vector128Ops(dtype) { ExponentsMayBePositive = guesses },
        VectorWidth.Scalar => new ScalarOps(dtype),
        _ => throw new NotSupportedException($"No operations for {width}."),
    };
}

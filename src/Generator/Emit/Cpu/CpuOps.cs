using Gen.CrossEntropy.Generator.Emit.Kernels;
using Gen.CrossEntropy.Generator.Model;
using Gen.CrossEntropy.Generator.Plan;

namespace Gen.CrossEntropy.Generator.Emit.Cpu;

/// <summary>The operations of each width.</summary>
internal static class CpuOps
{
    public static OpTable For(VectorWidth width, DType dtype, bool exponentsMayBePositive = false) => width switch
    {
        VectorWidth.Vector512 => new Vector512Ops(dtype) { ExponentsMayBePositive = exponentsMayBePositive },
        VectorWidth.Vector256 => new Vector256Ops(dtype) { ExponentsMayBePositive = exponentsMayBePositive },
        VectorWidth.Vector128 => new Vector128Ops(dtype) { ExponentsMayBePositive = exponentsMayBePositive },
        VectorWidth.Scalar => new ScalarOps(dtype),
        _ => throw new NotSupportedException($"No operations for {width}."),
    };
}

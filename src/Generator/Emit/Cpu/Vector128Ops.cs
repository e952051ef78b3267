using Gen.CrossEntropy.Generator.Model;

namespace Gen.CrossEntropy.Generator.Emit.Cpu;

/// <summary>128-bit vectors of any processor: only the portable API, so that SSE and Arm's AdvSimd share it.</summary>
internal sealed class Vector128Ops(DType dtype) : VectorOps(dtype, 128)
{
    // Vector128.Max would follow IEEE 754:2019, which takes several instructions; a NaN reaches the result through exp(x - m) anyway.
    public override string MaxOf(int bits, string left, string right) =>
        $"Vector128.ConditionalSelect(Vector128.GreaterThan({left}, {right}), {left}, {right})";

    public override string Min(string left, string right) => $"Vector128.ConditionalSelect(Vector128.LessThan({left}, {right}), {left}, {right})";

    public override string MultiplyAdd(string left, string right, string addend) => $"(({left} * {right}) + {addend})";
}

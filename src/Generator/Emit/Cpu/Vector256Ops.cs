using Gen.CrossEntropy.Generator.Model;

namespace Gen.CrossEntropy.Generator.Emit.Cpu;

/// <summary>AVX2 and FMA.</summary>
internal sealed class Vector256Ops(DType dtype) : VectorOps(dtype, 256)
{
    public override string MaxOf(int bits, string left, string right) => bits switch
    {
        256 => $"Avx.Max({left}, {right})",
        _ => $"Sse{(DType == DType.Float32 ? "" : "2")}.Max({left}, {right})",
    };

    public override string Min(string left, string right) => $"Avx.Min({left}, {right})";

    public override string? StaticUsing => "Fma";

    public override string? Prefetch(string address) => $"Sse.Prefetch0({address});";

    public override string MultiplyAdd(string left, string right, string addend) => $"MultiplyAdd({left}, {right}, {addend})";
}

using Gen.CrossEntropy.Generator.Model;

namespace Gen.CrossEntropy.Generator.Emit.Cpu;

/// <summary>AVX-512 F and DQ.</summary>
internal sealed class Vector512Ops(DType dtype) : VectorOps(dtype, 512)
{
    public override string MaxOf(int bits, string left, string right) => bits switch
    {
        512 => $"Avx512F.Max({left}, {right})",
        256 => $"Avx.Max({left}, {right})",
        _ => $"Sse{(DType == DType.Float32 ? "" : "2")}.Max({left}, {right})",
    };

    public override string Min(string left, string right) => $"Avx512F.Min({left}, {right})";

    public override string? StaticUsing => "Avx512F";

    public override string? Prefetch(string address) => $"Sse.Prefetch0({address});";

    public override string MultiplyAdd(string left, string right, string addend) => $"FusedMultiplyAdd({left}, {right}, {addend})";

    public override bool ScalesByExponent => true;
}

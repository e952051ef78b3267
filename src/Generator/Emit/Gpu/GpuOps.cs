using Gen.CrossEntropy.Generator.Emit.Kernels;
using Gen.CrossEntropy.Generator.Model;

namespace Gen.CrossEntropy.Generator.Emit.Gpu;

/// <summary>One thread's operations, as ILGPU has them: no BitConverter, and a power of two that the device may have an instruction for.</summary>
internal sealed class GpuOps(DType dtype) : ScalarOps(dtype)
{
    private bool IsSingle => DType == DType.Float32;

    public override string AsIndex(string value) => $"({Index})Interop.FloatAsInt({value})";

    public override string AsElement(string bits) => $"Interop.IntAsFloat(({(IsSingle ? "uint" : "ulong")})({bits}))";

    public override string? PowerOfTwo(string exponent) => IsSingle ? $"numbers.Exp2({exponent})" : null;
}

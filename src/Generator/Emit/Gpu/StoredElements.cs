using Gen.CrossEntropy.Generator.Emit.Cpu;
using Gen.CrossEntropy.Generator.Model;

namespace Gen.CrossEntropy.Generator.Emit.Gpu;

/// <summary>How a kernel reads and writes elements of the type that callers have. 16-bit types are bits there, widened on the way in and rounded on the way out.</summary>
internal sealed class StoredElements(DType dtype)
{
    /// <summary>The element type of views.</summary>
    public string Type => dtype switch
    {
        DType.Float32 => "float",
        DType.Float64 => "double",
        DType.Float16 or DType.BFloat16 => "ushort",
        _ => throw new NotSupportedException($"No storage for {dtype}."),
    };

    /// <summary>Whether an input lies in memory as callers have it; others are of the type that kernels compute in.</summary>
    public static bool AreIn(KernelPointer pointer) => pointer.Field is "Input" or "DenseTargets" or "Gradient" or "Output" or "Weights" or "PosWeights" || pointer is { Field: "Upstream", Extent: PointerExtent.Classes };

    public string Read(string stored) => dtype switch
    {
        DType.Float16 => $"GpuBits.FromHalf({stored})",
        DType.BFloat16 => $"GpuBits.FromBFloat16({stored})",
        _ => stored,
    };

    public string Write(string value) => dtype switch
    {
        DType.Float16 => $"GpuBits.ToHalf({value})",
        DType.BFloat16 => $"GpuBits.ToBFloat16({value})",
        _ => value,
    };
}

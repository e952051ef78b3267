using Gen.CrossEntropy.Generator.Emit.Kernels;
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
        DType.Float16 => $"numbers.FromHalf({stored})",
        DType.BFloat16 => $"GpuBits.FromBFloat16({stored})",
        _ => stored,
    };

    public string Write(string value) => dtype switch
    {
        DType.Float16 => $"numbers.ToHalf({value})",
        DType.BFloat16 => $"numbers.ToBFloat16({value})",
        _ => value,
    };

    /// <summary>The type of the elements that a thread reads or writes at once.</summary>
    public string PackType => dtype switch
    {
        DType.Float32 => "Float4",
        DType.Float64 => "Double2",
        _ => "UShort8",
    };

    /// <summary>The value of one element of a pack.</summary>
    /// <param name="pack">The pack's name.</param>
    /// <param name="part">Which.</param>
    public string PartOf(string pack, int part) => dtype switch
    {
        DType.Float16 => $"numbers.{Half(part)}Half({pack}.{Fields[part / 2]})",
        DType.BFloat16 => $"GpuBits.{Half(part)}BFloat16({pack}.{Fields[part / 2]})",
        _ => $"{pack}.{Fields[part]}",
    };

    /// <summary>A pack of values.</summary>
    public string PackOf(IReadOnlyList<string> values)
    {
        IEnumerable<string> parts = dtype switch
        {
            DType.Float16 => values.Where((_, i) => i % 2 == 0).Select((low, i) => $"numbers.Halves({low}, {values[(2 * i) + 1]})"),
            DType.BFloat16 => values.Where((_, i) => i % 2 == 0).Select((low, i) => $"numbers.BFloat16s({low}, {values[(2 * i) + 1]})"),
            _ => values,
        };
        return $"new {PackType} {{ {string.Join(", ", parts.Select((part, i) => $"{Fields[i]} = {part}"))} }}";
    }

    private const string Fields = "XYZW";

    // Of two in 32 bits the first is the lower half.
    private static string Half(int part) => part % 2 == 0 ? "Low" : "High";
}

using Gen.CrossEntropy.Generator.Emit.Kernels;
using Gen.CrossEntropy.Generator.Model;
using Gen.CrossEntropy.Generator.Plan;

namespace Gen.CrossEntropy.Generator.Emit.Cpu;

/// <summary>How kernels read and write the elements of rows: as numbers of the type that they compute in, or, where a plan says so, as the caller's BFloat16, widened on the way in and rounded on the way out.</summary>
internal sealed class RowElements(LossSpec spec, KernelPlan plan)
{
    /// <summary>Whether elements are converted where they are read and written.</summary>
    public bool Convert { get; } = plan.TakesBFloat16;

    /// <summary>The elements of a cache line.</summary>
    public int PerLine { get; } = 64 / KernelPlanner.Size(plan.TakesBFloat16 ? spec.DType : spec.ComputeType);

    /// <summary>What a pointer points at.</summary>
    public string TypeOf(KernelPointer pointer, OpTable ops) => pointer.Extent == PointerExtent.Classes ? Type(ops) : ops.Element;

    /// <summary>The type of a row's elements.</summary>
    public string Type(OpTable ops) => Convert ? "BFloat16" : ops.Element;

    public string Load(OpTable ops, string pointer, string offset) => (Convert, ops) switch
    {
        (false, _) => ops.Load(pointer, offset),
        (true, VectorOps vector) => $"BFloat16Vectors.Widen{vector.Bits}({Address(pointer, offset)})",
        (true, _) => $"({ops.Element}){ops.Load(pointer, offset)}",
    };

    public string Store(OpTable ops, string value, string pointer, string offset) => (Convert, ops) switch
    {
        (false, _) => ops.Store(value, pointer, offset),
        (true, VectorOps) => $"BFloat16Vectors.Narrow({value}, {Address(pointer, offset)});",
        (true, _) => ops.Store($"({Type(ops)})({value})", pointer, offset),
    };

    public static string Address(string pointer, string offset) => offset == "0" ? pointer : $"{pointer} + {offset}";
}

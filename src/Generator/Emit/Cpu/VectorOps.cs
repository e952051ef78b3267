using Gen.CrossEntropy.Generator.Emit.Kernels;
using Gen.CrossEntropy.Generator.Model;

namespace Gen.CrossEntropy.Generator.Emit.Cpu;

/// <summary>What Vector128, Vector256 and Vector512 spell alike.</summary>
internal abstract class VectorOps(DType dtype, int bits) : OpTable(dtype, bits / (dtype == DType.Float32 ? 32 : 64))
{
    public int Bits { get; } = bits;

    /// <summary>The static class: <c>Vector512</c>.</summary>
    public string Vector { get; } = $"Vector{bits}";

    public override string Type => $"{Vector}<{Element}>";

    public override string IndexType => $"{Vector}<{Index}>";

    public override string TotalType => $"{Vector}<double>";

    public override string MaskType => Type;

    public override string Zero => $"{Type}.Zero";

    public override string ZeroTotal => $"{TotalType}.Zero";

    public override string Broadcast(string scalar) => $"{Vector}.Create({scalar})";

    public override string Load(string pointer, string offset) => $"{Vector}.Load({Offset(pointer, offset)})";

    public override string Store(string value, string pointer, string offset) => $"{Vector}.Store({value}, {Offset(pointer, offset)});";

    public override string StoreStreaming(string value, string pointer, string offset) => $"{Vector}.StoreAlignedNonTemporal({value}, {Offset(pointer, offset)});";

    public override string Where(string mask, string value) => $"{Vector}.ConditionalSelect({mask}, {value}, {Zero})";

    public override string Select(string mask, string whenTrue, string whenFalse) => $"{Vector}.ConditionalSelect({mask}, {whenTrue}, {whenFalse})";

    public override string IndexEquals(string indices, string scalar) => AsElement($"{Vector}.Equals({indices}, {Vector}.Create({scalar}))");

    /// <summary>A mask: the indices below a scalar one.</summary>
    public string IndexLessThan(string indices, string scalar) => AsElement($"{Vector}.LessThan({indices}, {Vector}.Create({scalar}))");

    public override string IndexNotNegative(string indices) => AsElement($"{Vector}.GreaterThanOrEqual({indices}, {IndexType}.Zero)");

    public override string LessThan(string value, string limit) => $"{Vector}.LessThan({value}, {limit})";

    public override string AllLessThan(string values, string limit) => $"{Vector}.LessThanAll({values}, {limit})";

    public override string AddToTotal(string total, string losses) => DType == DType.Float64
        ? $"{total} += {losses};"
        : $"{total} += {Vector}.WidenLower({losses}) + {Vector}.WidenUpper({losses});";

    public override string AsIndex(string value) => $"{value}.As{(DType == DType.Float32 ? "Int32" : "Int64")}()";

    public override string AsElement(string bits) => $"{bits}.As{(DType == DType.Float32 ? "Single" : "Double")}()";

    public override string ShiftLeft(string bits, int count) => $"{Vector}.ShiftLeft({bits}, {count})";

    public override string ShiftRightLogical(string bits, int count) => $"{Vector}.ShiftRightLogical({bits}, {count})";

    public override string BitOr(string left, string right) => $"({left} | {right})";

    public override string IndexConstant(string literal) => $"{Vector}.Create({literal})";

    /// <summary>The maximum of two vectors of the given width, which may be narrower than this one: a reduction halves its way down.</summary>
    public abstract string MaxOf(int bits, string left, string right);

    public override string Max(string left, string right) => MaxOf(Bits, left, right);

    public override string FromIndex(string indices) => $"{Vector}.ConvertTo{(DType == DType.Float32 ? "Single" : "Double")}({indices})";

    private static string Offset(string pointer, string offset) => offset == "0" ? pointer : $"{pointer} + {offset}";
}

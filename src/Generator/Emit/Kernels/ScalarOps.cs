using Gen.CrossEntropy.Generator.Model;

namespace Gen.CrossEntropy.Generator.Emit.Kernels;

/// <summary>One element at a time: the kernels of machines without vectors, and what is computed once a row everywhere.</summary>
internal class ScalarOps(DType dtype) : OpTable(dtype, lanes: 1)
{
    public override string Type => Element;

    public override string IndexType => Index;

    public override string TotalType => "double";

    public override string MaskType => "bool";

    public override string Zero => Number(0);

    public override string ZeroTotal => "0d";

    public override string Broadcast(string scalar) => scalar;

    public override string Load(string pointer, string offset) => $"{pointer}[{offset}]";

    public override string Store(string value, string pointer, string offset) => $"{pointer}[{offset}] = {value};";

    public override string Max(string left, string right) => $"{left} > {right} ? {left} : {right}";

    public override string Min(string left, string right) => $"{left} < {right} ? {left} : {right}";

    public override string FromIndex(string indices) => $"({Element}){indices}";

    public override string MultiplyAdd(string left, string right, string addend) => $"(({left} * {right}) + {addend})";

    public override string Where(string mask, string value) => $"({mask} ? {value} : {Zero})";

    public override string Select(string mask, string whenTrue, string whenFalse) => $"({mask} ? {whenTrue} : {whenFalse})";

    public override string IndexEquals(string indices, string scalar) => $"{indices} == {scalar}";

    public override string IndexNotNegative(string indices) => $"{indices} >= 0";

    public override string LessThan(string value, string limit) => $"{value} < {limit}";

    public override string AllLessThan(string values, string limit) => $"({values} < {limit})";

    public override string AddToTotal(string total, string losses) => $"{total} += {losses};";

    public override string AsIndex(string value) =>
        DType == DType.Float32 ? $"BitConverter.SingleToInt32Bits({value})" : $"BitConverter.DoubleToInt64Bits({value})";

    public override string AsElement(string bits) =>
        DType == DType.Float32 ? $"BitConverter.Int32BitsToSingle({bits})" : $"BitConverter.Int64BitsToDouble({bits})";

    public override string ShiftLeft(string bits, int count) => $"({Factor(bits)} << {count})";

    public override string ShiftRightLogical(string bits, int count) => $"({Factor(bits)} >>> {count})";

    public override string BitOr(string left, string right) => $"({left} | {right})";

    public override string IndexConstant(string literal) => literal;

    private static string Factor(string bits) => bits.Contains(" ") ? $"({bits})" : bits;
}

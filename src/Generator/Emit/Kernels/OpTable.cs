using Gen.CrossEntropy.Generator.Model;

namespace Gen.CrossEntropy.Generator.Emit.Kernels;

/// <summary>
/// What one vector width calls the operations of a kernel. Every method returns C# text; none decides anything about the algorithm.
/// Generated code stays within the API of .NET 8, so no Vector*.Exp, Log, FusedMultiplyAdd or MaxNative.
/// </summary>
internal abstract class OpTable(DType dtype, int lanes)
{
    public DType DType { get; } = dtype;

    /// <summary>Elements in a vector.</summary>
    public int Lanes { get; } = lanes;

    /// <summary><c>float</c> or <c>double</c>.</summary>
    public string Element { get; } = dtype == DType.Float32 ? "float" : "double";

    /// <summary>The integer of the same size, in which targets are compared and exponents are made.</summary>
    public string Index { get; } = dtype == DType.Float32 ? "int" : "long";

    /// <summary>The type of a value: <c>Vector512&lt;float&gt;</c>, or <c>float</c>.</summary>
    public abstract string Type { get; }

    /// <summary>The type of a vector of indices.</summary>
    public abstract string IndexType { get; }

    /// <summary>The type in which losses are summed: doubles, as many as a vector has.</summary>
    public abstract string TotalType { get; }

    public string Number(double value) => Literal.Of(value, DType);

    public string IndexNumber(string text) => DType == DType.Float32 ? text : text + "L";

    public string Constant(double value) => Broadcast(Number(value));

    public abstract string Zero { get; }

    public abstract string Broadcast(string scalar);

    public abstract string Load(string pointer, string offset);

    public abstract string Store(string value, string pointer, string offset);

    /// <summary>The larger one; the right one where either is NaN.</summary>
    public abstract string Max(string left, string right);

    /// <summary>The smaller one; the right one where either is NaN.</summary>
    public abstract string Min(string left, string right);

    /// <summary>The class whose static methods kernels call by their bare names, so that a polynomial fits on a line; null for none.</summary>
    public virtual string? StaticUsing => null;

    /// <summary>left·right + addend, fused where the width has it.</summary>
    public abstract string MultiplyAdd(string left, string right, string addend);

    /// <summary>value where the mask holds, else 0.</summary>
    public abstract string Where(string mask, string value);

    /// <summary>A mask: whenTrue where it holds, else whenFalse.</summary>
    public abstract string Select(string mask, string whenTrue, string whenFalse);

    /// <summary>A mask: the indices that equal a scalar one.</summary>
    public abstract string IndexEquals(string indices, string scalar);

    /// <summary>A mask: the indices that are not negative.</summary>
    public abstract string IndexNotNegative(string indices);

    /// <summary>Indices as values.</summary>
    public abstract string FromIndex(string indices);

    /// <summary>A mask: value &lt; limit.</summary>
    public abstract string LessThan(string value, string limit);

    /// <summary>A condition: every value &lt; limit; false where one is NaN.</summary>
    public abstract string AllLessThan(string values, string limit);

    /// <summary>The type of a mask.</summary>
    public abstract string MaskType { get; }

    /// <summary>Statement that adds losses to a total.</summary>
    public abstract string AddToTotal(string total, string losses);

    public abstract string ZeroTotal { get; }

    /// <summary>The bits of a value as integers.</summary>
    public abstract string AsIndex(string value);

    /// <summary>Integers as the bits of a value.</summary>
    public abstract string AsElement(string bits);

    public abstract string ShiftLeft(string bits, int count);

    public abstract string ShiftRightLogical(string bits, int count);

    public abstract string BitOr(string left, string right);

    public abstract string IndexConstant(string literal);

    /// <summary>Whether there are instructions that take an exponent off and put it on.</summary>
    public virtual bool ScalesByExponent => false;

    /// <summary>2 to the power of a value; null where there is no instruction for it.</summary>
    public virtual string? PowerOfTwo(string exponent) => null;

    /// <summary>Whether exponentials may have arguments so far above 0 that they overflow: then they must come out large.</summary>
    public bool ExponentsMayBePositive { get; init; }

    /// <summary>Statement that asks for the line of an address to be brought near; null where there is none.</summary>
    public virtual string? Prefetch(string address) => null;

    /// <summary>Statement that stores a vector past the caches, at an address that is a multiple of its size.</summary>
    public virtual string StoreStreaming(string value, string pointer, string offset) => Store(value, pointer, offset);
}

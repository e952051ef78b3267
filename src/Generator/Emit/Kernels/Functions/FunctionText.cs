using Gen.CrossEntropy.Generator.Algorithm;
using Gen.CrossEntropy.Generator.Model;

namespace Gen.CrossEntropy.Generator.Emit.Kernels.Functions;

/// <summary>
/// A function as text, since none exists for vectors in .NET 8 and a call in an inner loop would cost more than the function. The polynomials are minimax fits of our own.
/// </summary>
internal abstract class FunctionText
{
    /// <summary>What variables that hold its values begin with.</summary>
    public abstract string Letter { get; }

    /// <summary>What the constants are for, as a comment.</summary>
    public abstract string Comment(OpTable ops);

    /// <summary>The constants that <see cref="Print"/> refers to. Those of the same name have the same value in all functions.</summary>
    public abstract IEnumerable<FunctionConstant> Constants(OpTable ops);

    /// <summary>Prints statements that declare <see cref="FunctionCall.Result"/>.</summary>
    public abstract void Print(FunctionCall call);

    /// <summary>The text of a node, at a vector width.</summary>
    public static FunctionText Of(Function function, OpTable ops) => function switch
    {
        Exp => PlainExp(ops),
        Algorithm.AccurateExp => AccurateExpText.Instance,
        Algorithm.Decay => AccurateExpText.OfDecay,
        Algorithm.LogOfSum => LogText.OfSum,
        Algorithm.Log => LogText.General,
        Algorithm.Log1p => LogText.OfOnePlus,
        Algorithm.GrowthLog1p => LogText.OfGrowth,
        Algorithm.UnitLog1p => UnitLog1pText.Instance,
        Algorithm.Tanh => TanhText.Instance,
        _ => throw new NotSupportedException($"No code for {function.GetType().Name}."),
    };

    /// <summary>The exponential that is not a result by itself.</summary>
    protected static FunctionText PlainExp(OpTable ops) =>
        ops.PowerOfTwo("0") is not null ? ExpByPowerOfTwo.Instance : ops.ScalesByExponent ? ExpByScale.Instance : ExpByMagicNumber.Instance;

    /// <summary>p0 + p1 x + … as text, by Horner's rule.</summary>
    protected static string Polynomial(FunctionCall call, string letter, int first, int last, string x)
    {
        string value = call[$"{letter}{last}"];
        for (int i = last - 1; i >= first; i--)
        {
            value = call.Ops.MultiplyAdd(value, x, call[$"{letter}{i}"]);
        }

        return value;
    }

    /// <summary>Constants letter{first}, letter{first + 1}, ….</summary>
    protected static IEnumerable<FunctionConstant> Coefficients(string letter, int first, IEnumerable<double> values) =>
        values.Select((value, i) => FunctionConstant.OfValue($"{letter}{first + i}", value));

    protected static bool IsSingle(OpTable ops) => ops.DType == DType.Float32;

    protected static int MantissaBits(OpTable ops) => IsSingle(ops) ? 23 : 52;

    /// <summary>A number so large that adding it rounds to an integer, whose low bits then are that integer.</summary>
    protected static FunctionConstant Magic(OpTable ops) => FunctionConstant.OfValue("magic", IsSingle(ops) ? 12582912 : 6755399441055744);

    protected static FunctionConstant Bias(OpTable ops) => FunctionConstant.OfBits("bias", IsSingle(ops) ? "127" : "1023L");

    protected static FunctionConstant Log2E { get; } = FunctionConstant.OfValue("log2e", 1.44269504088896341);

    protected static FunctionConstant One { get; } = FunctionConstant.OfValue("one", 1);

    /// <summary>2^n for a whole n to which magic was added.</summary>
    protected static string PowerOfTwo(FunctionCall call, string magicalN) =>
        call.Ops.AsElement(call.Ops.ShiftLeft($"{call.Ops.AsIndex(magicalN)} + {call["bias"]}", MantissaBits(call.Ops)));
}

/// <summary>
/// A constant of a function: a number, or the bits of one.
/// </summary>
/// <param name="Name">The variable.</param>
/// <param name="Value">The number.</param>
/// <param name="Bits">The bits as a literal, where they are an integer; then there is no number.</param>
internal sealed record FunctionConstant(string Name, double Value, string? Bits)
{
    public static FunctionConstant OfValue(string name, double value) => new(name, value, null);

    public static FunctionConstant OfBits(string name, string bits) => new(name, 0, bits);

    public string Text(OpTable ops) => Bits is null ? ops.Constant(Value) : ops.IndexConstant(Bits);

    public string Type(OpTable ops) => Bits is null ? ops.Type : ops.IndexType;
}

/// <summary>
/// One use of a function.
/// </summary>
internal sealed class FunctionCall
{
    private readonly Dictionary<string, string> _constants;
    private readonly bool _hasConstants;

    /// <param name="function">The function.</param>
    /// <param name="ops">The operations.</param>
    /// <param name="writer">Where statements go.</param>
    /// <param name="result">The variable to declare.</param>
    /// <param name="argument">What the function is applied to.</param>
    /// <param name="hasConstants">Whether the kernel has variables for the constants; else they are written out.</param>
    public FunctionCall(FunctionText function, OpTable ops, SourceWriter writer, string result, Printed argument, bool hasConstants)
    {
        (Ops, Writer, Result, Argument, _hasConstants) = (ops, writer, result, argument, hasConstants);
        _constants = function.Constants(ops).ToDictionary(c => c.Name, c => hasConstants ? c.Name : c.Text(ops));
    }

    public OpTable Ops { get; }

    public SourceWriter Writer { get; }

    public string Result { get; }

    public Printed Argument { get; }

    /// <summary>The argument as a variable.</summary>
    public string ArgumentName
    {
        get
        {
            if (Argument.Precedence == Precedence.Atom && Argument.Text.All(c => char.IsLetterOrDigit(c)))
            {
                return Argument.Text;
            }

            Declare("A", Argument.Text);
            return Result + "A";
        }
    }

    /// <summary>The argument as a factor.</summary>
    public string ArgumentFactor => Argument.Precedence < Precedence.Multiplicative ? $"({Argument.Text})" : Argument.Text;

    /// <summary>A constant, by the name that the function gives it.</summary>
    public string this[string constant] => _constants[constant];

    /// <summary>The use of another function on the way, whose constants are among this one's.</summary>
    /// <param name="suffix">What its variable's name adds to the result's.</param>
    /// <param name="function">The other function.</param>
    /// <param name="argument">What it is applied to.</param>
    public FunctionCall Inner(string suffix, FunctionText function, Printed argument) => new(function, Ops, Writer, Result + suffix, argument, _hasConstants);

    /// <summary>Declares variables called after the result.</summary>
    public void Declare(params (string Suffix, string Text)[] variables) =>
        Writer.Line($"{Ops.Type} {string.Join(", ", variables.Select(v => $"{Result}{v.Suffix} = {v.Text}"))};");

    public void Declare(string suffix, string text) => Declare((suffix, text));

    public void DeclareBits(params (string Suffix, string Text)[] variables) =>
        Writer.Line($"{Ops.IndexType} {string.Join(", ", variables.Select(v => $"{Result}{v.Suffix} = {v.Text}"))};");
}

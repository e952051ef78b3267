using Gen.CrossEntropy.Generator.Model;

namespace Gen.CrossEntropy.Generator.Emit.Kernels.Functions;

/// <summary>
/// log(s) = n·log 2 + log(1 + f) with s = 2^n·(1 + f), 1 + f in [√½, √2). Float32: log(1 + f) = f + f²·P(f), which takes no division: of 512 bits that is dearer than the nine terms of P (a minimax fit of the
/// logarithm's relative error by an exchange of Remez in 50 digits: 4.1e-9). Float64, where P would have twenty: f - r·(f - r²·P(r²)) with r = f/(2 + f), error of P 1.3e-18.
/// </summary>
internal sealed class LogText : FunctionText
{
    /// <summary>Of sums of exponentials, which are at least ½: no zero, no negative number, nothing subnormal; NaN where the sum is NaN or infinite.</summary>
    public static readonly LogText OfSum = new(Domain.Sum);

    /// <summary>Of any number: -∞ at 0, NaN below, ∞ at ∞.</summary>
    public static readonly LogText General = new(Domain.All);

    /// <summary>log(1 + u) for u in [-1, 1]: the logarithm of the rounded sum w, and what its rounding left out over w.</summary>
    public static readonly LogText OfOnePlus = new(Domain.OnePlus);

    /// <summary>The same for finite u from 0 on, where the sum is a normal number.</summary>
    public static readonly LogText OfGrowth = new(Domain.Growth);

    private static readonly double[] Single =
    [
        -0.499999883467313944, 0.333333256966604707, -0.250015829541676393, 0.200019737396104541, -0.166090824306653423, 0.141818275908647179, -0.132429915248201885, 0.129044236282683106, -0.076217597869239595,
    ];

    private static readonly double[] Double =
    [
        0.66666666666667349, 0.399999999994110908, 0.285714287432629561, 0.222221984759633294, 0.181835697407894351, 0.153139032256201465, 0.147975078873406156,
    ];

    private readonly Domain _domain;

    private LogText(Domain domain) => _domain = domain;

    private enum Domain
    {
        Sum,
        All,
        OnePlus,
        Growth,
    }

    public override string Letter => "ln";

    public override string Comment(OpTable ops) =>
        $"log(s) = n·log 2 + log(1 + f) with s = 2^n·(1 + f); log(1 + f) is {(IsSingle(ops) ? "f + f²·(l0 + l1 f + …)" : "f - r·(f - z·(l0 + l1 z + …)) with r = f/(2 + f), z = r²")}; \"whole\" makes n a number.";

    public override IEnumerable<FunctionConstant> Constants(OpTable ops)
    {
        bool single = IsSingle(ops);

        // s less √½, in bits, is n's exponent; 2^7 (2^10) more keeps it positive, so that a logical shift does.
        yield return FunctionConstant.OfBits("sqrtHalf", single ? "0x00CAFB0D" : "0x00195F619980C433L");
        yield return FunctionConstant.OfBits("offset", single ? "0x40000000" : "0x4000000000000000L");
        yield return FunctionConstant.OfBits("wholeBits", single ? "0x4B000000" : "0x4330000000000000L");
        yield return FunctionConstant.OfValue("whole", single ? 8388608 + 128 : 4503599627370496 + 1024);
        yield return FunctionConstant.OfValue("log2", 0.693147180559945309);
        yield return One;
        if (!single)
        {
            yield return FunctionConstant.OfValue("two", 2);
        }

        foreach (FunctionConstant coefficient in Coefficients("l", 0, Fit(ops)))
        {
            yield return coefficient;
        }

        if (_domain is Domain.All or Domain.OnePlus)
        {
            yield return FunctionConstant.OfValue("normal", single ? 1.17549435e-38 : 2.2250738585072014e-308);
            yield return FunctionConstant.OfValue("lift", single ? 33554432 : 18014398509481984);
            yield return FunctionConstant.OfValue("lifted", single ? 25 : 54);
            yield return FunctionConstant.OfValue("infinity", double.PositiveInfinity);
            yield return FunctionConstant.OfValue("nan", double.NaN);
        }
    }

    public override void Print(FunctionCall call)
    {
        OpTable ops = call.Ops;
        string result = call.Result;
        switch (_domain)
        {
            case Domain.Sum:
                string s = call.ArgumentName;
                PrintOfNormal(call, s, "L");
                call.Writer.Line("// The difference is 0, or NaN where the sum is.");
                call.Declare("", $"{result}L + ({s} - {s})");
                break;
            case Domain.All:
                PrintOfAll(call, call.ArgumentName, "");
                break;
            case Domain.OnePlus:
                string u = call.ArgumentName;
                call.Declare("W", $"{call["one"]} + {u}");
                PrintOfAll(call, result + "W", "J");
                call.Declare("", $"{result}J + (({u} - ({result}W - {call["one"]})) / {Parenthesised(ops.Max(call["normal"], result + "W"))})");
                break;
            case Domain.Growth:
                string growth = call.ArgumentName;
                call.Declare("W", $"{call["one"]} + {growth}");
                PrintOfNormal(call, result + "W", "L");
                call.Declare("", $"{result}L + (({growth} - ({result}W - {call["one"]})) / {result}W)");
                break;
            default:
                throw new NotSupportedException($"No logarithm of {_domain}.");
        }
    }

    private static string Parenthesised(string text) => text.Contains("?") ? $"({text})" : text;

    /// <summary>Declares the logarithm of any number.</summary>
    private static void PrintOfAll(FunctionCall call, string x, string suffix)
    {
        OpTable ops = call.Ops;
        string result = call.Result;

        // A subnormal number has no exponent of its own; a power of two lifts it.
        call.Declare("D", ops.Select(ops.LessThan(x, call["normal"]), $"{x} * {call["lift"]}", x));
        PrintOfNormal(call, result + "D", "L", ops.Select(ops.LessThan(x, call["normal"]), call["lifted"], ops.Zero));

        // At 0, below it, at infinity and at NaN.
        call.Declare("I", ops.Select(ops.LessThan(x, ops.Zero), call["nan"], $"{x} - {call["infinity"]}"));
        call.Declare("M", ops.Select(ops.LessThan(x, call["infinity"]), result + "L", x));
        call.Declare(suffix, ops.Select(ops.LessThan(ops.Zero, x), result + "M", result + "I"));
    }

    /// <summary>Declares the logarithm of a positive normal number, of which <paramref name="lifted"/> powers of two are taken off.</summary>
    private static void PrintOfNormal(FunctionCall call, string s, string suffix, string? lifted = null)
    {
        OpTable ops = call.Ops;
        string bits = call.Result + "Bits", n = call.Result + "N", f = call.Result + "F";
        int shift = MantissaBits(ops);
        call.DeclareBits(("Bits", ops.AsIndex(s)), ("N", ops.ShiftRightLogical($"{bits} + {call["sqrtHalf"]}", shift)));
        call.Declare("F", $"{ops.AsElement($"({bits} - {ops.ShiftLeft(n, shift)} + {call["offset"]})")} - {call["one"]}");
        string fraction = IsSingle(ops) ? PrintBySeries(call, f) : PrintByQuotient(call, f);

        // Adding n's bits to those of 2^23 (2^52) converts without an instruction that only AVX-512 has.
        string whole = $"{ops.AsElement(ops.BitOr(n, call["wholeBits"]))} - {call["whole"]}";
        call.Declare("E", lifted is null ? whole : $"{whole} - {lifted}");
        call.Declare(suffix, ops.MultiplyAdd(call.Result + "E", call["log2"], fraction));
    }

    /// <summary>log(1 + f) by a polynomial alone.</summary>
    private static string PrintBySeries(FunctionCall call, string f)
    {
        call.Declare("P", Polynomial(call, "l", 0, Fit(call.Ops).Length - 1, f));
        call.Declare("S", call.Ops.MultiplyAdd($"({f} * {f})", call.Result + "P", f));
        return call.Result + "S";
    }

    /// <summary>log(1 + f) by a quotient, in which a polynomial of half the degree does.</summary>
    private static string PrintByQuotient(FunctionCall call, string f)
    {
        string r = call.Result + "R", z = call.Result + "Z";
        call.Declare(("R", $"{f} / ({f} + {call["two"]})"), ("Z", $"{r} * {r}"));
        call.Declare("P", Polynomial(call, "l", 0, Fit(call.Ops).Length - 1, z));
        return $"({f} - ({r} * ({f} - ({z} * {call.Result}P))))";
    }

    private static double[] Fit(OpTable ops) => ops.DType == DType.Float32 ? Single : Double;
}

using Gen.CrossEntropy.Generator.Model;

namespace Gen.CrossEntropy.Generator.Emit.Kernels.Functions;

/// <summary>
/// tanh(a) = a + a·u·P(u) with u = a² for |a| below 1, which keeps every digit of a small a; beyond, ±(1 - E)/(1 + E) with E = exp(-2|a|), of whose error little is left there. Few logits are so large that their
/// softcap flattens them: a vector with none of them skips the exponential and the division. What an element gives depends on itself alone. P is a minimax fit of tanh's relative error by an exchange of Remez in
/// 50 digits: 5.5e-8 (Float32, degree 5), 1.2e-17 (Float64, degree 14).
/// </summary>
internal sealed class TanhText : FunctionText
{
    public static readonly TanhText Instance = new();

    private static readonly double[] Single =
        [-0.33332986772347617, 0.133264088086460036, -0.0534987055695113206, 0.0203597567898422052, -0.00625933814292557473, 0.00105826457506676803];

    private static readonly double[] Double =
    [
        -0.333333333333329429, 0.133333333332928683, -0.0539682539534259223, 0.0218694882598203938, -0.0088632324516998498, 0.00359210560649800888, -0.00145572132799054433, 0.000589618689597102923,
        -0.000238043872402369296, 9.47681840469497976e-05, -3.60866394774470354e-05, 1.23413454898722382e-05, -3.41968958616499119e-06, 6.5449902639860831e-07, -6.26937307801656307e-08,
    ];

    public override string Letter => "th";

    public override string Comment(OpTable ops) =>
        "tanh(a) = a + a·u·(tanh0 + tanh1 u + …) with u = a² below 1; beyond, where few vectors have an element, ±(1 - E)/(1 + E) with E = exp(-2|a|).";

    public override IEnumerable<FunctionConstant> Constants(OpTable ops) => [.. Coefficients("tanh", 0, Fit(ops)), One, .. PlainExp(ops).Constants(ops).Where(constant => constant != One)];

    public override void Print(FunctionCall call)
    {
        OpTable ops = call.Ops;
        string result = call.Result, a = call.ArgumentName, u = result + "U", one = call["one"];
        call.Declare("U", $"{a} * {a}");
        call.Declare("P", Polynomial(call, "tanh", 0, Fit(ops).Length - 1, u));
        call.Declare("", ops.MultiplyAdd($"({a} * {u})", result + "P", a));

        // NaN goes this way too, and comes out as NaN.
        call.Writer.Open($"if (!{ops.AllLessThan(u, one)})");
        call.Declare("B", ops.Min(a, $"-{a}"));
        PlainExp(ops).Print(call.Inner("E", PlainExp(ops), Printed.Infix(Printed.Atom(result + "B"), " + ", Printed.Atom(result + "B"), Precedence.Additive)));
        call.Declare("Q", $"({one} - {result}E) / ({one} + {result}E)");
        string flat = ops.Select(ops.LessThan(a, ops.Zero), $"-{result}Q", result + "Q");
        call.Writer.Line($"{result} = {(ops.Lanes == 1 ? flat : ops.Select(ops.LessThan(u, one), result, flat))};");
        call.Writer.Close();
    }

    private static double[] Fit(OpTable ops) => ops.DType == DType.Float32 ? Single : Double;
}

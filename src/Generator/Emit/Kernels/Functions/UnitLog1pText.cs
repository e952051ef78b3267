namespace Gen.CrossEntropy.Generator.Emit.Kernels.Functions;

/// <summary>
/// log(1 + u) = 2·artanh(r) = 2r + 2r·z·H(z) with r = u/(2 + u) and z = r², for u in [0, 1], where z is at most 1/9. Relative error before rounding: 4e-10 (Float32, degree 4), 4e-21 (Float64, degree 11). No exponent is taken
/// off: half of the instructions of a general logarithm.
/// </summary>
internal sealed class UnitLog1pText : FunctionText
{
    public static readonly UnitLog1pText Instance = new();

    private static readonly double[] Single = [0.333333336602637062, 0.199998531659648587, 0.142961789971514189, 0.108532879004401863, 0.116121646120116744];

    private static readonly double[] Double =
    [
        0.333333333333333333, 0.200000000000000077, 0.142857142857109716, 0.111111111116659934, 0.0909090904300282773, 0.076923101269020812,
        0.0666658847456908923, 0.0588399888362051808, 0.0524019961718263703, 0.0497101244827736731, 0.031670554258851227, 0.0761563130971449242,
    ];

    public override string Letter => "ln";

    public override string Comment(OpTable ops) => "log(1 + u) = 2r + 2r·z·(h0 + h1 z + …) with r = u/(2 + u), z = r², for u in [0, 1].";

    public override IEnumerable<FunctionConstant> Constants(OpTable ops) => [FunctionConstant.OfValue("two", 2), .. Coefficients("h", 0, Fit(ops))];

    public override void Print(FunctionCall call)
    {
        string u = call.ArgumentName, r = call.Result + "R", z = call.Result + "Z", d = call.Result + "D";
        call.Declare(("R", $"{u} / ({u} + {call["two"]})"), ("Z", $"{r} * {r}"), ("D", $"{r} + {r}"));
        call.Declare("", call.Ops.MultiplyAdd($"({d} * {z})", Polynomial(call, "h", 0, Fit(call.Ops).Length - 1, z), d));
    }

    private static double[] Fit(OpTable ops) => IsSingle(ops) ? Single : Double;
}

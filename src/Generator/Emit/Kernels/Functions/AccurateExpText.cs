namespace Gen.CrossEntropy.Generator.Emit.Kernels.Functions;

/// <summary>
/// exp(a) = 2^n·exp(r) with n an integer near a·log2(e) and r = a - n·log 2, where log 2 is two constants of which the first has so few bits that n times it is exact; exp(r) = 1 + r + r²·Q(r).
/// Error of Q: 6.3e-8·r² (Float32, degree 4), 1.4e-18·r² (Float64, degree 10). For all arguments: the clamp's ends are 0 and infinity, and 2^n comes in two halves where it may leave the range of exponents.
/// </summary>
internal sealed class AccurateExpText : FunctionText
{
    public static readonly AccurateExpText Instance = new(decays: false);

    /// <summary>exp(-|a|), which cannot overflow.</summary>
    public static readonly AccurateExpText OfDecay = new(decays: true);

    private readonly bool _decays;

    private static readonly double[] Single = [0.500000002709651281, 0.166665766463563931, 0.0416663740802623465, 0.00836323507325585179, 0.00139412183488609671];

    private static readonly double[] Double =
    [
        0.5, 0.16666666666666671, 0.041666666666666684, 0.00833333333332608267, 0.00138888888888742905, 0.000198412698750036217,
        0.0000248015873475945714, 2.75572551685278714e-6, 2.75572526667665845e-7, 2.51053132704651186e-8, 2.09216721757836306e-9,
    ];

    private AccurateExpText(bool decays) => _decays = decays;

    public override string Letter => "e";

    public override string Comment(OpTable ops) => (_decays ? "exp(-|x|) with a = -|x|: " : "") + "exp(a) = 2^n·exp(r) with n near a·log2(e) and r = a - n·log 2; exp(r) is 1 + r + r²·(r0 + r1 r + …).";

    public override IEnumerable<FunctionConstant> Constants(OpTable ops) =>
    [
        .. ReductionConstants(ops), One,
        FunctionConstant.OfValue("least", IsSingle(ops) ? -110 : -760),
        .. _decays ? (FunctionConstant[])[] : [FunctionConstant.OfValue("most", IsSingle(ops) ? 90 : 711)],
        .. ops.ScalesByExponent ? (FunctionConstant[])[] : [Bias(ops), FunctionConstant.OfValue("half", 0.5)],
    ];

    public override void Print(FunctionCall call)
    {
        OpTable ops = call.Ops;
        string result = call.Result;

        // The constant first: where the argument is NaN, Min and Max give their second operand. Of a decay, both are NaN.
        call.Declare("B", _decays ? ops.Min(call.ArgumentName, $"-{call.ArgumentName}") : ops.Min(call["most"], call.ArgumentName));
        call.Declare("C", ops.Max(call["least"], result + "B"));
        PrintReduction(call, result + "C");
        string power = $"{result}R + {call["one"]}";
        if (ops.ScalesByExponent)
        {
            call.Declare("", $"Avx512F.Scale({power}, {result}N)");
            return;
        }

        string magic = call["magic"];
        call.Declare(("H", $"({result}N * {call["half"]}) + {magic}"), ("G", $"{result}N - ({result}H - {magic}) + {magic}"));
        call.Declare("", $"({power}) * {PowerOfTwo(call, result + "H")} * {PowerOfTwo(call, result + "G")}");
    }

    /// <summary>The constants of <see cref="PrintReduction"/>.</summary>
    private static IEnumerable<FunctionConstant> ReductionConstants(OpTable ops) =>
    [
        Log2E, Magic(ops),
        FunctionConstant.OfValue("minusLog2High", IsSingle(ops) ? -0.693359375 : -0.693145751953125),
        FunctionConstant.OfValue("minusLog2Low", IsSingle(ops) ? 2.12194440054690583e-4 : -1.42860682030941723e-6),
        .. Coefficients("r", 0, Fit(ops)),
    ];

    /// <summary>Declares N, a whole number, and R = exp(r) - 1 with r = argument - N·log 2.</summary>
    private static void PrintReduction(FunctionCall call, string argument)
    {
        OpTable ops = call.Ops;
        string result = call.Result, magic = call["magic"];
        call.Declare("N", $"({argument} * {call["log2e"]}) + {magic} - {magic}");
        call.Declare(("S", ops.MultiplyAdd(result + "N", call["minusLog2High"], argument)));
        call.Declare(("T", ops.MultiplyAdd(result + "N", call["minusLog2Low"], result + "S")));
        call.Declare("R", ops.MultiplyAdd($"({result}T * {result}T)", Polynomial(call, "r", 0, Fit(ops).Length - 1, result + "T"), result + "T"));
    }

    private static double[] Fit(OpTable ops) => IsSingle(ops) ? Single : Double;
}

namespace Gen.CrossEntropy.Generator.Emit.Kernels.Functions;

/// <summary>
/// exp(a) = 2^n·2^f with k = a·log2(e), n an integer near k and f = k - n. Relative error of 2^f: 9.2e-8 in Float32 (degree 5), 4e-18 before rounding in Float64 (degree 11); the rounding of k adds
/// |a| roundings. For arguments up to 0 or little above.
/// </summary>
internal abstract class ExpText : FunctionText
{
    public override string Letter => "e";

    /// <summary>
    /// Below 2^-120 (Float64: 2^-1016) the result is 0: processors that trap to microcode for numbers below the smallest normal one take 20 times as long for a row that has some, and products with a reciprocal of the batch's size
    /// get there from a little above it. C = 1000, standard deviation 20, ns per logit forward and (with backward): 0.34 (1.1), from 2^-126 up 0.32 (2.3), without a border 5.1 (8.2).
    /// </summary>
    protected static FunctionConstant Lowest(OpTable ops) => FunctionConstant.OfValue("lowest", IsSingle(ops) ? -120 : -1016);

    /// <summary>2^f.</summary>
    protected static string PowerOfFraction(FunctionCall call, string f, int degree) =>
        call.Ops.MultiplyAdd(Polynomial(call, "p", 1, degree, f), f, call["one"]);

    protected static string CommentText(string range) => $"exp(a) = 2^n·2^f with n + f = a·log2(e); p1 f + p2 f² + … + 1 is 2^f for f in {range}.";
}

/// <summary>With AVX-512's reduce and scale instructions, which need no clamp: they handle infinities and NaN. A mask keeps small results from being computed.</summary>
internal sealed class ExpByScale : ExpText
{
    public static readonly ExpByScale Instance = new();

    // (2^f - 1)/f on [0, 1), for an instruction that rounds down.
    private static readonly double[] Single =
        [0.693151311807522955, 0.240164450136067553, 0.055799913145968067, 0.00901703028443674904, 0.00186713008190700818];

    private static readonly double[] Double =
    [
        0.693147180559945928, 0.240226506959063303, 0.0555041086656022387, 0.00961812909955089561, 0.00133335586295626759, 0.000154035123097339487,
        0.0000152531750537952462, 1.32083673082200493e-6, 1.025321230405209e-7, 6.55952983551727122e-9, 6.26346527342259027e-10,
    ];

    public override string Comment(OpTable ops) => CommentText("[0, 1)");

    public override IEnumerable<FunctionConstant> Constants(OpTable ops) => [Log2E, One, Lowest(ops), .. Coefficients("p", 1, Fit(ops))];

    public override void Print(FunctionCall call)
    {
        string k = call.Result + "K", f = call.Result + "F";
        call.Declare(("K", $"{call.ArgumentFactor} * {call["log2e"]}"), ("F", $"Avx512DQ.Reduce({k}, 0x09)"));
        call.Declare("", $"Vector512.ConditionalSelect(Avx512F.CompareNotLessThan({k}, {call["lowest"]}), Avx512F.Scale({PowerOfFraction(call, f, Fit(call.Ops).Length)}, {k}), {call.Ops.Zero})");
    }

    private static double[] Fit(OpTable ops) => IsSingle(ops) ? Single : Double;
}

/// <summary>With a number so large that adding it rounds to an integer.</summary>
internal sealed class ExpByMagicNumber : ExpText
{
    public static readonly ExpByMagicNumber Instance = new();

    // (2^f - 1)/f on [-½, ½], for rounding to nearest.
    private static readonly double[] Single =
        [0.693146977598992038, 0.240222420853767095, 0.0555073374347008527, 0.00967151263995645515, 0.00132647271400720133];

    private static readonly double[] Double =
    [
        0.693147180559945326, 0.240226506959101313, 0.0555041086648200832, 0.00961812910759412009, 0.00133335581467746205, 0.000154035304571120909,
        0.0000152527334931274893, 1.3215435282308488e-6, 1.0178199571842138e-7, 7.0737832485031333e-9, 4.43477129820037671e-10,
    ];

    public override string Comment(OpTable ops) => CommentText("[-½, ½]");

    public override IEnumerable<FunctionConstant> Constants(OpTable ops) =>
        [Log2E, One, Magic(ops), Lowest(ops), .. Highest(ops), Bias(ops), .. Coefficients("p", 1, Fit(ops))];

    public override void Print(FunctionCall call)
    {
        OpTable ops = call.Ops;
        string k = call.Result + "K", n = call.Result + "N", f = call.Result + "F", magic = call["magic"];
        string scaled = $"{call.ArgumentFactor} * {call["log2e"]}";

        // The constant first: where the argument is NaN, Min gives its second operand.
        call.Declare(("K", ops.ExponentsMayBePositive ? ops.Min(call["highest"], scaled) : scaled), ("N", $"{k} + {magic}"), ("F", $"{k} - ({n} - {magic})"));
        call.Declare("", ops.Select(ops.LessThan(k, call["lowest"]), ops.Zero, $"{PowerOfFraction(call, f, Fit(ops).Length)} * {PowerOfTwo(call, n)}"));
    }

    /// <summary>An exponent beyond the type's would wrap around: it stops here, where the result is still far too large for whoever looks.</summary>
    private static IEnumerable<FunctionConstant> Highest(OpTable ops) => ops.ExponentsMayBePositive ? [FunctionConstant.OfValue("highest", IsSingle(ops) ? 127 : 1023)] : [];

    private static double[] Fit(OpTable ops) => IsSingle(ops) ? Single : Double;
}

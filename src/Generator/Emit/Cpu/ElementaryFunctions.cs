using Gen.CrossEntropy.Generator.Model;

namespace Gen.CrossEntropy.Generator.Emit.Cpu;

/// <summary>
/// exp and log as text, since neither exists for vectors in .NET 8 and a call in an inner loop would cost more than the function. The polynomials are minimax fits of our own.
/// </summary>
/// <remarks>
/// exp(a) = 2^n·2^f with k = a·log2(e), n an integer near k and f = k - n. Relative error of 2^f: 9.2e-8 in Float32 (degree 5), 4e-18 before rounding in Float64 (degree 11).
/// log(s) = n·log 2 + log(1 + f) with s = 2^n·(1 + f), 1 + f in [√½, √2), r = f/(2 + f), log(1 + f) = f - r·(f - r²·P(r²)). Error of P: 8.2e-10 (Float32), 1.3e-18 (Float64).
/// log is for sums of exponentials, which are at least ½: no zero, no negative number; NaN stays NaN.
/// </remarks>
internal static class ElementaryFunctions
{
    // (2^f - 1)/f on [0, 1), for instructions that round down.
    private static readonly double[] FloorSingle =
        [0.693151311807522955, 0.240164450136067553, 0.055799913145968067, 0.00901703028443674904, 0.00186713008190700818];

    private static readonly double[] FloorDouble =
    [
        0.693147180559945928, 0.240226506959063303, 0.0555041086656022387, 0.00961812909955089561, 0.00133335586295626759, 0.000154035123097339487,
        0.0000152531750537952462, 1.32083673082200493e-6, 1.025321230405209e-7, 6.55952983551727122e-9, 6.26346527342259027e-10,
    ];

    // (2^f - 1)/f on [-½, ½], for rounding to nearest.
    private static readonly double[] NearestSingle =
        [0.693146977598992038, 0.240222420853767095, 0.0555073374347008527, 0.00967151263995645515, 0.00132647271400720133];

    private static readonly double[] NearestDouble =
    [
        0.693147180559945326, 0.240226506959101313, 0.0555041086648200832, 0.00961812910759412009, 0.00133335581467746205, 0.000154035304571120909,
        0.0000152527334931274893, 1.3215435282308488e-6, 1.0178199571842138e-7, 7.0737832485031333e-9, 4.43477129820037671e-10,
    ];

    private static readonly double[] LogSingle = [0.666667767170420661, 0.399774955808219923, 0.298730732338217935];

    private static readonly double[] LogDouble =
    [
        0.66666666666667349, 0.399999999994110908, 0.285714287432629561, 0.222221984759633294, 0.181835697407894351, 0.153139032256201465, 0.147975078873406156,
    ];

    /// <summary>With AVX-512's reduce and scale instructions, which need no clamp: they handle -infinity, NaN and subnormal results.</summary>
    public static void PrintExpByScale(OpTable ops, SourceWriter writer, string name, string suffix, Printed argument)
    {
        string k = "k" + suffix, f = "f" + suffix;
        writer.Line($"{ops.Type} {k} = {Factor(argument)} * log2e, {f} = Avx512DQ.Reduce({k}, 0x09);");
        writer.Line($"{ops.Type} {name} = Avx512F.Scale({PowerOfTwo(ops, f, Scaled(ops).Length)}, {k});");
    }

    public static void PrintScaleConstants(OpTable ops, SourceWriter writer) => PrintConstants(ops, writer, "2^f for f in [0, 1)", Scaled(ops), []);

    /// <summary>With a number so large that adding it rounds to an integer, whose low bits then are that integer.</summary>
    public static void PrintExpByMagicNumber(OpTable ops, SourceWriter writer, string name, string suffix, Printed argument)
    {
        string k = "k" + suffix, n = "n" + suffix, f = "f" + suffix;
        string power = ops.AsElement(ops.ShiftLeft($"{ops.AsIndex(n)} + bias", MantissaBits(ops)));
        writer.Line($"{ops.Type} {k} = {Factor(argument)} * log2e, {n} = {k} + magic, {f} = {k} - ({n} - magic);");
        writer.Line($"{ops.Type} {name} = {ops.Select(ops.LessThan(k, "lowest"), ops.Zero, $"{PowerOfTwo(ops, f, Nearest(ops).Length)} * {power}")};");
    }

    public static void PrintMagicNumberConstants(OpTable ops, SourceWriter writer)
    {
        bool single = ops.DType == DType.Float32;
        PrintConstants(ops, writer, "2^f for f in [-½, ½]", Nearest(ops),
        [
            ("magic", single ? 12582912 : 6755399441055744),
            ("lowest", single ? -126 : -1022),
        ]);
        writer.Line($"{ops.IndexType} bias = {ops.IndexConstant(single ? "127" : "1023L")};");
    }

    public static void PrintLog(OpTable ops, SourceWriter writer, string name, string argument)
    {
        bool single = ops.DType == DType.Float32;
        int shift = MantissaBits(ops);
        string bits = name + "Bits", n = name + "N", f = name + "F", r = name + "R", z = name + "Z";
        double[] p = single ? LogSingle : LogDouble;

        writer.Line($"{ops.IndexType} {bits} = {ops.AsIndex(argument)}, {n} = {ops.ShiftRightLogical($"{bits} - {ops.IndexConstant(single ? "0x3F3504F3" : "0x3FE6A09E667F3BCDL")}", shift)};");
        writer.Line($"{ops.Type} {f} = {ops.AsElement($"({bits} - {ops.ShiftLeft(n, shift)})")} - {ops.Constant(1)}, {r} = {f} / ({f} + {ops.Constant(2)}), {z} = {r} * {r};");
        string tail = ops.Constant(p[p.Length - 1]);
        for (int i = p.Length - 2; i >= 0; i--)
        {
            tail = ops.MultiplyAdd(tail, z, ops.Constant(p[i]));
        }

        // Adding n's bits to those of 2^52 (or 2^23) converts without an instruction that only AVX-512 has; argument - argument is 0, or NaN where the argument is.
        string asElement = $"({ops.AsElement(ops.BitOr(n, ops.IndexConstant(single ? "0x4B000000" : "0x4330000000000000L")))} - {ops.Constant(single ? 8388608 : 4503599627370496)})";
        writer.Line($"{ops.Type} {name} = ({asElement} * {ops.Constant(0.693147180559945309)}) + ({f} - ({r} * ({f} - ({z} * {tail})))) + ({argument} - {argument});");
    }

    private static void PrintConstants(OpTable ops, SourceWriter writer, string what, double[] polynomial, (string Name, double Value)[] others)
    {
        writer.Line($"// exp(a) = 2^n·2^f with n + f = a·log2(e); p1 f + p2 f² + … + 1 is {what}.");
        writer.Line($"{ops.Type} log2e = {ops.Constant(1.44269504088896341)}, one = {ops.Constant(1)}{string.Concat(others.Select(o => $", {o.Name} = {ops.Constant(o.Value)}"))};");
        for (int i = 0; i < polynomial.Length; i += 4)
        {
            writer.Line($"{ops.Type} {string.Join(", ", polynomial.Skip(i).Take(4).Select((p, j) => $"p{i + j + 1} = {ops.Constant(p)}"))};");
        }
    }

    private static string PowerOfTwo(OpTable ops, string f, int degree)
    {
        string value = $"p{degree}";
        for (int i = degree - 1; i >= 1; i--)
        {
            value = ops.MultiplyAdd(value, f, $"p{i}");
        }

        return ops.MultiplyAdd(value, f, "one");
    }

    private static string Factor(Printed printed) => printed.Precedence < Precedence.Multiplicative ? $"({printed.Text})" : printed.Text;

    private static double[] Scaled(OpTable ops) => ops.DType == DType.Float32 ? FloorSingle : FloorDouble;

    private static double[] Nearest(OpTable ops) => ops.DType == DType.Float32 ? NearestSingle : NearestDouble;

    private static int MantissaBits(OpTable ops) => ops.DType == DType.Float32 ? 23 : 52;
}

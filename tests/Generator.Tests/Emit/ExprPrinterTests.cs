using Gen.CrossEntropy.Generator.Algorithm;
using Gen.CrossEntropy.Generator.Emit;
using Gen.CrossEntropy.Generator.Emit.Cpu;
using Gen.CrossEntropy.Generator.Emit.Kernels;
using Gen.CrossEntropy.Generator.Emit.Kernels.Functions;
using ModelDType = Gen.CrossEntropy.Generator.Model.DType;
using PlanWidth = Gen.CrossEntropy.Generator.Plan.VectorWidth;

namespace Gen.CrossEntropy.Generator.Tests.Emit;

/// <summary>One printer, eight op tables: what each makes of the same expressions.</summary>
public sealed class ExprPrinterTests
{
    private static readonly Expr X = new Input(LossInput.Prediction), A = new Value("a"), K = new Value("k");

    /// <summary>Every width with every element type.</summary>
    public static TheoryData<int, int> Tables
    {
        get
        {
            TheoryData<int, int> tables = [];
            foreach (PlanWidth width in Enum.GetValues<PlanWidth>())
            {
                tables.Add((int)width, (int)ModelDType.Float32);
                tables.Add((int)width, (int)ModelDType.Float64);
            }

            return tables;
        }
    }

    [Theory]
    [InlineData(PlanWidth.Scalar, ModelDType.Float32, "0.5f * x - k", "(x > a ? x : a)")]
    [InlineData(PlanWidth.Scalar, ModelDType.Float64, "0.5d * x - k", "(x > a ? x : a)")]
    [InlineData(PlanWidth.Vector128, ModelDType.Float32, "Vector128.Create(0.5f) * x - k", "(Vector128.ConditionalSelect(Vector128.GreaterThan(x, a), x, a))")]
    [InlineData(PlanWidth.Vector128, ModelDType.Float64, "Vector128.Create(0.5d) * x - k", "(Vector128.ConditionalSelect(Vector128.GreaterThan(x, a), x, a))")]
    [InlineData(PlanWidth.Vector256, ModelDType.Float32, "Vector256.Create(0.5f) * x - k", "(Avx.Max(x, a))")]
    [InlineData(PlanWidth.Vector256, ModelDType.Float64, "Vector256.Create(0.5d) * x - k", "(Avx.Max(x, a))")]
    [InlineData(PlanWidth.Vector512, ModelDType.Float32, "Vector512.Create(0.5f) * x - k", "(Avx512F.Max(x, a))")]
    [InlineData(PlanWidth.Vector512, ModelDType.Float64, "Vector512.Create(0.5d) * x - k", "(Avx512F.Max(x, a))")]
    public void Expression_SpeaksThroughTheTable(object width, object dtype, string linear, string max)
    {
        Assert.Equal(linear, Text((PlanWidth)width, (ModelDType)dtype, (0.5 * X) - K));
        Assert.Equal(max, Text((PlanWidth)width, (ModelDType)dtype, new Max(X, A)));
        Assert.Equal("-(x + a) / (k - -x)", Text((PlanWidth)width, (ModelDType)dtype, new Neg(X + A) / (K - new Neg(X))));
    }

    [Theory]
    [MemberData(nameof(Tables))]
    public void Exponential_IsPrintedOnce_BeforeWhatUsesIt(int width, int dtype)
    {
        SourceWriter writer = new();
        OpTable ops = CpuOps.For((PlanWidth)width, (ModelDType)dtype);
        Scope scope = Scope(ops, writer, "7");
        Expr exp = new Exp(X - K);

        Assert.Equal("a * e7", ExprPrinter.Text(A * exp, scope));
        Assert.Equal("e7 + e7", ExprPrinter.Text(exp + exp, scope));

        string[] lines = writer.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(2, lines.Length);
        Assert.StartsWith($"{ops.Type} e7K = (x - k) * log2e, ", lines[0], StringComparison.Ordinal);
        Assert.StartsWith($"{ops.Type} e7 = ", lines[1], StringComparison.Ordinal);
        Assert.Equal((PlanWidth)width == PlanWidth.Vector512, lines[1].Contains("Avx512F.Scale", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Tables))]
    public void Constants_OfAFunction_AreAllThatItUses(int width, int dtype)
    {
        OpTable ops = CpuOps.For((PlanWidth)width, (ModelDType)dtype);
        foreach (Function function in (Function[])[new Exp(X), new AccurateExp(X), new Log(X), new LogOfSum(X), new Log1p(X), new UnitLog1p(X), new GrowthLog1p(X), new Decay(X), new Tanh(X)])
        {
            SourceWriter code = new();
            FunctionText text = FunctionText.Of(function, ops);
            text.Print(new FunctionCall(text, ops, code, "result", Printed.Atom("x"), hasConstants: true));

            string[] declared = [.. text.Constants(ops).Select(constant => constant.Name)];
            HashSet<string> used = [.. Microsoft.CodeAnalysis.CSharp.SyntaxFactory.ParseTokens(code.ToString()).Select(token => token.Text)];
            Assert.NotEmpty(declared);
            Assert.Equal(declared.Length, declared.Distinct().Count());
            Assert.All(declared, name => Assert.True(used.Contains(name), $"{function}: {name}"));
        }
    }

    [Theory]
    [MemberData(nameof(Tables))]
    public void Logarithm_IsAStatementOfItsOwn(int width, int dtype)
    {
        SourceWriter writer = new();
        OpTable ops = CpuOps.For((PlanWidth)width, (ModelDType)dtype);
        Scope scope = Scope(ops, writer, "");
        ExprPrinter.PrintLet("logs", new Log(A), scope);

        Assert.Equal("logs", ExprPrinter.Text(new Value("logs"), scope));
        Assert.Contains($"{ops.Type} logs = ", writer.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Let_DeclaresItsName()
    {
        SourceWriter writer = new();
        Scope scope = Scope(CpuOps.For(PlanWidth.Scalar, ModelDType.Float32), writer, "");
        ExprPrinter.PrintLet("b", A * K, scope);

        Assert.Equal("float b = a * k;\n", writer.ToString());
        Assert.Equal("b", ExprPrinter.Text(new Value("b"), scope));
    }

    [Fact]
    public void LeafThatNothingBinds_IsNamedInTheError()
    {
        Scope scope = new(CpuOps.For(PlanWidth.Scalar, ModelDType.Float32), new SourceWriter(), "", hasConstants: true, (_, _) => null);

        Assert.Contains("w[c]", Assert.Throws<NotSupportedException>(() => ExprPrinter.Text(new Input(LossInput.ClassWeight), scope)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void BoundExpression_IsItsVariable()
    {
        Scope scope = Scope(CpuOps.For(PlanWidth.Scalar, ModelDType.Float32), new SourceWriter(), "");
        scope.Bind(X - K, "d");

        Assert.Equal("d * d", ExprPrinter.Text((X - K) * (X - K), scope));
    }

    private static string Text(PlanWidth width, ModelDType dtype, Expr expr) => ExprPrinter.Text(expr, Scope(CpuOps.For(width, dtype), new SourceWriter(), ""));

    private static Scope Scope(OpTable ops, SourceWriter writer, string suffix) =>
        new(ops, writer, suffix, hasConstants: true, (_, leaf) => Printed.Atom(leaf is Value value ? value.Name : "x"));
}

using Gen.CrossEntropy.Generator.Algorithm;
using Gen.CrossEntropy.Generator.Emit;
using Gen.CrossEntropy.Generator.Emit.Cpu;
using Gen.CrossEntropy.Generator.Emit.Kernels;
using Gen.CrossEntropy.Generator.Tests.Algorithm;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ModelDType = Gen.CrossEntropy.Generator.Model.DType;
using PlanWidth = Gen.CrossEntropy.Generator.Plan.VectorWidth;

namespace Gen.CrossEntropy.Generator.Tests.Emit;

/// <summary>Text that is read back has the order of evaluation of the expression that it was printed from: floating-point results depend on it.</summary>
public sealed class PrintedTests
{
    [Theory]
    [InlineData(Precedence.Additive, Precedence.Additive, "a + b + (c + d)")]
    [InlineData(Precedence.Multiplicative, Precedence.Additive, "(a + b) * (c + d)")]
    [InlineData(Precedence.Additive, Precedence.Multiplicative, "a * b + c * d")]
    [InlineData(Precedence.Multiplicative, Precedence.Multiplicative, "a * b * (c * d)")]
    [InlineData(Precedence.Additive, Precedence.Unary, "-a + -b")]
    [InlineData(Precedence.Multiplicative, Precedence.Atom, "x * x")]
    public void Infix_HasTheParenthesesThatItNeeds(object outer, object inner, string text)
    {
        (string left, string right) = (Precedence)inner switch
        {
            Precedence.Additive => ("a + b", "c + d"),
            Precedence.Multiplicative => ("a * b", "c * d"),
            Precedence.Unary => ("-a", "-b"),
            _ => ("x", "x"),
        };
        string op = (Precedence)outer == Precedence.Additive ? " + " : " * ";

        Assert.Equal(text, Printed.Infix(new(left, (Precedence)inner), op, new(right, (Precedence)inner), (Precedence)outer).Text);
    }

    [Theory]
    [InlineData(PlanWidth.Scalar)]
    [InlineData(PlanWidth.Vector512)]
    public void Code_ReadsBackAsItsExpression(object width)
    {
        OpTable ops = CpuOps.For((PlanWidth)width, ModelDType.Float64);
        Random random = new(20_240_613);
        for (int i = 0; i < 1000; i++)
        {
            Expr expr = RandomExpr.Of(random, depth: 5, arithmeticOnly: true);
            string text = ExprPrinter.Text(expr, new Scope(ops, new SourceWriter(), "", hasConstants: true, (_, leaf) => Printed.Atom(RandomExpr.NameOf(leaf))));

            Assert.Equal(Shape(expr), Shape(SyntaxFactory.ParseExpression(text)));
        }
    }

    [Fact]
    public void Formula_ReadsBackAsItsExpression()
    {
        Random random = new(20_240_614);
        for (int i = 0; i < 1000; i++)
        {
            Expr expr = RandomExpr.Of(random, depth: 5, arithmeticOnly: true);
            string text = FormulaPrinter.Print(expr).Replace("·", " * ", StringComparison.Ordinal).Replace("x[c]", "x", StringComparison.Ordinal).Replace("w[c]", "w", StringComparison.Ordinal);

            Assert.Equal(Shape(expr), Shape(SyntaxFactory.ParseExpression(text)));
        }
    }

    private static string Shape(Expr expr) => expr switch
    {
        Const constant => constant.Value < 0 ? $"-({-constant.Value:R})" : $"{constant.Value:R}",
        Input or Value => RandomExpr.NameOf(expr),
        Neg neg => $"-({Shape(neg.Operand)})",
        Add add => $"({Shape(add.Left)}) + ({Shape(add.Right)})",
        Sub sub => $"({Shape(sub.Left)}) - ({Shape(sub.Right)})",
        Mul mul => $"({Shape(mul.Left)}) * ({Shape(mul.Right)})",
        Div div => $"({Shape(div.Left)}) / ({Shape(div.Right)})",
        _ => throw new NotSupportedException(expr.GetType().Name),
    };

    private static string Shape(ExpressionSyntax syntax)
    {
        Assert.False(syntax.ContainsDiagnostics, syntax.ToString());
        return syntax switch
        {
            ParenthesizedExpressionSyntax inner => Shape(inner.Expression),
            PrefixUnaryExpressionSyntax negation => $"-({Shape(negation.Operand)})",
            BinaryExpressionSyntax binary => $"({Shape(binary.Left)}) {binary.OperatorToken.Text} ({Shape(binary.Right)})",
            LiteralExpressionSyntax number => $"{Convert.ToDouble(number.Token.Value, System.Globalization.CultureInfo.InvariantCulture):R}",
            InvocationExpressionSyntax create => Shape(create.ArgumentList.Arguments.Single().Expression),
            _ => syntax.ToString(),
        };
    }
}

using System.Globalization;
using Gen.CrossEntropy.Generator.Emit;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ModelDType = Gen.CrossEntropy.Generator.Model.DType;

namespace Gen.CrossEntropy.Generator.Tests.Emit;

public sealed class LiteralTests
{
    [Theory]
    [InlineData(0.1, "0.1f", "0.1d")]
    [InlineData(1, "1f", "1d")]
    [InlineData(-2.5, "-2.5f", "-2.5d")]
    [InlineData(0, "0f", "0d")]
    [InlineData(-0.0, "-0f", "-0d")]
    [InlineData(1.0 / 3, "0.33333334f", "0.3333333333333333d")]
    [InlineData(16777217, "16777216f", "16777217d")]
    [InlineData(1e-7, "1E-07f", "1E-07d")]
    [InlineData(double.NaN, "float.NaN", "double.NaN")]
    [InlineData(double.PositiveInfinity, "float.PositiveInfinity", "double.PositiveInfinity")]
    [InlineData(double.NegativeInfinity, "float.NegativeInfinity", "double.NegativeInfinity")]
    [InlineData(double.MaxValue, "float.PositiveInfinity", "1.7976931348623157E+308d")]
    [InlineData(double.Epsilon, "0f", "5E-324d")]
    [InlineData(float.MaxValue, "3.4028235E+38f", "3.4028234663852886E+38d")]
    [InlineData(float.Epsilon, "1E-45f", "1.401298464324817E-45d")]
    public void Literal_IsTheShortestOfItsType(double value, string narrow, string wide)
    {
        Assert.Equal(narrow, Literal.Of(value, ModelDType.Float32));
        Assert.Equal(wide, Literal.Of(value, ModelDType.Float64));
    }

    [Fact]
    public void Literal_ReadByTheCompiler_IsTheSameNumberToTheBit()
    {
        Random random = new(20_240_611);
        for (int i = 0; i < 4000; i++)
        {
            double value = BitConverter.Int64BitsToDouble(random.NextInt64(long.MinValue, long.MaxValue));
            float single = BitConverter.Int32BitsToSingle(random.Next(int.MinValue, int.MaxValue));
            if (double.IsFinite(value))
            {
                Assert.Equal(BitConverter.DoubleToInt64Bits(value), BitConverter.DoubleToInt64Bits((double)Read(Literal.Of(value, ModelDType.Float64))));
                Assert.Equal(BitConverter.DoubleToInt64Bits(value), BitConverter.DoubleToInt64Bits(double.Parse(Literal.Shortest(value), CultureInfo.InvariantCulture)));
            }

            if (float.IsFinite(single))
            {
                Assert.Equal(BitConverter.SingleToInt32Bits(single), BitConverter.SingleToInt32Bits((float)Read(Literal.Of(single, ModelDType.Float32))));
            }
        }
    }

    [Fact]
    public void Literal_IsNotLongerThanItNeedsToBe()
    {
        Random random = new(20_240_612);
        for (int i = 0; i < 2000; i++)
        {
            double value = random.NextDouble();
            string digits = Literal.Shortest(value).Replace("0.", "", StringComparison.Ordinal).TrimStart('0').Split('E')[0];

            // The platform's own shortest form is as short.
            Assert.True(digits.Length <= value.ToString("R", CultureInfo.InvariantCulture).Replace("0.", "", StringComparison.Ordinal).TrimStart('0').Split('E')[0].Length, Literal.Shortest(value));
        }
    }

    [Theory]
    [InlineData(0, "0")]
    [InlineData(-100, "-100")]
    [InlineData(long.MinValue, "-9223372036854775808")]
    [InlineData(long.MaxValue, "9223372036854775807")]
    public void WholeNumber_IsWrittenOut(long value, string text) => Assert.Equal(text, Literal.Whole(value));

    private static object Read(string literal)
    {
        ExpressionSyntax expression = SyntaxFactory.ParseExpression(literal);
        Assert.False(expression.ContainsDiagnostics, literal);
        return expression switch
        {
            LiteralExpressionSyntax number => number.Token.Value!,
            PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.UnaryMinusExpression, Operand: LiteralExpressionSyntax number } =>
                number.Token.Value is float single ? (object)-single : -(double)number.Token.Value!,
            _ => throw new NotSupportedException(literal),
        };
    }
}

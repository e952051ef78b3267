using Gen.CrossEntropy.Generator.Algorithm;
using Gen.CrossEntropy.Generator.Emit;

namespace Gen.CrossEntropy.Generator.Tests.Algorithm;

public sealed class SimplifyTests
{
    private static readonly Expr X = new Input(LossInput.Prediction), W = new Input(LossInput.ClassWeight), G = new Input(LossInput.Scale), S = new Value("s");

    private static readonly Dictionary<string, (Expr Before, Expr After)> Rules = new()
    {
        ["-constant"] = (new Neg(2), -2),
        ["--x"] = (new Neg(new Neg(X)), X),
        ["constant + constant"] = ((Expr)2 + 3, 5),
        ["constant - constant"] = ((Expr)2 - 3, -1),
        ["constant * constant"] = ((Expr)2 * 3, 6),
        ["constant / constant"] = ((Expr)3 / 2, 1.5),
        ["0 + x"] = (0 + X, X),
        ["x + 0"] = (X + 0, X),
        ["x + -y"] = (X + new Neg(W), X - W),
        ["x - 0"] = (X - 0, X),
        ["0 - x"] = (0 - X, new Neg(X)),
        ["0 - -x"] = (0 - new Neg(X), X),
        ["x - -y"] = (X - new Neg(W), X + W),
        ["1 * x"] = (1 * X, X),
        ["x * 1"] = (X * 1, X),
        ["x / 1"] = (X / 1, X),
        ["constant * (constant * x)"] = (2 * (3 * X), 6 * X),
        ["constant * (constant * s)"] = (2 * (3 * S), 6 * S),
        ["g * (s * x)"] = (G * (S * X), G * S * X),
        ["inside exp"] = (new Exp(X - 0), new Exp(X)),
        ["inside log"] = (new Log(1 * S), new Log(S)),
        ["inside max"] = (new Max(X + 0, 0 + W), new Max(X, W)),
        ["inside a sum"] = (new OverClasses("h", ReduceOp.Sum, 1 * (X - 0)), new OverClasses("h", ReduceOp.Sum, X)),
        ["what a rule leaves"] = (1 * (X + new Neg(new Neg(new Neg(W)))), X - W),
        ["many at once"] = ((Expr)1 * 1 * (0 + (X * 1)) - 0, X),
    };

    private static readonly Dictionary<string, Expr> Kept = new()
    {
        ["0 * x is NaN where x is infinite"] = 0 * X,
        ["x * 0 likewise"] = X * 0,
        ["0 / x is NaN at 0"] = 0 / X,
        ["x / x is NaN at 0"] = X / X,
        ["x - x is NaN where x is infinite"] = X - X,
        ["a sum's order"] = X + (W + S),
        ["a difference's order"] = X - (W - S),
        ["a product of equal rates"] = S * (new Value("a") * new Value("b")),
        ["a product whose last factor is no class's"] = G * (X * S),
        ["a quotient"] = G * S / new Value("a"),
        ["no distribution"] = 2 * (X + W),
        ["exp of log"] = new Exp(new Log(X)),
        ["a constant behind the class"] = X * 2,
    };

    public static TheoryData<string> RuleNames => [.. Rules.Keys];

    public static TheoryData<string> KeptNames => [.. Kept.Keys];

    [Theory]
    [MemberData(nameof(RuleNames))]
    public void Rule_Applies(string rule) => Assert.Equal(Rules[rule].After, Simplify.Apply(Rules[rule].Before));

    [Theory]
    [MemberData(nameof(KeptNames))]
    public void WhatCouldMatter_Stays(string reason) => Assert.Equal(Kept[reason], Simplify.Apply(Kept[reason]));

    [Fact]
    public void Result_IsTheSame_AtOrdinaryAndAtInfiniteValues()
    {
        Random random = new(20_240_609);
        int compared = 0;
        double[] numbers = [0, 1, -1, 2, 0.5, -3, double.PositiveInfinity, double.NegativeInfinity, double.NaN];
        for (int i = 0; i < 5000; i++)
        {
            Expr before = RandomExpr.Of(random, depth: 4), after = Simplify.Apply(before);
            Dictionary<string, double> values = RandomExpr.Leaves.ToDictionary(leaf => leaf, _ => numbers[random.Next(numbers.Length)]);
            double expected, actual;
            try
            {
                (expected, actual) = (RandomExpr.Evaluate(before, values), RandomExpr.Evaluate(after, values));
            }
            catch (DivideByZeroException)
            {
                continue;
            }

            compared++;
            // Constants may be multiplied together first, which rounds differently.
            bool same = expected.Equals(actual) || expected == actual || Math.Abs(expected - actual) <= 1e-12 * Math.Abs(expected);
            Assert.True(same, $"{FormulaPrinter.Print(before)} = {expected}, but {FormulaPrinter.Print(after)} = {actual}");
        }

        Assert.True(compared > 3000, $"{compared} compared");
    }

    [Fact]
    public void SimplifiedTwice_IsSimplifiedOnce()
    {
        Random random = new(20_240_610);
        for (int i = 0; i < 2000; i++)
        {
            Expr once = Simplify.Apply(RandomExpr.Of(random, depth: 4));
            Assert.Equal(once, Simplify.Apply(once));
        }
    }
}

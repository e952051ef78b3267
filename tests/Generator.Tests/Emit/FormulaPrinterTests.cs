using Gen.CrossEntropy.Generator.Algorithm;
using Gen.CrossEntropy.Generator.Emit;

namespace Gen.CrossEntropy.Generator.Tests.Emit;

public sealed class FormulaPrinterTests
{
    private static readonly Expr X = new Input(LossInput.Prediction), S = new Value("s");

    private static readonly Dictionary<string, Expr> Formulas = new()
    {
        ["x[c]"] = X,
        ["0.1·x[c]"] = 0.1 * X,
        ["x[c] - s"] = X - S,
        ["x[c] - (s - x[c])"] = X - (S - X),
        ["(x[c] + s)·s"] = (X + S) * S,
        ["x[c]·(s·s)"] = X * (S * S),
        ["x[c]/(s·s)"] = X / (S * S),
        ["exp(x[c] - s)"] = new Exp(X - S),
        ["log(s)"] = new Log(S),
        ["max(x[c], -1)"] = new Max(X, -1),
        ["-(x[c] + s)"] = new Neg(X + S),
        ["-x[c] + s"] = new Neg(X) + S,
        ["Σ_c (x[c] - s)"] = new OverClasses("h", ReduceOp.Sum, X - S),
        ["s·(Σ_c x[c])"] = S * new OverClasses("h", ReduceOp.Sum, X),
    };

    public static TheoryData<string> Texts => [.. Formulas.Keys];

    [Theory]
    [MemberData(nameof(Texts))]
    public void Expression_IsMathematics(string text) => Assert.Equal(text, FormulaPrinter.Print(Formulas[text]));

    [Fact]
    public void EveryInput_HasASymbol() =>
        Assert.All(Enum.GetValues<LossInput>(), input => Assert.NotEmpty(FormulaPrinter.Symbol(input)));

    [Fact]
    public void Steps_SayWhatTheyDefine()
    {
        Assert.Equal("h = Σ_c (x[c] - s)", FormulaPrinter.Print(new Reduce("h", ReduceOp.Sum, X - S)));
        Assert.Equal("m = max_c x[c]", FormulaPrinter.Print(new Reduce("m", ReduceOp.Max, X)));
        Assert.Equal("b = s·s", FormulaPrinter.Print(new Let("b", S * S)));
        Assert.Equal("l = s", FormulaPrinter.Print(new Store(SampleOutput.Loss, S)));
        Assert.Equal("dx[c] = x[c]", FormulaPrinter.Print(new Map(MapOutput.Gradient, X)));
        Assert.Equal("dx[c] = x[c] - (c = t ? s : 0)", FormulaPrinter.Print(new Map(MapOutput.Gradient, X, S)));
    }
}

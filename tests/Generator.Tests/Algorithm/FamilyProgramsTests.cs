using Gen.CrossEntropy.Generator.Algorithm;
using Gen.CrossEntropy.Generator.Emit;
using Gen.CrossEntropy.Generator.Model;

namespace Gen.CrossEntropy.Generator.Tests.Algorithm;

/// <summary>The programs of each term, output and loss of the family, as the mathematics that headers print.</summary>
public sealed class FamilyProgramsTests
{
    private static readonly Dictionary<string, LossSpec> Declared = new()
    {
        ["z-loss"] = Specs.Of(10).With(TermOptions.ZLoss, 0.001),
        ["logit scale"] = Specs.Of(10).With(TermOptions.LogitScale, 2),
        ["softcap"] = Specs.Of(10).With(TermOptions.Softcap, 30),
        ["softcap of scaled logits"] = Specs.Of(10).Smoothed(0.1).With(TermOptions.Softcap, 30).With(TermOptions.LogitScale, 1.5),
        ["focal 2"] = Specs.Of(10).With(TermOptions.FocalGamma, 2),
        ["focal 0.5"] = Specs.Of(10).With(TermOptions.FocalGamma, 0.5),
        ["poly"] = Specs.Of(10).WeightedPerCall().With(TermOptions.PolyEpsilon, 0.5),
        ["outputs"] = Specs.Of(10) with { Outputs = Model.LossOutputs.LogSumExp | Model.LossOutputs.Hits | Model.LossOutputs.Entropy },
        ["nll"] = Specs.Of(LossKind.NLL).WeightedPerCall(),
        ["softmax"] = Specs.Of(LossKind.Softmax),
        ["log-softmax"] = Specs.Of(LossKind.LogSoftmax),
        ["entropy of logits"] = Specs.Of(LossKind.Entropy),
        ["entropy of probabilities"] = Specs.Of(LossKind.Entropy) with { Prediction = Model.PredictionKind.Probabilities },
        ["bce"] = Specs.Of(LossKind.BCE).WeightedPerCall(),
        ["bce with logits"] = Specs.Of(LossKind.BCEWithLogits),
        ["bce with logits, weighted"] = Specs.Of(LossKind.BCEWithLogits).WeightedPerCall() with { PosWeights = WeightKind.PerCall },
        ["bce with logits, constant"] = Specs.Of(LossKind.BCEWithLogits) with { PosWeights = WeightKind.Constant, PosWeight = 3 },
        ["divergence"] = Specs.Of(LossKind.KLDiv),
        ["divergence of logs"] = Specs.Of(LossKind.KLDiv) with { LogTarget = true },
        ["squares"] = Specs.Of(LossKind.MSE),
    };

    [Theory]
    [InlineData("z-loss", Pass.ForwardBackward,
        "m = max_c x[c]", "s = Σ_c exp(x[c] - m)", "logs = log(s)", "lse = m + logs", "l = logs - (x[t] - m) + 0.001·(lse·lse)", "a = g·(1 + 0.002·lse)/s",
        "dx[c] = a·exp(x[c] - m) - (c = t ? g : 0)")]
    [InlineData("logit scale", Pass.ForwardBackward,
        "m = max_c 2·x[c]", "s = Σ_c exp(2·x[c] - m)", "logs = log(s)", "zt = 2·x[t]", "l = logs - (zt - m)", "a = 2·g/s", "b = 2·g",
        "dx[c] = a·exp(2·x[c] - m) - (c = t ? b : 0)")]
    [InlineData("softcap", Pass.ForwardBackward,
        "m = max_c 30·tanh(0.03333333333333333·x[c])", "s = Σ_c exp(30·tanh(0.03333333333333333·x[c]) - m)", "logs = log(s)", "tanht = tanh(0.03333333333333333·x[t])",
        "zt = 30·tanht", "l = logs - (zt - m)", "a = g/s", "b = g·(1 - tanht·tanht)",
        "dx[c] = a·exp(30·tanh(0.03333333333333333·x[c]) - m)·(1 - tanh(0.03333333333333333·x[c])·tanh(0.03333333333333333·x[c])) - (c = t ? b : 0)")]
    [InlineData("softcap of scaled logits", Pass.ForwardBackward,
        "m = max_c 30·tanh(0.05·x[c])", "s = Σ_c exp(30·tanh(0.05·x[c]) - m)", "logs = log(s)", "tanht = tanh(0.05·x[t])", "zt = 30·tanht",
        "h = Σ_c (30·tanh(0.05·x[c]) - m)", "l = 0.9·(logs - (zt - m)) + (0.1·logs - 0.01·h)", "a = 1.5·g/s", "k = 1.5·g·0.01", "b = 1.5·g·0.9·(1 - tanht·tanht)",
        "dx[c] = (a·exp(30·tanh(0.05·x[c]) - m) - k)·(1 - tanh(0.05·x[c])·tanh(0.05·x[c])) - (c = t ? b : 0)")]
    [InlineData("focal 2", Pass.ForwardBackward,
        "m = max_c x[c]", "s = Σ_c exp(x[c] - m)", "logs = log(s)", "et = exp(x[t] - m)", "missed = max(s - et, 0)/s", "focal = missed·missed", "pt = et/s",
        "slope = focal·(1 - 2·(0 < missed ? pt·max(-3E+38, x[t] - m - logs)/missed : -1))", "l = focal·(logs - (x[t] - m))", "a = g·slope/s", "b = g·slope",
        "dx[c] = a·exp(x[c] - m) - (c = t ? b : 0)")]
    [InlineData("focal 0.5", Pass.ForwardBackward,
        "m = max_c x[c]", "s = Σ_c exp(x[c] - m)", "logs = log(s)", "et = exp(x[t] - m)", "missed = max(s - et, 0)/s", "logmissed = log(missed)",
        "focal = exp(0.5·logmissed)", "pt = et/s", "slope = focal·(1 - 0.5·(0 < missed ? pt·max(-3E+38, x[t] - m - logs)/missed : -1))", "l = focal·(logs - (x[t] - m))",
        "a = g·slope/s", "b = g·slope", "dx[c] = a·exp(x[c] - m) - (c = t ? b : 0)")]
    [InlineData("poly", Pass.ForwardBackward,
        "m = max_c x[c]", "s = Σ_c exp(x[c] - m)", "logs = log(s)", "et = exp(x[t] - m)", "missed = max(s - et, 0)/s", "pt = et/s",
        "l = w[t]·(logs - (x[t] - m)) + 0.5·w[t]·missed", "a = g·(w[t] + 0.5·w[t]·pt)/s", "b = g·(w[t] + 0.5·w[t]·pt)", "dx[c] = a·exp(x[c] - m) - (c = t ? b : 0)")]
    [InlineData("outputs", Pass.ForwardBackward,
        "m = max_c x[c]", "s = Σ_c exp(x[c] - m)", "logs = log(s)", "lse = m + logs", "attained = max_c (x[c] < m ? -Infinity : -c)", "first = -attained",
        "hp = Σ_c exp(x[c] - m)·max(-3E+38, x[c] - m)", "H = logs - hp/s", "l = logs - (x[t] - m)", "lses = lse",
        "hits = (0 < s ? (first < t ? 0 : (t < first ? 0 : 1)) : 0)", "entropies = H", "a = g/s", "dx[c] = a·exp(x[c] - m) - (c = t ? g : 0)")]
    [InlineData("nll", Pass.ForwardBackward,
        "l = -(w[t]·x[t])", "b = g·w[t]", "dx[c] = -(c = t ? b : 0)")]
    [InlineData("softmax", Pass.Forward,
        "m = max_c x[c]", "s = Σ_c exp(x[c] - m)", "a = 1/s", "y[c] = a·exp(x[c] - m)")]
    [InlineData("softmax", Pass.Backward,
        "h = Σ_c x[c]·g[c]", "dx[c] = x[c]·(g[c] - h)")]
    [InlineData("log-softmax", Pass.Forward,
        "m = max_c x[c]", "s = Σ_c exp(x[c] - m)", "logs = log(s)", "y[c] = x[c] - m - logs")]
    [InlineData("log-softmax", Pass.Backward,
        "h = Σ_c g[c]", "dx[c] = g[c] - exp(x[c])·h")]
    [InlineData("entropy of logits", Pass.ForwardBackward,
        "m = max_c x[c]", "s = Σ_c exp(x[c] - m)", "logs = log(s)", "hp = Σ_c exp(x[c] - m)·max(-3E+38, x[c] - m)", "H = logs - hp/s", "k = logs - H", "l = H", "a = g/s",
        "dx[c] = a·exp(x[c] - m)·(k - max(-3E+38, x[c] - m))")]
    [InlineData("entropy of probabilities", Pass.ForwardBackward,
        "h = Σ_c x[c]·max(-3E+38, log(x[c]))", "l = -h", "dx[c] = -(g·(log(x[c]) + 1))")]
    [InlineData("bce", Pass.ForwardBackward,
        "logx = log(x)", "log1x = log1p(-x)", "l = -(w·(y·max(-100, logx) + (1 - y)·max(-100, log1x)))", "dx = g·(w·((x - y)/max(x·(1 - x), 1E-12)))")]
    [InlineData("bce with logits", Pass.ForwardBackward,
        "negative = max(-x, 0)", "decay = exp(-|x|)", "softplus = log1p(decay)", "l = (1 - y)·max(x, 0) + y·negative + softplus + (negative - negative)",
        "dx = g·(((1 - y)·(x < 0 ? decay : 1) - y·(x < 0 ? 1 : decay))/(1 + decay))")]
    [InlineData("bce with logits, weighted", Pass.ForwardBackward,
        "negative = max(-x, 0)", "mass = 1 + (r - 1)·y", "decay = exp(-|x|)", "softplus = log1p(decay)",
        "l = w·((1 - y)·max(x, 0) + r·y·negative + mass·softplus + (negative - negative))",
        "dx = g·(w·(((1 - y)·(x < 0 ? decay : 1) - r·y·(x < 0 ? 1 : decay))/(1 + decay)))")]
    [InlineData("bce with logits, constant", Pass.ForwardBackward,
        "negative = max(-x, 0)", "mass = 1 + 2·y", "decay = exp(-|x|)", "softplus = log1p(decay)",
        "l = (1 - y)·max(x, 0) + 3·y·negative + mass·softplus + (negative - negative)", "dx = g·(((1 - y)·(x < 0 ? decay : 1) - 3·y·(x < 0 ? 1 : decay))/(1 + decay))")]
    [InlineData("divergence", Pass.ForwardBackward,
        "logy = log(y)", "l = y·max(-3E+38, logy) - y·x", "dx = -(g·y)")]
    [InlineData("divergence of logs", Pass.ForwardBackward,
        "target = exp(y)", "l = target·(y - x)", "dx = -(g·target)")]
    [InlineData("squares", Pass.ForwardBackward,
        "error = x - y", "l = error·error", "dx = g·(2·(x - y))")]
    public void Program_IsTheFormula(string name, object pass, params string[] lines) =>
        Assert.Equal(lines, FormulaPrinter.Print(RowPrograms.Build(Declared[name], (Pass)pass)));

    [Fact]
    public void OptionThatIsNotDeclared_LeavesNoText()
    {
        string[] plain = [.. FormulaPrinter.Print(RowPrograms.Build(Specs.Of(10), Pass.ForwardBackward))];

        Assert.Equal(plain, FormulaPrinter.Print(RowPrograms.Build(Specs.Of(10).With(TermOptions.ZLoss, 0).With(TermOptions.LogitScale, 1).With(TermOptions.Softcap, 0).With(TermOptions.FocalGamma, 0).With(TermOptions.PolyEpsilon, 0) with { Outputs = Model.LossOutputs.None }, Pass.ForwardBackward)));
        Assert.Equal(plain, FormulaPrinter.Print(RowPrograms.Build(Specs.Of(10) with { Outputs = Model.LossOutputs.Losses }, Pass.ForwardBackward)));
    }

    [Theory]
    [InlineData(1, "missed")]
    [InlineData(2, "missed·missed")]
    [InlineData(3, "missed·missed·missed")]
    [InlineData(4, "missed2·missed2")]
    [InlineData(5, "exp(5·logmissed)")]
    public void FocalFactor_OfSmallWholeGamma_IsAProduct(double gamma, string factor) =>
        Assert.Contains($"focal = {factor}", FormulaPrinter.Print(RowPrograms.Build(Specs.Of(10).With(TermOptions.FocalGamma, gamma), Pass.Forward)));

    [Fact]
    public void BackwardPass_AsksForNoOutput()
    {
        LossSpec spec = Specs.Of(10) with { Outputs = Model.LossOutputs.Losses | Model.LossOutputs.LogSumExp | Model.LossOutputs.Hits | Model.LossOutputs.Entropy };

        Assert.Empty(RowPrograms.Build(spec, Pass.Backward).Outputs);
        Assert.Equal([SampleOutput.Loss, SampleOutput.LogSumExp, SampleOutput.Hit, SampleOutput.Entropy], RowPrograms.Build(spec, Pass.Forward).Outputs);
    }

    [Fact]
    public void EveryFunctionOfASample_IsAStepOfItsOwn()
    {
        foreach (LossSpec spec in Declared.Values)
        {
            foreach (Pass pass in RowPrograms.PassesOf(spec))
            {
                IEnumerable<Expr> nested = RowPrograms.Build(spec, pass).Steps
                    .SelectMany(step => step is Let { Body: Function function } ? [function.Operand] : step.Operands)
                    .SelectMany(ExprTraversal.DescendantsAndSelf);

                Assert.DoesNotContain(nested, expr => expr is Function { Rate: < Rate.Class });
            }
        }
    }

    [Fact]
    public void TwoValuesOfOneName_AreRefused()
    {
        LossSpec spec = Specs.Of(10) with { Outputs = Model.LossOutputs.Entropy };

        // The sum of label smoothing and that of the entropy are told apart by their names.
        string[] names = [.. RowPrograms.Build(spec.Smoothed(0.1), Pass.Forward).Steps.SelectMany(step => step.Defines)];
        Assert.Equal(names.Distinct(), names);
    }
}

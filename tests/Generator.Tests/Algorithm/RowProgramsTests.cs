using Gen.CrossEntropy.Generator.Algorithm;
using Gen.CrossEntropy.Generator.Emit;
using Gen.CrossEntropy.Generator.Model;

namespace Gen.CrossEntropy.Generator.Tests.Algorithm;

/// <summary>The programs of each option, as the mathematics that headers print.</summary>
public sealed class RowProgramsTests
{
    private static readonly Dictionary<string, LossSpec> Declared = new()
    {
        ["plain"] = Specs.Of(10),
        ["smoothed"] = Specs.Of(10).Smoothed(0.1),
        ["wholly smoothed"] = Specs.Of(10).Smoothed(1),
        ["weighted"] = Specs.Of(3).Weighted(1, 2, 5),
        ["weighted and smoothed"] = Specs.Of(4).Weighted(1, 2, 3, 4).Smoothed(0.5),
        ["weighted per call and smoothed"] = Specs.Of(4).WeightedPerCall().Smoothed(0.5),
        ["probabilities"] = Specs.Of(10).Probabilities(),
        ["probabilities, smoothed"] = Specs.Of(4).Probabilities().Smoothed(0.5),
        ["probabilities, weighted"] = Specs.Of(4).Probabilities().WeightedPerCall(),
        ["probabilities, weighted and smoothed"] = Specs.Of(4).Probabilities().WeightedPerCall().Smoothed(0.5),
        ["none"] = Specs.Of(10).Unreduced().WeightedPerCall(),
    };

    public static TheoryData<string> Names => [.. Declared.Keys];

    [Theory]
    [InlineData("plain",
        "m = max_c x[c]", "s = Σ_c exp(x[c] - m)", "logs = log(s)",
        "l = logs - (x[t] - m)",
        "a = g/s", "dx[c] = a·exp(x[c] - m) - (c = t ? g : 0)")]
    [InlineData("smoothed",
        "m = max_c x[c]", "s = Σ_c exp(x[c] - m)", "logs = log(s)", "h = Σ_c (x[c] - m)",
        "l = 0.9·(logs - (x[t] - m)) + (0.1·logs - 0.01·h)",
        "a = g/s", "k = g·0.01", "b = g·0.9", "dx[c] = a·exp(x[c] - m) - k - (c = t ? b : 0)")]
    [InlineData("weighted",
        "m = max_c x[c]", "s = Σ_c exp(x[c] - m)", "logs = log(s)",
        "l = w[t]·(logs - (x[t] - m))",
        "a = g·w[t]/s", "b = g·w[t]", "dx[c] = a·exp(x[c] - m) - (c = t ? b : 0)")]
    [InlineData("weighted and smoothed",
        "m = max_c x[c]", "s = Σ_c exp(x[c] - m)", "logs = log(s)", "h = Σ_c w[c]·(x[c] - m)",
        "l = 0.5·w[t]·(logs - (x[t] - m)) + (1.25·logs - 0.125·h)",
        "a = g·(0.5·w[t] + 1.25)/s", "k = g·0.125", "b = g·(0.5·w[t])", "dx[c] = a·exp(x[c] - m) - k·w[c] - (c = t ? b : 0)")]
    [InlineData("weighted per call and smoothed",
        "m = max_c x[c]", "s = Σ_c exp(x[c] - m)", "logs = log(s)", "h = Σ_c w[c]·(x[c] - m)",
        "l = 0.5·w[t]·(logs - (x[t] - m)) + (0.125·W·logs - 0.125·h)",
        "a = g·(0.5·w[t] + 0.125·W)/s", "k = g·0.125", "b = g·(0.5·w[t])", "dx[c] = a·exp(x[c] - m) - k·w[c] - (c = t ? b : 0)")]
    [InlineData("probabilities",
        "m = max_c x[c]", "s = Σ_c exp(x[c] - m)", "logs = log(s)", "Q = Σ_c q[c]", "h = Σ_c q[c]·(x[c] - m)",
        "l = Q·logs - h",
        "a = g·Q/s", "dx[c] = a·exp(x[c] - m) - g·q[c]")]
    [InlineData("probabilities, smoothed",
        "m = max_c x[c]", "s = Σ_c exp(x[c] - m)", "logs = log(s)", "Q = Σ_c q[c]", "mass = 0.5·Q + 0.5", "h = Σ_c (0.5·q[c] + 0.125)·(x[c] - m)",
        "l = mass·logs - h",
        "a = g·mass/s", "dx[c] = a·exp(x[c] - m) - g·(0.5·q[c] + 0.125)")]
    [InlineData("probabilities, weighted",
        "m = max_c x[c]", "s = Σ_c exp(x[c] - m)", "logs = log(s)", "Q = Σ_c w[c]·q[c]", "h = Σ_c w[c]·q[c]·(x[c] - m)",
        "l = Q·logs - h",
        "a = g·Q/s", "dx[c] = a·exp(x[c] - m) - g·(w[c]·q[c])")]
    [InlineData("probabilities, weighted and smoothed",
        "m = max_c x[c]", "s = Σ_c exp(x[c] - m)", "logs = log(s)", "Q = Σ_c w[c]·q[c]", "mass = 0.5·Q + 0.125·W", "h = Σ_c w[c]·(0.5·q[c] + 0.125)·(x[c] - m)",
        "l = mass·logs - h",
        "a = g·mass/s", "dx[c] = a·exp(x[c] - m) - g·(w[c]·(0.5·q[c] + 0.125))")]
    [InlineData("none",
        "m = max_c x[c]", "s = Σ_c exp(x[c] - m)", "logs = log(s)",
        "l = w[t]·(logs - (x[t] - m))",
        "a = g·w[t]/s", "b = g·w[t]", "dx[c] = a·exp(x[c] - m) - (c = t ? b : 0)")]
    public void Program_IsTheFormula(string name, params string[] lines) => Assert.Equal(lines, Lines(Declared[name], Pass.ForwardBackward));

    [Fact]
    public void ZeroFactor_StaysInTheLoss()
    {
        // 0·(-log p) is NaN where p is 0, as the reference has it.
        Assert.Contains("l = 0·(logs - (x[t] - m)) + (logs - 0.1·h)", Lines(Declared["wholly smoothed"], Pass.Forward));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Forward_IsTheFusedPassWithoutItsGradient(string name)
    {
        string[] forward = Lines(Declared[name], Pass.Forward), fused = Lines(Declared[name], Pass.ForwardBackward);

        Assert.Equal(fused.Where(forward.Contains), forward);
        Assert.StartsWith("l = ", forward[^1], StringComparison.Ordinal);
        Assert.DoesNotContain(forward, line => line.Split(' ')[0] is "a" or "b" or "k" or "dx[c]");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Backward_HasNoLoss_AndNoLogarithm(string name)
    {
        RowProgram program = RowPrograms.Build(Declared[name], Pass.Backward);
        string[] lines = Lines(Declared[name], Pass.Backward);

        Assert.False(program.GivesLoss);
        Assert.True(program.Map is not null);
        Assert.Equal(Lines(Declared[name], Pass.ForwardBackward).Where(lines.Contains).Order(StringComparer.Ordinal), lines.Order(StringComparer.Ordinal));
        Assert.DoesNotContain(lines, line => line.Contains("log", StringComparison.Ordinal) || line.StartsWith("h = ", StringComparison.Ordinal) || line.StartsWith("l = ", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void EveryStep_UsesOnlyWhatStandsBeforeIt_AndIsUsedAfterIt(string name)
    {
        foreach (Pass pass in RowPrograms.PassesOf(Specs.Of(3)))
        {
            RowProgram program = RowPrograms.Build(Declared[name], pass);
            HashSet<string> defined = [];
            foreach (Step step in program.Steps)
            {
                Assert.All(step.Uses, use => Assert.Contains(use, defined));
                Assert.All(step.Defines, definition => Assert.True(defined.Add(definition), $"{definition} is defined twice."));
            }

            IEnumerable<Step> others = program.Steps.Where(step => step is not (Store or Map));
            Assert.All(others, step => Assert.Contains(program.Steps, later => later.Uses.Intersect(step.Defines).Any()));
            Assert.DoesNotContain(program.Steps.SelectMany(step => step.Operands).SelectMany(ExprTraversal.DescendantsAndSelf), expr => expr is OverClasses or Named);
        }
    }

    [Fact]
    public void Inputs_AreThoseOfTheOptions()
    {
        Assert.True(RowPrograms.Build(Specs.Of(3).Unreduced(), Pass.Backward).Reads(LossInput.Upstream));
        Assert.False(RowPrograms.Build(Specs.Of(3).Unreduced(), Pass.Backward).Reads(LossInput.Scale));
        Assert.True(RowPrograms.Build(Specs.Of(3), Pass.Backward).Reads(LossInput.Scale));
        Assert.False(RowPrograms.Build(Specs.Of(3), Pass.Forward).Reads(LossInput.Scale));
        Assert.False(RowPrograms.Build(Specs.Of(3), Pass.Backward).Reads(LossInput.TargetPrediction));
        Assert.False(RowPrograms.Build(Specs.Of(3), Pass.ForwardBackward).Reads(LossInput.TargetWeight));
        Assert.False(RowPrograms.Build(Specs.Of(3).Probabilities(), Pass.ForwardBackward).Reads(LossInput.TargetPrediction));
        Assert.True(RowPrograms.Build(Declared["weighted per call and smoothed"], Pass.Forward).Reads(LossInput.WeightSum));
        Assert.False(RowPrograms.Build(Declared["weighted and smoothed"], Pass.Forward).Reads(LossInput.WeightSum));
    }

    private static string[] Lines(LossSpec spec, Pass pass) => [.. FormulaPrinter.Print(RowPrograms.Build(spec, pass))];
}

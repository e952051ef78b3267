using Gen.CrossEntropy.Generator.Emit;
using Gen.CrossEntropy.Generator.Model;
using Gen.CrossEntropy.Generator.Tests.Algorithm;

namespace Gen.CrossEntropy.Generator.Tests.Emit;

/// <summary>The closed forms of headers and documentation.</summary>
public sealed class FormulaTextTests
{
    [Fact]
    public void Loss_NamesWhatTheDeclarationHas()
    {
        Assert.Equal("l = -lp[t] with lp = log_softmax(x); 0 where t is ignored.", FormulaText.Loss(Specs.Of(4)));
        Assert.Equal("l = -w[t]·lp[t] with lp = log_softmax(x); 0 where t is ignored.", FormulaText.Loss(Specs.Of(4).WeightedPerCall()));
        Assert.Equal("l = -(1 - 0.1)·lp[t] - 0.1/4·Σ_c lp[c] with lp = log_softmax(x); 0 where t is ignored.", FormulaText.Loss(Specs.Of(4).Smoothed(0.1)));
        Assert.Equal(
            "l = -(1 - 0.1)·w[t]·lp[t] - 0.1/4·Σ_c w[c]·lp[c] with lp = log_softmax(x); 0 where t is ignored.", FormulaText.Loss(Specs.Of(4).Smoothed(0.1).WeightedPerCall()));
        Assert.Equal("l = -Σ_c w[c]·q[c]·lp[c] with lp = log_softmax(x).", FormulaText.Loss(Specs.Of(4).Probabilities().WeightedPerCall()));
        Assert.Equal("l = -Σ_c ((1 - 0.1)·q[c] + 0.1/4)·lp[c] with lp = log_softmax(x).", FormulaText.Loss(Specs.Of(4).Probabilities().Smoothed(0.1)));
    }

    [Fact]
    public void Gradient_NamesWhatTheDeclarationHas()
    {
        Assert.Equal("dx[c] = g/D·(softmax(x)[c] - (c = t)).", FormulaText.Gradient(Specs.Of(4)));
        Assert.Equal("dx[c] = g·(softmax(x)[c] - (c = t)).", FormulaText.Gradient(Specs.Of(4).Unreduced()));
        Assert.Equal("dx[c] = g/D·w[t]·(softmax(x)[c] - (c = t)).", FormulaText.Gradient(Specs.Of(4).WeightedPerCall()));
        Assert.Equal("dx[c] = g/D·(softmax(x)[c] - ((1 - 0.1)·(c = t) + 0.1/4)).", FormulaText.Gradient(Specs.Of(4).Smoothed(0.1)));
        Assert.Equal(
            "dx[c] = g/D·(Q·softmax(x)[c] - w[c]·y[c]) with y[c] = ((1 - 0.1)·(c = t) + 0.1/4) and Q = Σ_c w[c]·y[c].",
            FormulaText.Gradient(Specs.Of(4).Smoothed(0.1).WeightedPerCall()));
        Assert.Equal("dx[c] = g/D·(Q·softmax(x)[c] - q[c]) with Q = Σ_c q[c].", FormulaText.Gradient(Specs.Of(4).Probabilities()));
    }

    [Fact]
    public void Divisor_IsTheReductions()
    {
        Assert.Null(FormulaText.Reduction(Specs.Of(4).Unreduced()));
        Assert.Equal("The result is Σ l / D, D = 1, unless the call gives another.", FormulaText.Reduction(Specs.Of(4) with { Reduction = Model.Reduction.Sum }));
        Assert.Equal("The result is Σ l / D, D = the number of samples that are not ignored, unless the call gives another.", FormulaText.Reduction(Specs.Of(4)));
        Assert.Equal("The result is Σ l / D, D = Σ w[t] over the samples that are not ignored, unless the call gives another.", FormulaText.Reduction(Specs.Of(4).WeightedPerCall()));
        Assert.Equal("The result is Σ l / D, D = the number of samples, unless the call gives another.", FormulaText.Reduction(Specs.Of(4).Probabilities().WeightedPerCall()));
    }

    [Fact]
    public void EveryDeclaration_HasFormulas()
    {
        foreach (LossSpec spec in (LossSpec[])[Specs.Of(4), Specs.Of(4).Probabilities()])
        {
            foreach (WeightKind weights in Enum.GetValues<WeightKind>())
            {
                foreach (double smoothing in (double[])[0, 0.1, 1])
                {
                    foreach (Model.Reduction reduction in Enum.GetValues<Model.Reduction>())
                    {
                        LossSpec declared = spec with { Weights = weights, LabelSmoothing = smoothing, Reduction = reduction };
                        Assert.StartsWith("l = ", FormulaText.Loss(declared), StringComparison.Ordinal);
                        Assert.StartsWith("dx[c] = ", FormulaText.Gradient(declared), StringComparison.Ordinal);
                        Assert.Equal(weights != WeightKind.None, FormulaText.Loss(declared).Contains("w[", StringComparison.Ordinal));
                        Assert.Equal(weights != WeightKind.None, FormulaText.Gradient(declared).Contains("w[", StringComparison.Ordinal));
                    }
                }
            }
        }
    }
}

using Gen.CrossEntropy.Generator.Algorithm;
using Gen.CrossEntropy.Generator.Model;
using Gen.CrossEntropy.Kernel.Tests.Conformance;
using Gen.CrossEntropy.Testing;
using Xunit;
using LossKind = Gen.CrossEntropy.Generator.Model.LossKind;

namespace Gen.CrossEntropy.Kernel.Tests.Interpretation;

/// <summary>Each term of the table on its own: its gradient is the derivative of its value.</summary>
public sealed class LossTermTests
{
    private const double Step = 1e-5;

    public static TheoryData<string> Terms => [.. LossTerms.All.Select(t => t.Name)];

    [Theory]
    [MemberData(nameof(Terms))]
    public void Gradient_IsTheDerivativeOfTheValue(string name)
    {
        LossTerm term = LossTerms.All.Single(t => t.Name == name);
        Random random = new(7);
        int checks = 0;
        foreach (int classCount in new[] { 1, 2, 3, 8 })
        {
            foreach (Declaration declaration in Declarations(classCount).Where(d => term.AppliesTo(Specs.Of(d))))
            {
                LossSpec spec = Specs.Of(declaration);
                Batch batch = Batches.Of(declaration, 5, seed: random.Next());
                for (int i = 0; i < 5; i++)
                {
                    int size = declaration.SampleSize;
                    double[] x = [.. Enumerable.Range(0, size).Select(_ => spec.Kind is LossKind.BCE or LossKind.Entropy ? 0.1 + (random.NextDouble() * 0.8) : (random.NextDouble() * 6) - 3)];
                    double[] dense = batch.Targets is ProbabilityTargets q ? q.Values[(i * size)..((i + 1) * size)] : [];
                    double[] w = spec.Weights == WeightKind.None ? [.. x.Select(_ => 1.0)] : Batches.Weights(size);
                    SampleInputs sample = new(x, w, declaration.TakesIndices ? random.Next(size) : -1, dense, 1) { Weight = 1.5, PosWeight = 2.5 };
                    for (int c = 0; c < size; c++)
                    {
                        double difference = (ValueAt(c, Step) - ValueAt(c, -Step)) / (2 * Step), derivative = GradientAt(spec, term, sample, c);
                        Assert.True(Math.Abs(difference - derivative) <= 2e-8 * (1 + Math.Abs(derivative)), $"{declaration}: {derivative:R} instead of {difference:R}");
                        checks++;
                    }

                    double ValueAt(int c, double step) => Interpreter(spec, sample with { Prediction = [.. x.Select((v, k) => k == c ? v + step : v)] }).Evaluate(term.Value(spec)).Value;
                }
            }
        }

        Assert.True(checks >= 40, $"{checks} checks");
    }

    [Fact]
    public void EveryDeclaration_HasATerm() => Assert.All(Declarations(4).Select(Specs.Of), spec => Assert.NotEmpty(LossTerms.Of(spec)));

    private static IEnumerable<Declaration> Declarations(int classCount) =>
        [.. OptionMatrix.All(classCount, CrossEntropy.DType.Float64), .. TermMatrix.All(classCount, CrossEntropy.DType.Float64), .. FamilyMatrix.Losses(classCount, CrossEntropy.DType.Float64)];

    /// <summary>d/dx of a term, whose gradient is by z: times dz/dx.</summary>
    private static double GradientAt(LossSpec spec, LossTerm term, SampleInputs sample, int c)
    {
        RowProgramInterpreter interpreter = Interpreter(spec, sample);
        TermGradient gradient = term.Gradient(spec);
        double value = gradient.Softmax is { } softmax ? interpreter.Evaluate(softmax * (new Exp(Logits.Shifted(spec)) / Logits.Sum), c).Value : 0;
        value += gradient.Class is { } atClass ? interpreter.Evaluate(atClass, c).Value : 0;
        value -= gradient.Target is { } atTarget && c == sample.Target ? interpreter.Evaluate(atTarget, c).Value : 0;
        return value * spec[TermOptions.LogitScale] * (Logits.Slope(spec) is { } slope ? interpreter.Evaluate(slope, c).Value : 1);
    }

    /// <summary>With the values that terms are made of: m, s and log s.</summary>
    private static RowProgramInterpreter Interpreter(LossSpec spec, SampleInputs sample)
    {
        RowProgramInterpreter interpreter = new(sample);
        interpreter.Define(new LogSumExp(Logits.AtClass(spec), "m", "s"));
        interpreter.Define("logs", new LogOfSum(Logits.Sum));
        return interpreter;
    }
}

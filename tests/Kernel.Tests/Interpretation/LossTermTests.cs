using Gen.CrossEntropy.Generator.Algorithm;
using Gen.CrossEntropy.Generator.Model;
using Gen.CrossEntropy.Kernel.Tests.Conformance;
using Xunit;

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
            foreach (LossSpec spec in OptionMatrix.All(classCount, CrossEntropy.DType.Float64).Select(Specs.Of).Where(term.AppliesTo))
            {
                double[] x = [.. Enumerable.Range(0, classCount).Select(_ => (random.NextDouble() * 6) - 3)];
                double[] q = spec.Target == Generator.Model.TargetKind.ClassProbabilities ? [.. x.Select(_ => (random.NextDouble() * 1.5) - 0.25)] : [];
                double[] w = spec.Weights == WeightKind.None ? [.. x.Select(_ => 1.0)] : Batches.Weights(classCount);
                SampleInputs sample = new(x, w, q.Length > 0 ? -1 : random.Next(classCount), q, 1);
                for (int c = 0; c < classCount; c++)
                {
                    double difference = (ValueAt(c, Step) - ValueAt(c, -Step)) / (2 * Step);
                    Assert.Equal(difference, GradientAt(spec, term, sample, c), 1e-8);
                    checks++;
                }

                double ValueAt(int c, double step) => Interpreter(sample with { Logits = [.. x.Select((v, i) => i == c ? v + step : v)] }).Evaluate(term.Value(spec)).Value;
            }
        }

        Assert.True(checks > 50, $"{checks} checks");
    }

    [Fact]
    public void EveryDeclaration_HasATerm() =>
        Assert.All(OptionMatrix.All(4, CrossEntropy.DType.Float32).Select(Specs.Of), spec => Assert.Contains(LossTerms.All, t => t.AppliesTo(spec)));

    private static double GradientAt(LossSpec spec, LossTerm term, SampleInputs sample, int c)
    {
        RowProgramInterpreter interpreter = Interpreter(sample);
        TermGradient gradient = term.Gradient(spec);
        double value = interpreter.Evaluate(gradient.Softmax * (new Exp(LossTerms.Shifted) / LossTerms.Sum), c).Value;
        value -= gradient.Class is { } atClass ? interpreter.Evaluate(atClass, c).Value : 0;
        return value - (gradient.Target is { } atTarget && c == sample.Target ? interpreter.Evaluate(atTarget, c).Value : 0);
    }

    /// <summary>With the values that terms are made of: m, s and log s.</summary>
    private static RowProgramInterpreter Interpreter(SampleInputs sample)
    {
        RowProgramInterpreter interpreter = new(sample);
        interpreter.Define(new LogSumExp(new Input(LossInput.Logits), "m", "s"));
        interpreter.Define("logs", new Log(LossTerms.Sum));
        return interpreter;
    }
}

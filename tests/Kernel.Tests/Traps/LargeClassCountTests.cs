using Gen.CrossEntropy.Kernel.Tests.Conformance;
using Gen.CrossEntropy.Testing;
using Xunit;

namespace Gen.CrossEntropy.Kernel.Tests.Traps;

/// <summary>Vocabularies: one sample's sum over the classes has more addends than a float has digits for.</summary>
public sealed class LargeClassCountTests
{
    private const int ClassCount = 131_072;

    public static TheoryData<VectorWidth> VectorWidths => [.. Enum.GetValues<VectorWidth>()];

    [SkippableTheory]
    [MemberData(nameof(VectorWidths))]
    public void SumOverManyEqualAddends_KeepsItsDigits(VectorWidth width)
    {
        using IDisposable scope = Suite.Use(width);
        Declaration declaration = new(ClassCount) { LabelSmoothing = 0.1 };
        ReducedCalls<float, int> calls = LossCompiler.Compile(declaration).Loss.Reduced<float, int>();
        foreach (float below in new[] { 0.5f, 1.2f, 2.3f, 3.1f })
        {
            // One logit at 0, all others equally below it: every rounding of the sum goes the same way.
            double sum = 1 + ((ClassCount - 1) * Math.Exp(-(double)below));
            double nll = Math.Log(sum) + below;
            double uniform = Math.Log(sum) + ((ClassCount - 1) * (double)below / ClassCount);
            double expected = (0.9 * nll) + (0.1 * uniform);
            foreach (int positions in new[] { 1, 3 })
            {
                float[] logits = new float[ClassCount * positions], gradient = new float[ClassCount * positions];
                Array.Fill(logits, -below);
                Array.Fill(logits, 0, 5 * positions, positions);
                float loss = calls.ForwardBackward(logits, [.. Enumerable.Repeat(7, positions)], gradient, 1f, positions);
                Assert.Equal(expected, loss, 1e-6 * expected);

                // p - (1-ε) - ε/C at the target, over the positions.
                double atTarget = ((Math.Exp(-(double)below) / sum) - 0.9 - (0.1 / ClassCount)) / positions;
                Assert.Equal(atTarget, gradient[7 * positions], 1e-6);
            }
        }
    }
}

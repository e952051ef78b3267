using Gen.CrossEntropy.Kernel.Tests.Conformance;
using Gen.CrossEntropy.Testing;
using Xunit;

namespace Gen.CrossEntropy.Kernel.Tests.Traps;

/// <summary>Four rows whose losses were worked out by hand, to six decimals.</summary>
public sealed class GoldenSetTests
{
    private const double HalfADigit = 1e-6;

    private static readonly double[] Logits = [2, 1, 0, -1, 0.5, 0.2, -0.3, 1.5, 0, -2, 1, 1, 1, 1, 1, -1, 3, 0.5, 0.25, 0];
    private static readonly double[] ClassWeights = [1, 2, 0.5, 3, 0.25];

    private static readonly (double Smoothing, bool Weighted, double[] Losses, double Sum, double Mean, double[] FirstRow)[] Answers =
    [
        (0, false, [0.574438, 0.525414, 0, 0.194016], 1.293867, 0.431289, [-0.145660, 0.069041, 0.025399, 0.009344, 0.041876]),
        (0, true, [0.574438, 0.262707, 0, 0.388032], 1.225177, 0.350050, [-0.124851, 0.059178, 0.021770, 0.008009, 0.035893]),
        (0.1, false, [0.724438, 0.687414, 0, 0.439016], 1.850867, 0.616956, [-0.118993, 0.062375, 0.018732, 0.002677, 0.035209]),
        (0.1, true, [0.842043, 0.512867, 0, 0.660421], 2.015331, 0.575809, [-0.096364, 0.049821, 0.019675, -0.008854, 0.035721]),
    ];

    public static TheoryData<VectorWidth, DType> Runs => Suite.Runs;

    [SkippableTheory]
    [MemberData(nameof(Runs))]
    public void GoldenSet_HasTheAnswersOfTheTable(VectorWidth width, DType dtype)
    {
        using IDisposable scope = Suite.Use(width);
        _ = LossCompiler.Compile([.. from answer in Answers from reduction in Enum.GetValues<Reduction>() select Declare(answer.Smoothing, answer.Weighted, reduction, dtype)]);
        foreach ((double smoothing, bool weighted, double[] losses, double sum, double mean, double[] firstRow) in Answers)
        {
            Near(losses, Run(Reduction.None).Losses);
            Near([sum], Run(Reduction.Sum).Losses);
            LossResult result = Run(Reduction.Mean);
            Near([mean], result.Losses);
            Near(firstRow, result.Gradient[..5]);
            Assert.All(result.Gradient[10..15], d => Assert.Equal(0, d));

            LossResult Run(Reduction reduction) => LossCompiler.Compile(Declare(smoothing, weighted, reduction, dtype)).Loss
                .ForwardBackward(new Batch { Logits = Logits, Targets = Targets.Of(0, 2, -100, 1) }.Rounded(dtype));
        }
    }

    private static Declaration Declare(double smoothing, bool weighted, Reduction reduction, DType dtype) =>
        new(5) { DType = dtype, Reduction = reduction, LabelSmoothing = smoothing, ClassWeights = weighted ? ClassWeights : null };

    private static void Near(double[] expected, double[] actual) => Assert.All(expected.Zip(actual), pair => Assert.InRange(pair.Second, pair.First - HalfADigit, pair.First + HalfADigit));
}

using Gen.CrossEntropy.Kernel.Tests.Conformance;
using Gen.CrossEntropy.Testing;
using Xunit;

namespace Gen.CrossEntropy.Kernel.Tests.Traps;

/// <summary>Sums of many, and tails that must not count.</summary>
public sealed class AccuracyTests
{
    public static TheoryData<VectorWidth, DType> Runs => Suite.Runs;

    public static TheoryData<VectorWidth> VectorWidths => [.. Enum.GetValues<VectorWidth>()];

    [SkippableTheory]
    [MemberData(nameof(VectorWidths))]
    public void SumOverAMillionRows_IsAccurate(VectorWidth width)
    {
        using IDisposable scope = Suite.Use(width);
        const int Rows = 1_000_000, ClassCount = 3;
        float[] logits = new float[Rows * ClassCount];
        int[] targets = new int[Rows];
        Random random = new(11);
        for (int i = 0; i < logits.Length; i++)
        {
            logits[i] = (random.NextSingle() * 8) - 4;
        }

        // Loss by loss in double: what the sum would be without any rounding of its own.
        double sum = 0;
        for (int row = 0; row < Rows; row++)
        {
            targets[row] = row % ClassCount;
            double a = logits[row * ClassCount], b = logits[(row * ClassCount) + 1], c = logits[(row * ClassCount) + 2];
            sum += Math.Log(Math.Exp(a) + Math.Exp(b) + Math.Exp(c)) - logits[(row * ClassCount) + targets[row]];
        }

        float total = LossCompiler.Compile(new Declaration(ClassCount) { Reduction = Reduction.Sum }).Loss.Reduced<float, int>().Forward(logits, targets);
        float mean = LossCompiler.Compile(new Declaration(ClassCount)).Loss.Reduced<float, int>().Forward(logits, targets);
        Assert.InRange(total / sum, 1 - 1e-7, 1 + 1e-7);
        Assert.InRange(mean / (sum / Rows), 1 - 1e-7, 1 + 1e-7);
    }

    [SkippableTheory]
    [MemberData(nameof(Runs))]
    public void TailBeyondTheClasses_ContributesNothing(VectorWidth width, DType dtype)
    {
        // Whatever is read beyond a row's end as 0 would be e^50 times as large as the row itself.
        using IDisposable scope = Suite.Use(width);
        int[] classCounts = [1, 3, 7, 17, 1025];
        _ = LossCompiler.Compile([.. classCounts.Select(c => new Declaration(c) { DType = dtype, Reduction = Reduction.None })]);
        foreach (int classCount in classCounts)
        {
            CompiledLoss loss = LossCompiler.Compile(new Declaration(classCount) { DType = dtype, Reduction = Reduction.None }).Loss;
            foreach (int positions in new[] { 1, 5 })
            {
                Batch batch = new()
                {
                    Logits = [.. Enumerable.Repeat(-50.0, 5 * classCount)],
                    Targets = Targets.Of([.. Enumerable.Range(0, 5).Select(i => i % classCount)]),
                    Positions = positions,
                };
                LossResult result = loss.ForwardBackward(batch);
                Assert.All(result.Losses, l => Assert.Equal(Math.Log(classCount), l, Losses.Near(dtype, l)));
                Assert.Equal(classCount == 1 ? 0 : 1.0 / classCount, result.Gradient.Max(), Losses.Near(dtype, 1) / classCount);
            }
        }
    }
}

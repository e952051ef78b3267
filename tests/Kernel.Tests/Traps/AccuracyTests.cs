using Gen.CrossEntropy.Kernel.Tests.Accuracy;
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
        AssertPromised(sum, total);
        AssertPromised(sum / Rows, mean);
    }

    [SkippableTheory]
    [MemberData(nameof(VectorWidths))]
    public void SumOverAMillionEqualRows_IsAccurate(VectorWidth width)
    {
        // Every addition to a running float would round the same way.
        using IDisposable scope = Suite.Use(width);
        const int Rows = 1_000_000;
        float[] logits = [.. Enumerable.Repeat((float[])[0.1f, -0.3f, 0.7f], Rows).SelectMany(row => row)];
        double each = Math.Log(Math.Exp(0.1f) + Math.Exp(-0.3f) + Math.Exp(0.7f)) - 0.7f;
        float total = LossCompiler.Compile(new Declaration(3) { Reduction = Reduction.Sum }).Loss.Reduced<float, byte>().Forward(logits, [.. Enumerable.Repeat((byte)2, Rows)]);
        Assert.Equal(each, total / Rows, Losses.Near(DType.Float32, each));

        // Equal rows have equal errors, which no sum averages out: what the sum itself does is seen against the sum of what the rows gave.
        float[] losses = new float[Rows];
        LossCompiler.Compile(new Declaration(3) { Reduction = Reduction.None }).Loss.Unreduced<float, byte>().Forward(logits, [.. Enumerable.Repeat((byte)2, Rows)], losses);
        AssertPromised(losses.Sum(l => (double)l), total);
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

    private static void AssertPromised(double sum, double actual) => Assert.InRange(actual / sum, 1 - Promise.SumOfRows, 1 + Promise.SumOfRows);
}

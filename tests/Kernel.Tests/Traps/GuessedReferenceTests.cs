using Gen.CrossEntropy.Kernel.Tests.Conformance;
using Gen.CrossEntropy.Testing;
using Xunit;

namespace Gen.CrossEntropy.Kernel.Tests.Traps;

/// <summary>Rows whose first logits, from which kernels guess the reference of the log-sum-exp, say nothing about the others: the sum must show it, and the row must be summed again.</summary>
public sealed class GuessedReferenceTests
{
    /// <summary>Of every regime, with the last classes in a vector of their own or not.</summary>
    private static readonly int[] ClassCounts = [41, 100, 128, 407, 1000];

    public static TheoryData<VectorWidth, DType> Runs => Suite.Runs;

    [SkippableTheory]
    [MemberData(nameof(Runs))]
    public void LogitFarAboveTheFirst_IsFound(VectorWidth width, DType dtype)
    {
        using IDisposable scope = Suite.Use(width);
        foreach (int classes in ClassCounts)
        {
            CompiledLoss loss = Losses.Of(classes, dtype, Reduction.None, smoothing: 0.1);
            foreach (double above in (double[])[12, 14, 30, 85, 90, 150, 3000, 1e6])
            {
                // Once above all, at the last class; once after a row of which nothing is to be said.
                double[] plain = Row(classes), peaked = Row(classes);
                peaked[classes - 1] = above;
                LossResult result = loss.ForwardBackward(new Batch { Logits = [.. plain, .. peaked, .. plain], Targets = Targets.Of(1, 1, classes - 1), Upstream = [1, 1, 1] });
                double[][] rows = [plain, peaked, plain];
                for (int i = 0; i < 3; i++)
                {
                    (double expected, double[] gradient) = Reference(rows[i], i == 2 ? classes - 1 : 1, 0.1);
                    double tolerance = Losses.Near(dtype, Math.Abs(expected) + above) * 4;
                    Assert.Equal(expected, result.Losses[i], tolerance);
                    for (int c = 0; c < classes; c++)
                    {
                        Assert.Equal(gradient[c], result.Gradient[(i * classes) + c], Losses.Near(dtype, 1) * 4);
                    }
                }
            }
        }
    }

    [SkippableTheory]
    [MemberData(nameof(Runs))]
    public void FirstLogitsOfMinusInfinity_AreNoReference(VectorWidth width, DType dtype)
    {
        using IDisposable scope = Suite.Use(width);
        foreach (int classes in ClassCounts)
        {
            double[] masked = Row(classes);
            Array.Fill(masked, double.NegativeInfinity, 0, classes - 3);
            LossResult result = Losses.Of(classes, dtype, Reduction.None).ForwardBackward(new Batch { Logits = [.. masked, .. masked], Targets = Targets.Of(classes - 2, 0), Upstream = [1, 1] });
            (double expected, double[] gradient) = Reference(masked, classes - 2, 0);
            Assert.Equal(expected, result.Losses[0], Losses.Near(dtype, expected) * 4);
            Assert.Equal(double.PositiveInfinity, result.Losses[1]);
            for (int c = 0; c < classes; c++)
            {
                Assert.Equal(gradient[c], result.Gradient[c], Losses.Near(dtype, 1) * 4);
            }
        }
    }

    [SkippableTheory]
    [MemberData(nameof(Runs))]
    public void RowSummedAgain_DoesNotChangeItsNeighbours(VectorWidth width, DType dtype)
    {
        using IDisposable scope = Suite.Use(width);
        foreach (int classes in ClassCounts)
        {
            CompiledLoss loss = Losses.Of(classes, dtype, Reduction.None);
            double[] plain = Row(classes), peaked = Row(classes), broken = Row(classes);
            peaked[classes - 1] = 60;
            broken[classes - 2] = double.NaN;
            LossResult alone = loss.ForwardBackward(new Batch { Logits = plain, Targets = Targets.Of(3), Upstream = [1] });
            LossResult among = loss.ForwardBackward(new Batch { Logits = [.. peaked, .. plain, .. broken], Targets = Targets.Of(0, 3, 0), Upstream = [1, 1, 1] });
            Assert.Equal(alone.Losses[0], among.Losses[1]);
            Assert.Equal(alone.Gradient, among.Gradient[classes..(2 * classes)]);
            Assert.True(double.IsNaN(among.Losses[2]));
            Assert.False(double.IsNaN(among.Losses[0]));
        }
    }

    /// <summary>Logits between -4 and 0, the largest of the first 16 well below the largest.</summary>
    private static double[] Row(int classes) => [.. Enumerable.Range(0, classes).Select(c => -((c * 37 % 101) / 25.0) - (c < 16 ? 1 : 0)).Select(x => (double)(float)x)];

    private static (double Loss, double[] Gradient) Reference(double[] x, int target, double smoothing)
    {
        double max = x.Max(), sum = x.Sum(v => Math.Exp(v - max)), lse = max + Math.Log(sum);
        double uniform = smoothing == 0 ? 0 : smoothing / x.Length;
        double loss = ((1 - smoothing) * (lse - x[target])) + (smoothing == 0 ? 0 : uniform * x.Sum(v => lse - v));
        return (loss, [.. x.Select((v, c) => Math.Exp(v - lse) - uniform - (c == target ? 1 - smoothing : 0))]);
    }
}

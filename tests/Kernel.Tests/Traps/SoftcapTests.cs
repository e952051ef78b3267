using Gen.CrossEntropy.Kernel.Tests.Conformance;
using Gen.CrossEntropy.Testing;
using Xunit;

namespace Gen.CrossEntropy.Kernel.Tests.Traps;

/// <summary>A vector's tanh takes a longer way where one of its logits is flattened by the cap. Its other logits must not notice.</summary>
public sealed class SoftcapTests
{
    private const double Cap = 4;

    /// <summary>Of every regime, with the last classes in a vector of their own or not.</summary>
    private static readonly int[] ClassCounts = [1, 3, 10, 41, 128, 407, 1000];

    /// <summary>Far below the cap, on both sides of where the ways part, far beyond, and no number.</summary>
    private static readonly double[] Magnitudes = [0.01, 1, 3.999, 4, 4.001, 40, double.PositiveInfinity, double.NaN];

    public static TheoryData<VectorWidth, DType> Runs => Suite.Runs;

    [SkippableTheory]
    [MemberData(nameof(Runs))]
    public void Sample_DoesNotDependOnItsNeighbours(VectorWidth width, DType dtype)
    {
        using IDisposable scope = Suite.Use(width);
        foreach (int classes in ClassCounts)
        {
            CompiledLoss loss = Of(classes, dtype);
            double[][] rows = [.. Enumerable.Range(0, 40).Select(i => Row(classes, i, Magnitudes[i % Magnitudes.Length]))];
            int[] targets = [.. rows.Select((_, i) => i % classes)];
            Batch batch = new Batch { Logits = [.. rows.SelectMany(row => row)], Targets = Targets.Of(targets), Upstream = [.. rows.Select(_ => 1.0)] }.Rounded(dtype);
            LossResult together = loss.ForwardBackward(batch);
            LossResult positions = loss.ForwardBackward(batch with { Logits = [.. Enumerable.Range(0, classes).SelectMany(c => rows.Select(row => row[c]))], Positions = rows.Length });
            for (int i = 0; i < rows.Length; i++)
            {
                LossResult alone = loss.ForwardBackward(new Batch { Logits = rows[i], Targets = Targets.Of(targets[i]), Upstream = [1] }.Rounded(dtype));
                Assert.Equal(alone.Losses[0], together.Losses[i]);
                Assert.Equal(alone.Gradient, together.Gradient[(i * classes)..((i + 1) * classes)]);

                // Of positions, each among others of the first magnitude: alone a position would be a row.
                double[] quiet = [.. Enumerable.Range(0, classes).SelectMany(c => rows.Select((_, j) => j == i ? rows[i][c] : rows[0][c]))];
                LossResult among = loss.ForwardBackward(batch with { Logits = quiet, Positions = rows.Length });
                Assert.Equal(among.Losses[i], positions.Losses[i]);
                Assert.All(Enumerable.Range(0, classes), c => Assert.Equal(among.Gradient[(c * rows.Length) + i], positions.Gradient[(c * rows.Length) + i]));
            }
        }
    }

    [SkippableTheory]
    [MemberData(nameof(Runs))]
    public void FlattenedLogit_LeavesTheOthersExact(VectorWidth width, DType dtype)
    {
        using IDisposable scope = Suite.Use(width);
        double near = dtype == DType.Float64 ? 1e-14 : 1e-6;
        foreach (int classes in ClassCounts)
        {
            CompiledLoss loss = Of(classes, dtype);
            foreach (double magnitude in Magnitudes.SkipLast(1))
            {
                // One logit of the magnitude, alone with its sign; the others far below the cap.
                Batch batch = new Batch { Logits = [.. Row(classes, 1, 0.01).Select((x, c) => c == classes / 2 ? -magnitude : x)], Targets = Targets.Of(0), Upstream = [1] }.Rounded(dtype);
                double[] z = [.. batch.Logits.Select(x => Cap * Math.Tanh(x / Cap))];
                double m = z.Max(), s = z.Sum(v => Math.Exp(v - m));
                LossResult result = loss.ForwardBackward(batch);
                Assert.Equal(m + Math.Log(s) - z[0], result.Losses[0], near * 10);
                for (int c = 0; c < classes; c++)
                {
                    double slope = 1 - (z[c] / Cap * (z[c] / Cap));
                    Assert.Equal(((Math.Exp(z[c] - m) / s) - (c == 0 ? 1 : 0)) * slope, result.Gradient[c], near);
                }
            }
        }
    }

    private static CompiledLoss Of(int classes, DType dtype)
    {
        // Compiled together, they take a fraction of the time.
        _ = LossCompiler.Compile([.. ClassCounts.Select(Declare)]);
        return LossCompiler.Compile(Declare(classes)).Loss;

        Declaration Declare(int count) => new(count) { DType = dtype, Reduction = Reduction.None, Softcap = Cap };
    }

    /// <summary>Logits of a magnitude, with signs, and smaller ones among them.</summary>
    private static double[] Row(int classes, int seed, double magnitude)
    {
        Random random = new(seed);
        return [.. Enumerable.Range(0, classes).Select(c => magnitude * (c % 3 == 0 ? 1 : c % 3 == 1 ? -1 : double.IsFinite(magnitude) ? random.NextDouble() : 0.5))];
    }
}

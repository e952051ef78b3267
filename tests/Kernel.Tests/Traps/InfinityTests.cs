using Gen.CrossEntropy.Kernel.Tests.Conformance;
using Gen.CrossEntropy.Testing;
using Xunit;

namespace Gen.CrossEntropy.Kernel.Tests.Traps;

/// <summary>Infinities, NaN and numbers near the ends of the range.</summary>
public sealed class InfinityTests
{
    private const double Infinity = double.PositiveInfinity;

    public static TheoryData<VectorWidth, DType> Runs => Suite.Runs;

    [SkippableTheory]
    [MemberData(nameof(Runs))]
    public void ExcludedTarget_HasInfiniteLoss_AndFiniteGradient(VectorWidth width, DType dtype) => ForEachPlace(width, dtype, -Infinity, special => special, (loss, row, smoothing) =>
    {
        Assert.Equal(Infinity, loss);
        Assert.All(row, d => Assert.True(double.IsFinite(d)));
    });

    [SkippableTheory]
    [MemberData(nameof(Runs))]
    public void ExcludedClass_HasNoGradient_AndOnlySmoothingPaysForIt(VectorWidth width, DType dtype) => ForEachPlace(width, dtype, -Infinity, special => special == 0 ? 1 : 0, (loss, row, smoothing) =>
    {
        Assert.Equal(smoothing > 0, double.IsInfinity(loss));
        Assert.All(row, d => Assert.True(double.IsFinite(d)));
    });

    [SkippableTheory]
    [MemberData(nameof(Runs))]
    public void PositiveInfinity_MakesItsOwnRowNaN(VectorWidth width, DType dtype) => ForEachPlace(width, dtype, Infinity, special => special == 0 ? 1 : 0, RowIsNaN);

    [SkippableTheory]
    [MemberData(nameof(Runs))]
    public void NaN_MakesItsOwnRowNaN(VectorWidth width, DType dtype) => ForEachPlace(width, dtype, double.NaN, special => special == 0 ? 1 : 0, RowIsNaN);

    [SkippableTheory]
    [MemberData(nameof(Runs))]
    public void RowOfNegativeInfinities_IsNaN_AndOnlyThatRow(VectorWidth width, DType dtype) => ForEachRow(width, dtype, (c, classCount) => -Infinity, RowIsNaN);

    [SkippableTheory]
    [MemberData(nameof(Runs))]
    public void LeadingNegativeInfinities_DoNotPoisonTheSum(VectorWidth width, DType dtype) => ForEachRow(width, dtype, (c, classCount) => c < classCount - 2 ? -Infinity : c, (loss, row, smoothing) =>
        Assert.All(row, d => Assert.True(double.IsFinite(d))));

    [SkippableTheory]
    [MemberData(nameof(Runs))]
    public void HugeEqualLogits_GiveTheLogarithmOfTheirNumber(VectorWidth width, DType dtype) => ForEachRow(width, dtype, (c, classCount) => dtype == DType.Float32 ? 1e30 : 1e300, (loss, row, smoothing) =>
        Assert.Equal(Math.Log(row.Length), loss, Losses.Near(dtype, loss)));

    [SkippableTheory]
    [MemberData(nameof(Runs))]
    public void LogitsAtBothEndsOfTheRange_DoNotOverflowTheGradient(VectorWidth width, DType dtype) =>
        ForEachRow(width, dtype, (c, classCount) => (c % 2 == 0 ? 1 : -1) * (dtype == DType.Float32 ? 3e38 : 1.6e308), (loss, row, smoothing) => Assert.All(row, d => Assert.True(double.IsFinite(d))), 0);

    [SkippableTheory]
    [MemberData(nameof(Runs))]
    public void ShiftedLogits_KeepTheirDifferences(VectorWidth width, DType dtype)
    {
        // A power of two so large that the differences are exact: anything but (x - m)·log2(e) loses them.
        using IDisposable scope = Suite.Use(width);
        double shift = dtype == DType.Float32 ? Math.Pow(2, 20) : Math.Pow(2, 45);
        foreach (int classCount in Losses.ClassCounts)
        {
            CompiledLoss loss = Losses.Of(classCount, dtype, Reduction.None);
            foreach (int positions in new[] { 1, 19 })
            {
                double[] logits = [.. Enumerable.Range(0, classCount * 19).Select(i => (i * 37 % 64) / 8.0)];
                Batch near = new() { Logits = logits, Targets = Targets.Of([.. Enumerable.Range(0, 19).Select(i => i % classCount)]), Positions = positions };
                Batch far = near with { Logits = [.. logits.Select(x => x + shift)] };
                Assert.Null(LossCheck.Unequal("shifted", loss.ForwardBackward(far), loss.ForwardBackward(near)));
            }
        }
    }

    [SkippableTheory]
    [MemberData(nameof(Runs))]
    public void UnderflowingClasses_AreNearlyNothing(VectorWidth width, DType dtype)
    {
        using IDisposable scope = Suite.Use(width);
        double step = dtype == DType.Float32 ? 0.25 : 2;
        foreach (int classCount in Losses.ClassCounts)
        {
            // Around the smallest normal and the smallest subnormal exponential, for each class count at another place.
            Batch batch = Batches.Of(Losses.Of(classCount, dtype, Reduction.None).Declaration, 40);
            double[] logits = [.. batch.Logits.Select((_, i) => i % classCount == 0 ? 0 : -(dtype == DType.Float32 ? 82 : 690) - (i * 7 % 101 * step))];
            Assert.Null(LossCheck.Check(Losses.Of(classCount, dtype, Reduction.None), batch with { Logits = logits }));
        }
    }

    [SkippableTheory]
    [MemberData(nameof(Runs))]
    public void ZeroProbabilityOfAnExcludedClass_IsNaN(VectorWidth width, DType dtype)
    {
        using IDisposable scope = Suite.Use(width);
        foreach (int classCount in new[] { 5, 41 })
        {
            CompiledLoss loss = Losses.Of(classCount, dtype, Reduction.None, target: TargetKind.ClassProbabilities);
            double[] logits = new double[2 * classCount], q = new double[2 * classCount];
            logits[0] = -Infinity;
            q[1] = q[classCount + 1] = 1;
            LossResult result = loss.ForwardBackward(new Batch { Logits = logits, Targets = Targets.Probabilities(q) });
            Assert.True(double.IsNaN(result.Losses[0]));
            Assert.All(result.Gradient, d => Assert.True(double.IsFinite(d)));
            Assert.Equal(Math.Log(classCount), result.Losses[1], Losses.Near(dtype, 4));
        }
    }

    private static void RowIsNaN(double loss, double[] row, double smoothing)
    {
        Assert.True(double.IsNaN(loss));
        Assert.All(row, d => Assert.True(double.IsNaN(d)));
    }

    /// <summary>A row with one special logit, at many places of the class axis.</summary>
    private static void ForEachPlace(VectorWidth width, DType dtype, double special, Func<int, int> target, Action<double, double[], double> check)
    {
        using IDisposable scope = Suite.Use(width);
        foreach (int classCount in Losses.ClassCounts)
        {
            int[] places = classCount < 10 ? [.. Enumerable.Range(0, classCount)] : [0, 1, 7, 15, 16, 31, classCount / 2, classCount - 17, classCount - 8, classCount - 2, classCount - 1];
            Run(classCount, dtype, places.Length, (row, c) => c == places[row] ? special : (c * 5 % 9) / 4.0, row => target(places[row]), check);
        }
    }

    /// <summary>A row of special logits, for a few targets.</summary>
    private static void ForEachRow(VectorWidth width, DType dtype, Func<int, int, double> logit, Action<double, double[], double> check, params double[] smoothings)
    {
        using IDisposable scope = Suite.Use(width);
        foreach (int classCount in Losses.ClassCounts)
        {
            Run(classCount, dtype, 3, (row, c) => logit(c, classCount), row => row * (classCount - 1) / 2, check, smoothings);
        }
    }

    /// <summary>
    /// Special rows with an ordinary one after each, as rows and as positions, with and without smoothing: all of it agrees with the interpreter, and the check holds for the special rows.
    /// </summary>
    private static void Run(int classCount, DType dtype, int specials, Func<int, int, double> logit, Func<int, int> target, Action<double, double[], double> check, params double[] smoothings)
    {
        int samples = 2 * specials;
        foreach (double smoothing in smoothings.Length > 0 ? smoothings : [0, 0.1])
        {
            CompiledLoss loss = Losses.Of(classCount, dtype, Reduction.None, smoothing);
            foreach (bool rows in new[] { true, false })
            {
                double[] logits = new double[samples * classCount];
                for (int i = 0; i < samples; i++)
                {
                    for (int c = 0; c < classCount; c++)
                    {
                        logits[At(i, c)] = i % 2 == 0 ? logit(i / 2, c) : (c * 3 % 8) / 8.0;
                    }
                }

                Batch batch = new Batch
                {
                    Logits = logits,
                    Targets = Targets.Of([.. Enumerable.Range(0, samples).Select(i => i % 2 == 0 ? target(i / 2) : 1)]),
                    Positions = rows ? 1 : samples,
                }.Rounded(dtype);
                Assert.Null(LossCheck.Check(loss, batch));
                LossResult result = loss.ForwardBackward(batch);
                for (int i = 0; i < samples; i++)
                {
                    double[] row = [.. Enumerable.Range(0, classCount).Select(c => result.Gradient[At(i, c)])];
                    if (i % 2 == 0)
                    {
                        check(result.Losses[i], row, smoothing);
                    }
                    else
                    {
                        Assert.True(double.IsFinite(result.Losses[i]));
                        Assert.All(row, d => Assert.True(double.IsFinite(d)));
                    }
                }

                int At(int i, int c) => rows ? (i * classCount) + c : (c * samples) + i;
            }
        }
    }
}

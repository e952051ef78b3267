using Gen.CrossEntropy.Kernel.Tests.Conformance;
using Gen.CrossEntropy.Testing;
using Xunit;

namespace Gen.CrossEntropy.Kernel.Tests.Traps;

/// <summary>The sum of many softplus is one logarithm of a product: it must not overflow, keep the digits of factors that are next to 1, and leave out the lanes beyond the last element.</summary>
public sealed class SharedLogarithmTests
{
    public static TheoryData<VectorWidth, DType> Runs => Suite.Runs;

    [SkippableTheory]
    [MemberData(nameof(Runs))]
    public void LargestFactors_DoNotOverflow(VectorWidth width, DType dtype) =>
        Sums(width, dtype, [.. Enumerable.Repeat((0.0, 0.5), 40_005)], Math.Log(2));

    [SkippableTheory]
    [MemberData(nameof(Runs))]
    public void FactorsNextToOne_KeepTheirDigits(VectorWidth width, DType dtype)
    {
        // 1 + exp(-25) is 1 in Float32, and 1 + exp(-45) in Float64.
        foreach (double x in new[] { 25.0, 45.0 })
        {
            double e = Math.Exp(-x);
            Sums(width, dtype, [.. Enumerable.Repeat((x, 1.0), 40_005)], e - (e * e / 2));
        }
    }

    [SkippableTheory]
    [MemberData(nameof(Runs))]
    public void EveryNumberOfElements_CountsThose(VectorWidth width, DType dtype)
    {
        for (int n = 1; n <= 35; n++)
        {
            Sums(width, dtype, [.. Enumerable.Range(0, n).Select(i => (0.0, i % 2.0))], Math.Log(2));
        }
    }

    [SkippableTheory]
    [MemberData(nameof(Runs))]
    public void OneElementWithoutAFiniteLoss_IsTheSum(VectorWidth width, DType dtype)
    {
        using IDisposable scope = Suite.Use(width);
        foreach ((double x, double mean) in ((double, double)[])[(double.NaN, double.NaN), (double.PositiveInfinity, double.PositiveInfinity), (double.NegativeInfinity, double.NaN)])
        {
            double[] logits = new double[3000];
            logits[1234] = x;
            Batch batch = new() { Logits = logits, Targets = Targets.Probabilities(new double[logits.Length]) };
            Assert.Equal(mean, Loss(dtype, Reduction.Mean).Forward(batch)[0]);
        }
    }

    private static void Sums(VectorWidth width, DType dtype, (double X, double Y)[] elements, double loss)
    {
        using IDisposable scope = Suite.Use(width);
        Batch batch = new() { Logits = [.. elements.Select(e => e.X)], Targets = Targets.Probabilities([.. elements.Select(e => e.Y)]) };
        double sum = elements.Length * loss, tolerance = dtype == DType.Float32 ? 5e-7 : 2e-14;
        Assert.InRange(Loss(dtype, Reduction.Sum).Forward(batch)[0], sum * (1 - tolerance), sum * (1 + tolerance));
        Assert.InRange(Loss(dtype, Reduction.Mean).Forward(batch)[0] * elements.Length, sum * (1 - tolerance), sum * (1 + tolerance));
    }

    private static CompiledLoss Loss(DType dtype, Reduction reduction) => LossCompiler.Compile(new Declaration(1) { Kind = LossKind.BCEWithLogits, DType = dtype, Reduction = reduction }).Loss;
}

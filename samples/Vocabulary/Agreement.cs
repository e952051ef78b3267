using System.Globalization;
using System.Runtime.InteropServices;
using Gen.CrossEntropy;

namespace Vocabulary;

/// <summary>Whether what a device gave is right.</summary>
/// <typeparam name="TLoss">The generated class.</typeparam>
internal static class Agreement<TLoss>
    where TLoss : IReducedLoss<BFloat16, float, int>
{
    private const double LossTolerance = 1e-5;

    /// <summary>Both are rounded to 8 bits at the end; where they round apart, they are neighbours.</summary>
    private const int GradientTolerance = 1;

    private static readonly CultureInfo Culture = CultureInfo.InvariantCulture;

    /// <summary>Compares with the CPU's kernels, and a few rows with the formula in double precision; prints what came of it.</summary>
    public static bool Check(TokenBatch batch, Device device, IReadOnlyList<float> losses, BFloat16[] gradient)
    {
        bool same = losses.All(loss => loss.Equals(losses[0]));
        Console.WriteLine(same ? $"All {losses.Count} steps gave the same loss, to the bit." : "WRONG: the same step gave different losses.");

        bool right = CheckFormula(batch, gradient) & same;
        return device.Kind == DeviceKind.Cpu ? right : CheckCpu(batch, losses[0], gradient) & right;
    }

    private static bool CheckCpu(TokenBatch batch, float loss, BFloat16[] gradient)
    {
        BFloat16[] expected = batch.Logits.Span.ToArray();
        float expectedLoss = TLoss.ForwardBackward(expected, batch.Targets, expected, upstream: 1);
        (int furthest, long others) = Compare(expected, gradient);
        double distance = Math.Abs((loss / (double)expectedLoss) - 1);
        bool right = distance <= LossTolerance && furthest <= GradientTolerance;
        Console.WriteLine(string.Create(
            Culture,
            $"{Verdict(right)}the CPU's kernels: loss {expectedLoss:F5} (relative difference {distance:E1}); {others} of {gradient.Length} elements of the gradient differ, by {furthest} in the last place at most."));
        return right;
    }

    private static bool CheckFormula(TokenBatch batch, BFloat16[] gradient)
    {
        int kept = batch.Targets.Count(t => t >= 0), furthest = 0;
        int[] rows = [.. ((int[])[0, batch.Targets.Length / 2, batch.Targets.Length - 1]).Distinct()];
        foreach (int row in rows)
        {
            ReadOnlySpan<BFloat16> x = batch.Logits.Rows(row, 1);
            double sum = 0;
            foreach (BFloat16 logit in x)
            {
                sum += Math.Exp((float)logit);
            }

            BFloat16[] expected = new BFloat16[x.Length];
            for (int c = 0; c < x.Length && batch.Targets[row] >= 0; c++)
            {
                expected[c] = (BFloat16)(float)(((Math.Exp((float)x[c]) / sum) - (c == batch.Targets[row] ? 1 : 0)) / kept);
            }

            furthest = Math.Max(furthest, Compare(expected, gradient.AsSpan(row * x.Length, x.Length)).Furthest);
        }

        bool right = furthest <= GradientTolerance;
        Console.WriteLine(string.Create(Culture, $"{Verdict(right)}the formula in double precision: {rows.Length} rows of the gradient, {furthest} units in the last place apart at most."));
        return right;
    }

    /// <summary>The largest distance in units of the last place, and how many are not the same.</summary>
    private static (int Furthest, long Others) Compare(ReadOnlySpan<BFloat16> expected, ReadOnlySpan<BFloat16> actual)
    {
        ReadOnlySpan<short> a = MemoryMarshal.Cast<BFloat16, short>(expected), b = MemoryMarshal.Cast<BFloat16, short>(actual);
        (int furthest, long others) = (0, 0);
        for (int i = 0; i < a.Length; i++)
        {
            int distance = Math.Abs(Place(a[i]) - Place(b[i]));
            furthest = Math.Max(furthest, distance);
            others += distance == 0 ? 0 : 1;
        }

        return (furthest, others);
    }

    /// <summary>The number's place among all numbers of its type: neighbours differ by 1, the zeros are one.</summary>
    private static int Place(short bits) => bits >= 0 ? bits : -(bits & 0x7FFF);

    private static string Verdict(bool right) => right ? "Agrees with " : "WRONG: does not agree with ";
}

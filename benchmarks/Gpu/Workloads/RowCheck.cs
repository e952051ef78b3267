using System.Globalization;
using Gen.CrossEntropy;

namespace GpuBenchmark.Workloads;

/// <summary>Compares what a device gave with the CPU's kernels, on some rows: the first, the last and what lies evenly between.</summary>
internal static class RowCheck
{
    private const int MostRows = 96, MostElements = 1 << 21;
    private const double LossRelative = 2e-5, LossAbsolute = 1e-5;

    /// <summary>What is wrong; null for nothing.</summary>
    public static string? Compare<TLoss, T, TElement>(TensorBuffer<T> x, int[] targets, float[] losses, T[] gradient)
        where TLoss : IUnreducedLoss<T, float, int>
        where T : unmanaged
        where TElement : IElement<T>
    {
        int classes = TLoss.ClassCount;
        int[] rows = Pick(targets.Length, classes);
        T[] logits = new T[rows.Length * classes];
        int[] t = new int[rows.Length];
        for (int i = 0; i < rows.Length; i++)
        {
            x.Rows(rows[i], 1).CopyTo(logits.AsSpan(i * classes));
            t[i] = targets[rows[i]];
        }

        float[] ones = new float[rows.Length], expectedLosses = new float[rows.Length];
        Array.Fill(ones, 1);
        TLoss.ForwardBackward(logits, t, ones, expectedLosses, logits);
        for (int i = 0; i < rows.Length; i++)
        {
            (double expected, double actual) = (expectedLosses[i], losses[rows[i]]);
            if (!IsNear(expected, actual, LossRelative, LossAbsolute))
            {
                return string.Create(CultureInfo.InvariantCulture, $"the loss of row {rows[i]} is {actual:r}, on the CPU {expected:r}");
            }

            ReadOnlySpan<T> row = gradient.AsSpan(checked(rows[i] * classes), classes);
            for (int c = 0; c < classes; c++)
            {
                (expected, actual) = (TElement.Widen(logits[(i * classes) + c]), TElement.Widen(row[c]));
                if (!IsNear(expected, actual, TElement.Relative, TElement.Absolute))
                {
                    return string.Create(CultureInfo.InvariantCulture, $"the gradient of row {rows[i]}, class {c} (its target is {t[i]}) is {actual:r}, on the CPU {expected:r}");
                }
            }
        }

        return null;
    }

    private static bool IsNear(double expected, double actual, double relative, double absolute) => Math.Abs(expected - actual) <= (relative * Math.Abs(expected)) + absolute;

    private static int[] Pick(int rows, int classes)
    {
        int count = Math.Min(rows, Math.Clamp(MostElements / classes, 2, MostRows));
        return [.. Enumerable.Range(0, count).Select(i => count == 1 ? 0 : (int)((long)i * (rows - 1) / (count - 1)))];
    }
}

using Gen.CrossEntropy.Kernel.Tests.Accuracy;
using Gen.CrossEntropy.Testing;

namespace Gen.CrossEntropy.Numerics;

/// <summary>Measures sums over many rows in Float32.</summary>
internal sealed class SumTable(PyTorch pytorch)
{
    /// <summary>Prints the table.</summary>
    public void Print()
    {
        Console.WriteLine("| sum of | rows | relative error | PyTorch |");
        Console.WriteLine("| --- | --- | --- | --- |");
        foreach (int rows in new[] { 1_000_000, 10_000_000 })
        {
            Random random = new(5);
            double[] equal = [.. Enumerable.Range(0, rows * 2).Select(i => i % 2 == 0 ? (double)0.1f : 0)];
            double[] normal = [.. Enumerable.Range(0, rows * 2).Select(_ => (double)((random.NextSingle() * 8) - 4))];
            Print("cross_entropy, C = 2, logits in [-4, 4]", rows, normal, null);
            Print("cross_entropy, C = 2, all rows equal", rows, equal, null);
            Print("mse, C = 1, numbers in [-4, 4]", rows, normal[..rows], normal[rows..]);
        }
    }

    private void Print(string name, int rows, double[] x, double[]? y)
    {
        Declaration declaration = new(y is null ? 2 : 1) { Kind = y is null ? LossKind.CrossEntropy : LossKind.MSE, Reduction = Reduction.Sum };
        CompiledLoss loss = LossCompiler.Compile(declaration).Loss;
        long[] t = [.. Enumerable.Range(0, y is null ? rows : 0).Select(i => (long)(i * 7 % 3 == 0 ? 1 : 0))];
        float[] single = [.. x.Select(v => (float)v)];
        Wide truth = Wide.Zero;
        for (int i = 0; i < rows; i++)
        {
            // Of a row, in double: no sum of 10^7 notices its rounding.
            truth += y is null ? Loss(x[2 * i], x[(2 * i) + 1], t[i]) : (x[i] - y[i]) * (x[i] - y[i]);
        }

        double worst = 0;
        foreach (VectorWidth width in Widths.Tested)
        {
            using IDisposable scope = Widths.Use(width);
            double sum = y is null ? loss.Reduced<float, long>().Forward(single, t) : loss.Reduced<float, float>().Forward(single, [.. y.Select(v => (float)v)]);
            worst = Math.Max(worst, Wide.Abs(truth - sum) / Wide.Abs(truth));
        }

        double? theirs = pytorch.Sum(x, y is null ? [rows, 2] : [rows], y is null ? t : null, y);
        Console.WriteLine($"| {name} | {rows:0} | {LossTable.Text(worst)} | {(theirs is null ? "-" : LossTable.Text(Wide.Abs(truth - theirs.Value) / Wide.Abs(truth)))} |");
    }

    private static double Loss(double a, double b, long t)
    {
        double m = Math.Max(a, b);
        return m - (t == 0 ? a : b) + Math.Log(1 + Math.Exp(Math.Min(a, b) - m));
    }
}

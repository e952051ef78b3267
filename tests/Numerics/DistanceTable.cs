using Gen.CrossEntropy.Kernel.Tests.Accuracy;
using Gen.CrossEntropy.Testing;

namespace Gen.CrossEntropy.Numerics;

/// <summary>Measures the relative error of what is proportional to exp(x[c] - m) by the distance m - x[c]; and what becomes of it below the smallest normal number.</summary>
internal sealed class DistanceTable(PyTorch pytorch)
{
    private const int Classes = 100, Samples = 1440;

    private static readonly double[] Borders = [0, 1, 10, 40, 82];

    /// <summary>Prints the tables.</summary>
    public void Print()
    {
        Console.WriteLine($"| m - x[c] | {string.Join(" | ", Borders.Skip(1).Select((b, i) => $"{Borders[i]:0} to {b:0} | PyTorch"))} |");
        Console.WriteLine($"| --- {string.Concat(Enumerable.Repeat("| --- | --- ", Borders.Length - 1))}|");
        foreach (DType dtype in new[] { DType.Float32, DType.Float64 })
        {
            Declaration loss = new(Classes) { DType = dtype, Reduction = Reduction.None };
            Row($"gradient of cross_entropy, {dtype}", new Measurement(LossCompiler.Compile(loss).Loss, Samples), gradient: true);
            Row($"softmax, {dtype}", new Measurement(LossCompiler.Compile(loss with { Kind = LossKind.Softmax, Reduction = Reduction.Mean }).Loss, Samples), gradient: false);
        }

        Console.WriteLine();
        Console.WriteLine("| Float32, two logits | 0 and -83 | 0 and -84 | 0 and -103 | 0 and -105 |");
        Console.WriteLine("| --- | --- | --- | --- | --- |");
        foreach (VectorWidth width in Widths.Tested)
        {
            Tails(width, LossKind.Softmax);
            Tails(width, LossKind.CrossEntropy);
        }
    }

    private static void Tails(VectorWidth width, LossKind kind)
    {
        using IDisposable scope = Widths.Use(width);
        CompiledLoss loss = LossCompiler.Compile(new Declaration(2) { Kind = kind, Reduction = kind == LossKind.Softmax ? Reduction.Mean : Reduction.None }).Loss;
        double[] logits = [0, -83, 0, -84, 0, -103, 0, -105];
        double[] values = kind == LossKind.Softmax ? loss.Forward(new Batch { Logits = logits }) : loss.Backward(new Batch { Logits = logits, Targets = Targets.Of(0, 0, 0, 0) });
        IEnumerable<string> cells = values.Where((_, i) => i % 2 == 1).Select(v => LossTable.Text(v, "0.00e0"));
        Console.WriteLine($"| {(kind == LossKind.Softmax ? "softmax" : "gradient of cross_entropy")}, {width} | {string.Join(" | ", cells)} |");
    }

    private void Row(string name, Measurement measurement, bool gradient)
    {
        double[] ours = new double[Borders.Length];
        foreach (VectorWidth width in Widths.Tested)
        {
            using IDisposable scope = Widths.Use(width);
            LossResult result = measurement.Run();
            ours = [.. Worst(measurement, gradient, gradient ? result.Gradient : result.Losses).Zip(ours, Math.Max)];
        }

        double[]? theirs = pytorch.Answer(measurement) is { } answer ? Worst(measurement, gradient, gradient ? answer.Gradient : answer.Losses) : null;
        IEnumerable<string> cells = ours.Take(Borders.Length - 1).Select((v, i) => $"{LossTable.Text(v, "0.0")} | {(theirs is null ? "-" : LossTable.Text(theirs[i], "0.0"))}");
        Console.WriteLine($"| {name} | {string.Join(" | ", cells)} |");
    }

    // |error|/|truth| in units in the last place of 1, of the classes that are not the target.
    private static double[] Worst(Measurement measurement, bool gradient, double[] actual)
    {
        double[] worst = new double[Borders.Length], x = measurement.Batch.Logits;
        double unit = Math.ScaleB(1, measurement.Declaration.DType == DType.Float64 ? -52 : -23);
        for (int i = 0; i < x.Length; i++)
        {
            int row = i / Classes;
            if (!gradient || i % Classes != ((IndexTargets)measurement.Batch.Targets).Values[row])
            {
                double distance = x[(row * Classes)..((row + 1) * Classes)].Max() - x[i];
                int at = Math.Max(0, Array.FindLastIndex(Borders, b => b <= distance));
                Cell truth = (gradient ? measurement.Truth.Gradient : measurement.Truth.Losses)[i];
                worst[at] = Math.Max(worst[at], Wide.Abs(truth.Value - actual[i]) / Wide.Abs(truth.Value) / unit);
            }
        }

        return worst;
    }
}

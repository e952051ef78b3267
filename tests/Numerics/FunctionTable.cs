using Gen.CrossEntropy.Kernel.Tests.Accuracy;
using Gen.CrossEntropy.Testing;

namespace Gen.CrossEntropy.Numerics;

/// <summary>Measures the elementary functions, each through a loss that shows it.</summary>
internal sealed class FunctionTable(PyTorch pytorch)
{
    private const int Points = 200_000;

    private readonly Random random = new(3);

    /// <summary>Prints the table.</summary>
    public void Print()
    {
        Console.WriteLine("| function | of | seen in | element type | worst |error|, ulp | PyTorch |");
        Console.WriteLine("| --- | --- | --- | --- | --- | --- |");
        foreach (DType dtype in new[] { DType.Float32, DType.Float64 })
        {
            Declaration element = new(1) { DType = dtype, Reduction = Reduction.None };
            Declaration divergence = element with { Kind = LossKind.KLDiv }, logTarget = divergence with { LogTarget = true };
            double lowest = dtype == DType.Float32 ? -87 : -708;
            // The plain one is 0 below 2^-120, or 2^-1016.
            foreach ((double low, double high) in new[] { (-1.0, 0.0), (-10, -1), (-40, -10), (lowest + 4, -40) })
            {
                PlainExp(dtype, low, high);
            }

            foreach ((double low, double high) in new[] { (-1.0, 1.0), (-40, 40), (lowest, -lowest) })
            {
                Print("accurate exp", $"[{low:0}, {high:0}]", "the gradient of kl_div with log_target", "exp", dtype, Uniform(low, high), Wide.Exp,
                    y => [.. Gradient(logTarget, y, y).Select(v => -v)]);
            }

            // y·log y, divided by y: where y is a power of two, that is exact, else it adds half a unit.
            Print("log", "[1/2, 2]", "kl_div at x = 0, times y", "log", dtype, Uniform(0.5, 2), v => Wide.Log(v) * v, y => Loss(divergence, new double[y.Length], y), product: true);
            double[] positive = [.. Uniform(dtype == DType.Float32 ? -126 : -1022, dtype == DType.Float32 ? 120 : 1000).Select(double.Exp2)];
            Print("log", "the whole range", "kl_div at x = 0, times y", "log", dtype, positive, v => Wide.Log(v) * v, y => Loss(divergence, new double[y.Length], y), product: true);
            Print("log1p", "[-1, 0]", "bce at y = 0", "log1p", dtype, [.. Uniform(0, 1).Select(v => -v)], Wide.Log1P, Log1P);
            Print("log1p", "-2^[-100, 0]", "bce at y = 0", "log1p", dtype, [.. Uniform(-100, -0.001).Select(v => -double.Exp2(v))], Wide.Log1P, Log1P);

            double[] Log1P(double[] v) => [.. Loss(element with { Kind = LossKind.BCE }, [.. v.Select(a => -a)], new double[v.Length]).Select(a => -a)];

            Declaration tanh = element with { Softcap = 1, Outputs = LossOutputs.LogSumExp };
            Print("tanh", "[-10, 10]", "the lse of one logit under a softcap of 1", "tanh", dtype, Uniform(-10, 10), Wide.Tanh, x => Lse(tanh, x));
            Print("tanh", "2^[-100, 0]", "the lse of one logit under a softcap of 1", "tanh", dtype, [.. Uniform(-100, 0).Select(v => double.Exp2(v))], Wide.Tanh, x => Lse(tanh, x));
        }
    }

    // exp(x[c] - m) of a row whose first logit is 0 and the largest: dx[c]/dx[0] leaves what the softmax divides by, and half a unit of the multiplication each.
    private void PlainExp(DType dtype, double low, double high)
    {
        const int Classes = 101;
        double[] x = Uniform(low, high)[..(Points / 100 * 100)];
        double[] logits = new double[x.Length / 100 * Classes];
        long[] targets = new long[logits.Length / Classes];
        for (int i = 0; i < x.Length; i++)
        {
            logits[(i / 100 * Classes) + 1 + (i % 100)] = x[i];
        }

        Array.Fill(targets, 1);
        x = [.. x.Where((_, i) => i % 100 != 0)];
        Print("plain exp", $"[{low:0}, {high:0}]", "the gradient of cross_entropy", "exp", dtype, x, Wide.Exp, _ =>
        {
            CompiledLoss loss = LossCompiler.Compile(new Declaration(Classes) { DType = dtype, Reduction = Reduction.None }).Loss;
            double[] dx = loss.Backward(new Batch { Logits = logits, Targets = new IndexTargets(targets, IndexType.Int64) });
            return [.. Enumerable.Range(0, dx.Length).Where(i => i % Classes > 1).Select(i => dx[i] / dx[i / Classes * Classes])];
        });
    }

    private void Print(string name, string range, string seenIn, string torchName, DType dtype, double[] x, Func<Wide, Wide> function, Func<double[], double[]> ours, bool product = false)
    {
        x = [.. new Batch { Logits = x }.Rounded(dtype).Logits];
        Wide[] truth = [.. x.Select(v => function(v))];
        double worst = Widths.Tested.Max(width =>
        {
            using IDisposable scope = Widths.Use(width);
            return Ulps(dtype, truth, ours(x));
        });
        double[]? theirs = pytorch.Function(torchName, dtype, x);
        string pytorchs = theirs is null ? "-" : LossTable.Text(Ulps(dtype, product ? [.. x.Select(v => Wide.Log(v))] : truth, theirs), "0.00");
        Console.WriteLine($"| {name} | {range} | {seenIn} | {dtype} | {LossTable.Text(worst, "0.00")} | {pytorchs} |");
    }

    // In units in the last place of the truth.
    private static double Ulps(DType dtype, Wide[] truth, double[] actual)
    {
        double worst = 0;
        (int bits, int least) = dtype == DType.Float32 ? (23, -126) : (52, -1022);
        for (int i = 0; i < truth.Length; i++)
        {
            double magnitude = Wide.Abs(truth[i]);
            if (magnitude >= Math.ScaleB(1, least))
            {
                worst = Math.Max(worst, Wide.Abs(truth[i] - actual[i]) / Math.ScaleB(1, Math.ILogB(magnitude) - bits));
            }
        }

        return worst;
    }

    private static double[] Loss(Declaration declaration, double[] x, double[] y) => LossCompiler.Compile(declaration).Loss.Forward(new Batch { Logits = x, Targets = Targets.Probabilities(y) });

    private static double[] Gradient(Declaration declaration, double[] x, double[] y) => LossCompiler.Compile(declaration).Loss.Backward(new Batch { Logits = x, Targets = Targets.Probabilities(y) });

    private static double[] Lse(Declaration declaration, double[] x) =>
        LossCompiler.Compile(declaration).Loss.Run(Kernels.LossPass.Forward, new Batch { Logits = x, Targets = new IndexTargets(new long[x.Length], IndexType.Int64) }).LogSumExps;

    private double[] Uniform(double low, double high) => [.. Enumerable.Range(0, Points).Select(_ => low + (random.NextDouble() * (high - low)))];
}

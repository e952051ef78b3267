using System.Globalization;
using Gen.CrossEntropy.Kernel.Tests.Accuracy;
using Gen.CrossEntropy.Testing;

namespace Gen.CrossEntropy.Numerics;

/// <summary>Measures every loss in every element type, at every width, on rows and on positions, beside PyTorch.</summary>
internal sealed class LossTable(PyTorch pytorch, Func<string, bool> wanted)
{
    private const int Elements = 50_000;

    // How many samples of each class count: about as many elements, except of the last. A column for each group.
    private static readonly (int Classes, int Samples)[][] Groups = [[(2, 4800), (10, 2400), (41, 720), (100, 360)], [(1000, 72)], [(50_000, 24)]];

    /// <summary>Prints a table for Float32 and Float64, and one for the 16-bit types.</summary>
    public void Print()
    {
        (MeasuredLoss, DType, Entry, Entry)[] entries =
        [
            .. from loss in MeasuredLoss.All
               where wanted(loss.Name)
               from dtype in Enum.GetValues<DType>()
               let measured = Measure(loss, dtype)
               select (loss, dtype, measured.Losses, measured.Gradients),
        ];
        Console.WriteLine("| loss | element type | of | C ≤ 100 | PyTorch | C = 1000 | PyTorch | C = 50000 | PyTorch |");
        Console.WriteLine("| --- | --- | --- | --- | --- | --- | --- | --- | --- |");
        foreach ((MeasuredLoss loss, DType dtype, Entry losses, Entry gradients) in entries.Where(e => e.Item2 is DType.Float32 or DType.Float64))
        {
            Row(loss, dtype, losses, e => e.Units);
            Row(loss, dtype, gradients, e => e.Units);
        }

        Console.WriteLine();
        Console.WriteLine("| loss | element type | of | C ≤ 100 | PyTorch | C = 1000 | PyTorch | C = 50000 | PyTorch | beyond the rounding |");
        Console.WriteLine("| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |");
        foreach ((MeasuredLoss loss, DType dtype, Entry losses, Entry gradients) in entries.Where(e => e.Item2 is DType.Float16 or DType.BFloat16))
        {
            Row(loss, dtype, losses, e => e.OfSizeIn(dtype), beyond: true);
            Row(loss, dtype, gradients, e => e.OfSizeIn(dtype), beyond: true);
        }
    }

    public static string Text(double value, string format = "0.0e0") => double.IsInfinity(value) ? "∞" : value == 0 ? "0" : value.ToString(format, CultureInfo.InvariantCulture);

    private static void Row(MeasuredLoss loss, DType dtype, Entry entry, Func<Deviation, double> unit, bool beyond = false)
    {
        List<string> cells = [loss.Name, $"{dtype}", entry.What];
        for (int group = 0; group < Groups.Length; group++)
        {
            bool measured = group < entry.Ours.Count;
            cells.Add(measured ? Text(entry.Ours[group].Values.Max(unit), beyond ? "0.00" : "0.0") : "");
            cells.Add(measured ? entry.Theirs[group] is { } theirs ? Text(unit(theirs), "0.0") : "-" : "");
        }

        if (beyond)
        {
            cells.Add(Text(entry.Ours.SelectMany(g => g.Values).Max(d => d.Units), "0.0"));
        }

        Console.WriteLine($"| {string.Join(" | ", cells)} |");
    }

    private (Entry Losses, Entry Gradients) Measure(MeasuredLoss measured, DType dtype)
    {
        DType lossType = Measurement.LossType(measured.Of(2, dtype));
        Entry losses = new(measured.Of(2, dtype).IsMap ? "output" : "loss"), gradients = new("gradient");
        foreach ((int Classes, int Samples)[] group in measured.HasClasses ? Groups : [[(1, Elements)]])
        {
            Dictionary<VectorWidth, Deviation> ourLosses = Widths.Tested.ToDictionary(w => w, _ => new Deviation(lossType));
            Dictionary<VectorWidth, Deviation> ourGradients = Widths.Tested.ToDictionary(w => w, _ => new Deviation(dtype));
            Deviation? theirLosses = new(lossType), theirGradients = new(dtype);
            foreach ((int classes, int samples) in group)
            {
                Measurement measurement = new(LossCompiler.Compile(measured.Of(classes, dtype)).Loss, samples);
                foreach (VectorWidth width in Widths.Tested)
                {
                    using IDisposable scope = Widths.Use(width);
                    measurement.AddTo(ourLosses[width], ourGradients[width], $"C = {classes}, {width}");
                    CheckPromise(measured, measurement.Declaration, ourLosses[width], ourGradients[width]);
                }

                foreach (bool positions in measured.HasClasses ? new[] { false, true } : [false])
                {
                    (double[] Losses, double[] Gradient)? theirs = pytorch.Answer(measurement, positions);
                    string where = $"C = {classes}{(positions ? ", positions" : "")}";
                    theirLosses = theirs is null ? null : theirLosses?.Include(measurement.Truth.Losses, theirs.Value.Losses, where);
                    theirGradients = theirs is null ? null : theirGradients?.Include(measurement.Truth.Gradient, theirs.Value.Gradient, where);
                }

                LossCompiler.Forget();
            }

            Add(losses, ourLosses, theirLosses);
            Add(gradients, ourGradients, theirGradients);
        }

        return (losses, gradients);

        void Add(Entry entry, Dictionary<VectorWidth, Deviation> ours, Deviation? theirs)
        {
            entry.Ours.Add(ours);
            entry.Theirs.Add(theirs);
            foreach ((VectorWidth width, Deviation deviation) in ours)
            {
                string verdict = theirs is not null && deviation.OfSize > 2 * theirs.OfSize ? "WORSE " : "";
                Console.Error.WriteLine($"{verdict}{measured.Name}, {dtype}, {entry.What}, {width}: {deviation.At}");
            }

            Console.Error.WriteLine(theirs is null ? "" : $"  PyTorch: {theirs.At}");
        }
    }

    private static void CheckPromise(MeasuredLoss measured, Declaration declaration, Deviation losses, Deviation gradients)
    {
        (double loss, double gradient) = Promise.Of(measured).Units(declaration);
        if (losses.Units > loss || gradients.Units > gradient)
        {
            Console.Error.WriteLine($"BROKEN {declaration}, promised {loss} and {gradient}: {losses.At}; {gradients.At}");
            Environment.ExitCode = 1;
        }
    }

    /// <summary>One row: per group of class counts, what was measured at each width, and of PyTorch.</summary>
    private sealed class Entry(string what)
    {
        public string What { get; } = what;

        public List<Dictionary<VectorWidth, Deviation>> Ours { get; } = [];

        public List<Deviation?> Theirs { get; } = [];
    }
}

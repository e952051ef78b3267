using System.Globalization;
using Gen.CrossEntropy.Kernel.Tests.Accuracy;
using Gen.CrossEntropy.Testing;

namespace Gen.CrossEntropy.Numerics;

/// <summary>Measures every loss in every element type, at every width, on rows and on positions, beside PyTorch.</summary>
internal sealed class LossTable(PyTorch pytorch, Func<string, bool> wanted)
{
    // How many samples of each class count: about as many elements, except of the last.
    private static readonly (int Classes, int Samples)[] Sweeps = [(2, 4800), (10, 2400), (41, 720), (100, 360), (1000, 72), (50_000, 24)];

    private const int Elements = 50_000;

    /// <summary>Prints a row for each as soon as it is measured.</summary>
    public void Print()
    {
        Console.WriteLine("| loss | element type | of | error/size, in units | error/size | PyTorch | error/\\|truth\\| | PyTorch |");
        Console.WriteLine("| --- | --- | --- | --- | --- | --- | --- | --- |");
        foreach (MeasuredLoss loss in MeasuredLoss.All.Where(loss => wanted(loss.Name)))
        {
            foreach (DType dtype in Enum.GetValues<DType>())
            {
                Print(loss, dtype);
            }
        }
    }

    private void Print(MeasuredLoss measured, DType dtype)
    {
        DType lossType = Measurement.LossType(measured.Of(2, dtype));
        Deviation losses = new(lossType), gradients = new(dtype), theirLosses = new(lossType), theirGradients = new(dtype);
        bool answered = true;
        foreach ((int classes, int samples) in measured.HasClasses ? Sweeps : [(1, Elements)])
        {
            Measurement measurement = new(LossCompiler.Compile(measured.Of(classes, dtype)).Loss, samples);
            foreach (VectorWidth width in Widths.Tested)
            {
                using IDisposable scope = Widths.Use(width);
                measurement.AddTo(losses, gradients, $"C = {classes}, {width}");
            }

            if (pytorch.Answer(measurement) is { } theirs)
            {
                _ = theirLosses.Include(measurement.Truth.Losses, theirs.Losses, $"C = {classes}, loss");
                _ = theirGradients.Include(measurement.Truth.Gradient, theirs.Gradient, $"C = {classes}, gradient");
            }
            else
            {
                answered = false;
            }

            LossCompiler.Forget();
        }

        Print(measured, dtype, measured.Name.EndsWith("softmax", StringComparison.Ordinal) ? "output" : "loss", losses, answered ? theirLosses : null);
        Print(measured, dtype, "gradient", gradients, answered ? theirGradients : null);
    }

    private static void Print(MeasuredLoss measured, DType dtype, string what, Deviation ours, Deviation? theirs)
    {
        string[] cells = [measured.Name, $"{dtype}", what, Text(ours.Units, "0.0"), Text(ours.OfSize), theirs is null ? "-" : Text(theirs.OfSize), Text(ours.Relative), theirs is null ? "-" : Text(theirs.Relative)];
        Console.WriteLine($"| {string.Join(" | ", cells)} |");
        Console.Error.WriteLine($"{measured.Name}, {dtype}, {what}: {ours.At}{(theirs is null ? "" : $"; PyTorch {Text(theirs.Units, "0.0")}: {theirs.At}")}");
    }

    public static string Text(double value, string format = "0.0e0") => double.IsInfinity(value) ? "∞" : value == 0 ? "0" : value.ToString(format, CultureInfo.InvariantCulture);
}

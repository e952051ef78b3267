using Digits.Images;
using Spectre.Console;

namespace Digits.Display;

/// <summary>What the program prints when it has trained.</summary>
internal static class Summary
{
    /// <summary>Prints the accuracy, the speed and the confusion table.</summary>
    public static void Print(IAnsiConsole console, RunResult result)
    {
        Grid grid = new Grid().AddColumn(new GridColumn().PadRight(4)).AddColumn();
        grid.AddRow("Test accuracy", $"[bold green]{Numbers.Percent(result.Evaluation.Accuracy)}[/]  ({result.Evaluation.Correct} of {result.Evaluation.Count} images never trained on)");
        grid.AddRow("Throughput", $"{Numbers.Whole(result.Throughput)} samples/s  ({Numbers.Whole(result.SamplesSeen)} in {Numbers.Seconds(result.TrainTime)})");
        grid.AddRow("Share of the loss", $"{Numbers.Percent(result.LossShare)} of the training time  ({Numbers.Whole(result.LossNanosecondsPerSample)} ns per sample)");
        grid.AddRow("Loss ran on", Markup.Escape(result.Device));
        console.Write(grid);
        console.WriteLine();
        console.Write(ConfusionTable(result));
        console.WriteLine();
    }

    private static Table ConfusionTable(RunResult result)
    {
        Table table = new Table().Border(TableBorder.Rounded).Title("Rows: what the image shows. Columns: what was read.").AddColumn("");
        for (int prediction = 0; prediction < DigitSet.ClassCount; prediction++)
        {
            table.AddColumn(new TableColumn(new Markup($"[bold]{prediction}[/]")).RightAligned());
        }

        for (int label = 0; label < DigitSet.ClassCount; label++)
        {
            table.AddRow([$"[bold]{label}[/]", .. Enumerable.Range(0, DigitSet.ClassCount).Select(prediction => Cell(label, prediction))]);
        }

        return table;

        string Cell(int label, int prediction)
        {
            int count = result.Evaluation.Confusion(label, prediction);
            return count == 0 ? "[grey]·[/]" : label == prediction ? $"[green]{count}[/]" : $"[bold red]{count}[/]";
        }
    }
}

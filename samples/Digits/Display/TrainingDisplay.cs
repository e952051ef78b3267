using System.Diagnostics;
using Digits.Learning;
using Spectre.Console;

namespace Digits.Display;

/// <summary>Shows a training as it goes: redrawn in place on a terminal, as plain lines anywhere else.</summary>
internal static class TrainingDisplay
{
    private const int BarWidth = 40;
    private const int PlainLines = 10;
    private static readonly TimeSpan RedrawInterval = TimeSpan.FromMilliseconds(50);

    /// <summary>Takes all epochs, of which there will be <paramref name="count"/>, and shows each one when it is there.</summary>
    public static IReadOnlyList<EpochResult> Follow(IAnsiConsole console, IEnumerable<EpochResult> epochs, int count)
    {
        List<EpochResult> taken = [];
        if (console.Profile.Capabilities is { Ansi: true, Interactive: true, Unicode: true })
        {
            console.Live(Text.Empty).Start(context => Redraw(context, epochs, count, taken));
        }
        else
        {
            PrintLines(console, epochs, count, taken);
        }

        return taken;
    }

    private static void Redraw(LiveDisplayContext context, IEnumerable<EpochResult> epochs, int count, List<EpochResult> taken)
    {
        long drawn = 0;
        foreach (EpochResult epoch in epochs)
        {
            taken.Add(epoch);
            if (Stopwatch.GetElapsedTime(drawn) >= RedrawInterval || epoch.Epoch == count)
            {
                context.UpdateTarget(Picture(taken, count));
                drawn = Stopwatch.GetTimestamp();
            }
        }
    }

    private static Rows Picture(List<EpochResult> taken, int count)
    {
        EpochResult last = taken[^1];
        int done = BarWidth * last.Epoch / count;
        string bar = $"[blue]{new string('━', done)}[/][grey]{new string('━', BarWidth - done)}[/]  epoch {last.Epoch} of {count}";
        Grid numbers = new Grid().AddColumns(6);
        numbers.AddRow(
            "[grey]train loss[/]", Numbers.Loss(last.TrainLoss), "[grey]test loss[/]", Numbers.Loss(last.TestLoss), "[grey]test accuracy[/]", $"[bold]{Numbers.Percent(last.TestAccuracy)}[/]");
        string curve = $"[orange1]{Sparkline.Of(taken.ConvertAll(epoch => epoch.TestLoss), BarWidth)}[/]  [grey]test loss[/]";
        return new Rows(new Markup(bar), new Markup(curve), numbers, Text.Empty);
    }

    private static void PrintLines(IAnsiConsole console, IEnumerable<EpochResult> epochs, int count, List<EpochResult> taken)
    {
        int step = Math.Max(1, count / PlainLines);
        int digits = Numbers.Whole(count).Length;
        foreach (EpochResult epoch in epochs)
        {
            taken.Add(epoch);
            if (epoch.Epoch % step == 0 || epoch.Epoch == 1 || epoch.Epoch == count)
            {
                string number = Numbers.Whole(epoch.Epoch).PadLeft(digits);
                console.WriteLine(
                    $"epoch {number}  train loss {Numbers.Loss(epoch.TrainLoss)}  test loss {Numbers.Loss(epoch.TestLoss)}  test accuracy {Numbers.Percent(epoch.TestAccuracy)}");
            }
        }

        console.WriteLine();
    }
}

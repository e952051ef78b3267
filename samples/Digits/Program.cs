using System.Globalization;
using System.Text;
using Digits;
using Digits.Display;
using Digits.Report;
using Gen.CrossEntropy;
using Spectre.Console;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
if (!Console.IsOutputRedirected)
{
    // For the bars and the sparkline on consoles that start with another code page.
    Console.OutputEncoding = Encoding.UTF8;
}

return CommandLine.Run(args, TrainAndReport, Console.Out, Console.Error);

static int TrainAndReport(Settings settings)
{
    if (settings.Report is not null && ReportFile.WhyNotWritable(settings.Report) is { } reason)
    {
        return CommandLine.Refuse($"The report cannot be written to '{settings.Report}': {reason}", Console.Error);
    }

    using Device? device = settings.Device.Open();
    if (device is null)
    {
        return CommandLine.Refuse($"--device gpu: {DeviceChoices.WhyNoGpu()}", Console.Error);
    }

    IAnsiConsole console = Terminal.Open();
    RunResult result = RunResult.Of(settings, device, epochs => TrainingDisplay.Follow(console, epochs, settings.Epochs));
    Summary.Print(console, result);
    if (settings.Report is not null)
    {
        string path = ReportFile.Write(settings.Report, HtmlReport.Render(result, GeneratedCode.Load()));
        // Past the console's layout, which would break a long path.
        Console.Out.WriteLine($"Report: {path}");
    }

    return 0;
}

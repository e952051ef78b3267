using System.Diagnostics;
using System.Text.Json;
using Gen.CrossEntropy.Conformance;

const int Shown = 20;

try
{
    Options options = Options.Parse(args);
    if (options.Help)
    {
        Console.WriteLine(Options.Usage);
        return 0;
    }

    Stopwatch watch = Stopwatch.StartNew();
    Runner runner = new(options);
    runner.Run();
    ResultFile.Write(options.Out, runner.Outcomes);

    List<Failed> failed = [.. runner.Outcomes.OfType<Failed>()];
    foreach (Failed failure in failed.Take(Shown))
    {
        Console.Error.WriteLine($"FAILED {failure.Name}: {failure.Text}");
    }

    if (failed.Count > Shown)
    {
        Console.Error.WriteLine($"... and {failed.Count - Shown} more");
    }

    string leftOut = runner.LeftOut.Count == 0 ? "none" : string.Join(", ", runner.LeftOut.Select(kind => $"{kind.Key} {kind.Value}"));
    Console.WriteLine(
        $"{runner.Outcomes.Count} cases in {watch.Elapsed.TotalSeconds:f1} s: {runner.Outcomes.Count - failed.Count - Refusals(runner)} answered, {Refusals(runner)} refused, {failed.Count} failed; left out: {leftOut}");
    return failed.Count == 0 ? 0 : 1;
}
catch (UsageException wrong)
{
    Console.Error.WriteLine(wrong.Message);
    Console.Error.WriteLine("Try --help.");
    return 2;
}
catch (Exception wrong) when (wrong is IOException or UnauthorizedAccessException or JsonException or KeyNotFoundException or InvalidDataException)
{
    Console.Error.WriteLine(wrong.Message);
    return 2;
}

static int Refusals(Runner runner) => runner.Outcomes.OfType<Refused>().Count();

using System.Diagnostics;
using System.Globalization;
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
    using Target target = Target.Open(options);
    Console.WriteLine($"Device: {target}");
    Runner runner = new(options, target);
    runner.Run();
    ResultFile.Write(options.Out, runner.Outcomes);

    string[] failures =
    [
        .. runner.Outcomes.OfType<Unreadable>().Select(f => $"UNREADABLE {f.Name}: {f.Text}"),
        .. runner.Outcomes.OfType<Failed>().Select(f => $"FAILED {f.Name}: {f.Text}"),
    ];
    foreach (string failure in failures.Take(Shown))
    {
        Console.Error.WriteLine(failure);
    }

    if (failures.Length > Shown)
    {
        Console.Error.WriteLine($"... and {failures.Length - Shown} more");
    }

    string leftOut = runner.LeftOut.Count == 0 ? "none" : string.Join(", ", runner.LeftOut.Select(kind => $"{kind.Key} {kind.Value}"));
    Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"{runner.Outcomes.Count} cases in {watch.Elapsed.TotalSeconds:f1} s: {Count<Answered>()} answered, {Count<Refused>()} refused, {failures.Length} failed; left out: {leftOut}"));
    return failures.Length == 0 ? 0 : 1;

    int Count<T>() => runner.Outcomes.OfType<T>().Count();
}
catch (UsageException wrong)
{
    Console.Error.WriteLine(wrong.Message);
    Console.Error.WriteLine("Try --help.");
    return 2;
}
catch (Exception wrong) when (wrong is IOException or UnauthorizedAccessException)
{
    Console.Error.WriteLine(wrong.Message);
    return 2;
}

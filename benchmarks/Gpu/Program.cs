using System.Diagnostics;
using System.Globalization;
using Gen.CrossEntropy;
using GpuBenchmark;
using GpuBenchmark.Losses;
using GpuBenchmark.Measuring;
using GpuBenchmark.Results;
using GpuBenchmark.Torch;
using GpuBenchmark.Workloads;

const double Megabyte = 1 << 20;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
return CommandLine.Run(args, Measure);

static int Measure(Settings settings)
{
    using Card? card = Card.Open(settings.Device);
    if (card is null)
    {
        Console.Error.WriteLine(IlgpuDevices.WhyNoGpu() ?? "There is no device of OpenCL.");
        return 2;
    }

    // On a processor a row of the longest is a megabyte, and takes long enough.
    double megabytes = settings.Megabytes ?? (settings.Device == DeviceChoice.Emulated ? 0.004 : 512);
    using TorchPeer torch = TorchPeer.Start(settings.Python, settings.TorchCompile);
    Header header = Header.Now(card.Device, torch.Version, megabytes, settings.Quick);
    Console.WriteLine($"{header.Date}, {card.Device}, {header.Compiler}, {header.Runtime}; {megabytes} MB of logits; PyTorch {torch.Version ?? $"is left out: {torch.Missing}"}");
    Console.WriteLine(TextTable.Head);

    Stopwatch watch = Stopwatch.StartNew();
    Measurement measurement = new(settings, torch, Console.WriteLine);
    List<Result> results = [];
    List<string> failures = [];
    int left = 0;
    foreach (Workload workload in settings.Quick ? LossTable.Quick : LossTable.All)
    {
        string name = $"{workload.RowsOf(megabytes * Megabyte)}x{workload.Classes} {workload.Dtype}";
        if (settings.Only.Count > 0 && !settings.Only.Any(text => name.Contains(text, StringComparison.OrdinalIgnoreCase)))
        {
            continue;
        }

        if (watch.Elapsed.TotalMinutes > settings.Minutes)
        {
            left++;
            continue;
        }

        try
        {
            foreach (Result result in measurement.Run(workload, card.Device, megabytes * Megabyte))
            {
                Console.WriteLine(TextTable.Of(result));
                results.Add(result);
            }
        }
        catch (WrongResultException wrong)
        {
            Fail(name, "WRONG: " + wrong.Message);
        }
#pragma warning disable CA1031 // Whatever a kernel does wrong, it must not lose the other rows.
        catch (Exception error)
#pragma warning restore CA1031
        {
            Fail(name, $"FAILED: {error.GetType().Name}: {error.Message}");
            card.Reopen();
        }

        if (settings.Json is not null)
        {
            File.WriteAllText(settings.Json, new ResultFile(header, results, failures).ToJson());
        }
    }

    Console.WriteLine($"{results.Count} lines, {failures.Count} rows wrong or failed, {left} left out for want of time, in {watch.Elapsed.TotalSeconds:F0} s");
    return failures.Count > 0 || results.Count == 0 ? 1 : 0;

    void Fail(string name, string what)
    {
        failures.Add($"{name}: {what}");
        Console.WriteLine(failures[^1]);
    }
}

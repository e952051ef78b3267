using System.Globalization;
using Peers;
using Peers.Cases;
using Peers.Results;
using Peers.Torch;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
return CommandLine.Run(args, Measure);

static int Measure(Settings settings)
{
    using TorchPeer torch = TorchPeer.Start(settings.Python);
    Header header = Header.Now(torch.Version, settings.Quick);
    Console.WriteLine($"{header.Date}, {header.Processor}, {header.Processors} processors, {header.Runtime}, {header.VectorWidth}; {(torch.Missing ?? $"PyTorch {header.Torch}")}");
    Console.WriteLine(TextTable.Head);
    Measurement measurement = new(settings, torch, Console.WriteLine);

    // What all rows go through is compiled by the time that counts.
    _ = measurement.Run(CaseTable.Quick().First()).Count();
    List<Result> results = [];
    foreach (Case workload in settings.Quick ? CaseTable.Quick() : CaseTable.Full())
    {
        if (settings.Only.Count > 0 && !settings.Only.Any(text => workload.ToString().Contains(text, StringComparison.OrdinalIgnoreCase)))
        {
            continue;
        }

        foreach (Result result in measurement.Run(workload))
        {
            Console.WriteLine(TextTable.Of(result));
            results.Add(result);
            if (settings.Json is not null)
            {
                File.WriteAllText(settings.Json, new ResultFile(header, results).ToJson());
            }
        }
    }

    return 0;
}

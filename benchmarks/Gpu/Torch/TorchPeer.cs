using System.ComponentModel;
using System.Diagnostics;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using GpuBenchmark.Measuring;
using GpuBenchmark.Workloads;

namespace GpuBenchmark.Torch;

/// <summary>PyTorch on the same card, in a Python process that lives as long as this one. Between the questions it waits for a line.</summary>
internal sealed class TorchPeer : IDisposable
{
    private readonly Process? process;
    private readonly string? folder;
    private readonly string[] ways = [];

    private TorchPeer(string missing) => Missing = missing;

    private TorchPeer(Process process, string folder, string version, bool compile) =>
        (this.process, this.folder, Version, ways) = (process, folder, version, compile ? ["eager", "compile"] : ["eager"]);

    /// <summary>Its version, and the card that it sees; null where there is none.</summary>
    public string? Version { get; }

    /// <summary>Why there is no PyTorch; null where there is.</summary>
    public string? Missing { get; }

    /// <summary>Starts Python and waits until it has loaded PyTorch.</summary>
    /// <param name="python">The interpreter; null to do without.</param>
    /// <param name="compile">Whether torch.compile is measured too.</param>
    public static TorchPeer Start(string? python, bool compile)
    {
        if (python is null)
        {
            return new TorchPeer("not asked for");
        }

        string folder = Directory.CreateTempSubdirectory("gpu-benchmark-").FullName, script = Path.Combine(folder, "torch_peer.py");
        using (Stream embedded = Assembly.GetExecutingAssembly().GetManifestResourceStream("torch_peer.py")!)
        using (FileStream file = File.Create(script))
        {
            embedded.CopyTo(file);
        }

        Process? process = null;
        string missing;
        try
        {
            // What it says beside its answers is not for the table.
            process = Process.Start(new ProcessStartInfo(python, [script]) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true })!;
            process.ErrorDataReceived += static (_, _) => { };
            process.BeginErrorReadLine();
            JsonObject? hello = process.StandardOutput.ReadLine() is { } line ? JsonNode.Parse(line)!.AsObject() : null;
            if (hello?["version"] is { } version)
            {
                return new TorchPeer(process, folder, $"{version} on {hello["device"]}", compile);
            }

            missing = hello is null ? $"{python} ended at once" : (string)hello["error"]!;
        }
        catch (Exception exception) when (exception is Win32Exception or JsonException)
        {
            missing = exception.Message;
        }

        process?.Dispose();
        Directory.Delete(folder, recursive: true);
        return new TorchPeer(missing);
    }

    /// <summary>How a contender is called.</summary>
    public static string NameOf(string way, Pass pass) => $"torch {way} {pass}";

    /// <summary>Draws logits of a shape on the card. Gives what takes turns with ours: each way that PyTorch could run once.</summary>
    public IReadOnlyList<Contender> Load(int rows, int classes, string dtype, Action<string> say)
    {
        if (process is null)
        {
            return [];
        }

        List<Contender> contenders = [];
        try
        {
            Ask(new { @do = "load", rows, classes, dtype });
            foreach (string way in ways)
            {
                foreach (Pass pass in (Pass[])[Pass.Forward, Pass.ForwardBackward])
                {
                    Contender contender = new(NameOf(way, pass), calls => Time(way, pass, calls));
                    contender.Time(1);
                    contenders.Add(contender);
                }
            }
        }
        catch (NotSupportedException exception)
        {
            say($"PyTorch, {rows}x{classes} {dtype}: {exception.Message}");
        }

        return contenders;
    }

    /// <summary>Frees the card's memory.</summary>
    public void Drop()
    {
        if (process is not null)
        {
            Ask(new { @do = "drop" });
        }
    }

    public void Dispose()
    {
        if (process is not null)
        {
            process.StandardInput.Close();
            process.WaitForExit();
            process.Dispose();
            Directory.Delete(folder!, recursive: true);
        }
    }

    private double Time(string way, Pass pass, long calls) => (double)Ask(new { @do = "time", way, pass = pass == Pass.Forward ? "forward" : "forward_backward", calls })["ns"]!;

    private JsonObject Ask(object request)
    {
        process!.StandardInput.WriteLine(JsonSerializer.Serialize(request));
        process.StandardInput.Flush();
        string reply = process.StandardOutput.ReadLine() ?? throw new InvalidOperationException("Python has ended.");
        JsonObject answer = JsonNode.Parse(reply)!.AsObject();
        return answer["error"] is { } error ? throw new NotSupportedException((string)error!) : answer;
    }
}

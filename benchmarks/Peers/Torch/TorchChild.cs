using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Peers.Torch;

/// <summary>A Python process that stays alive and runs PyTorch when asked; between the questions it waits for a line and uses no processor.</summary>
internal sealed class TorchChild : IDisposable
{
    private readonly Process process;

    /// <param name="python">The interpreter.</param>
    /// <param name="capability">The instruction set of PyTorch's own kernels: avx2, avx512; null leaves the choice to it.</param>
    /// <exception cref="InvalidOperationException">Python ended at once: there is no PyTorch. The message is Python's last line.</exception>
    public TorchChild(string python, string? capability)
    {
        ProcessStartInfo start = new(python, [Path.Combine(AppContext.BaseDirectory, "peer.py")])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };

        // Without this the C library gives large blocks back to the kernel at each call and has each page zeroed again: 3 to 5 times slower above 100 MB.
        start.Environment["MALLOC_MMAP_MAX_"] = "0";
        start.Environment["MALLOC_TRIM_THRESHOLD_"] = (64L << 30).ToString();
        start.Environment["MALLOC_TOP_PAD_"] = (256L << 20).ToString();
        if (capability is not null)
        {
            start.Environment["ATEN_CPU_CAPABILITY"] = capability;
        }

        process = Process.Start(start) ?? throw new InvalidOperationException($"{python} did not start.");
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string? hello = process.StandardOutput.ReadLine();
        if (hello is null)
        {
            throw new InvalidOperationException(errors.Result.Trim().Split('\n')[^1]);
        }

        Capability = capability ?? "default";
        Version = (string)JsonNode.Parse(hello)!["version"]!;
    }

    public string Capability { get; }

    public string Version { get; }

    /// <summary>Asks and waits for the answer.</summary>
    /// <exception cref="NotSupportedException">PyTorch cannot do this; the message is its own.</exception>
    public JsonObject Ask(object request)
    {
        process.StandardInput.WriteLine(JsonSerializer.Serialize(request));
        process.StandardInput.Flush();
        string reply = process.StandardOutput.ReadLine() ?? throw new InvalidOperationException("Python has ended.");
        JsonObject answer = JsonNode.Parse(reply)!.AsObject();
        return answer["error"] is { } error ? throw new NotSupportedException((string)error!) : answer;
    }

    public void Dispose()
    {
        process.StandardInput.Close();
        process.WaitForExit();
        process.Dispose();
    }
}

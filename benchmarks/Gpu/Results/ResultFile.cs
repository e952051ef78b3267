using System.Text.Json;
using System.Text.Json.Serialization;

namespace GpuBenchmark.Results;

/// <summary>What a run wrote: its circumstances and its lines, and what went wrong.</summary>
/// <param name="Header">Where and when.</param>
/// <param name="Rows">What was measured.</param>
/// <param name="Failures">Rows that gave wrong results or none, with what happened.</param>
internal sealed record ResultFile(Header Header, IReadOnlyList<Result> Rows, IReadOnlyList<string> Failures)
{
    private static readonly JsonSerializerOptions Options = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
    };

    public string ToJson() => JsonSerializer.Serialize(this, Options);
}

using System.Text.Json;
using System.Text.Json.Serialization;

namespace Peers.Results;

/// <summary>What a run wrote: its circumstances and its lines.</summary>
internal sealed record ResultFile(Header Header, IReadOnlyList<Result> Rows)
{
    private static readonly JsonSerializerOptions Options = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    };

    public string ToJson() => JsonSerializer.Serialize(this, Options);

    public static ResultFile OfJson(string json) => JsonSerializer.Deserialize<ResultFile>(json, Options) ?? throw new JsonException("The file is empty.");
}

using System.Text.Json.Serialization;

namespace Peers.Cases;

/// <summary>What is timed: the loss, or the loss and its gradient.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Pass>))]
internal enum Pass
{
    [JsonStringEnumMemberName("forward")]
    Forward,

    [JsonStringEnumMemberName("forward_backward")]
    ForwardBackward,
}

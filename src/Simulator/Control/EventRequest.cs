using System.Text.Json;

namespace Shopkeeper.Simulator.Control;

/// <summary>
/// Something happens in a shop: each subscription to the topic gets a delivery, all with one event id.
/// </summary>
public sealed record EventRequest
{
    /// <summary>The topic, such as <c>products/update</c>.</summary>
    public required string Topic { get; init; }

    /// <summary>The body; null takes a realistic one for the topic.</summary>
    public JsonElement? Body { get; init; }

    /// <summary>How long the deliveries are under way.</summary>
    public TimeSpan Delay { get; init; }

    /// <summary>True keeps the deliveries until they are released.</summary>
    public bool Hold { get; init; }
}

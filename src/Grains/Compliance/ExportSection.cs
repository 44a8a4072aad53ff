using System.Text.Json;
using System.Text.Json.Serialization;
using Shopkeeper.Grains.Abstractions.Teardown;

namespace Shopkeeper.Grains.Compliance;

/// <summary>What one store holds of a customer.</summary>
internal sealed record ExportSection
{
    [JsonPropertyName("name")]
    public required string Name { get; init; }

    [JsonPropertyName("counts")]
    public required IReadOnlyList<StoreCount> Counts { get; init; }

    [JsonPropertyName("data")]
    public required JsonElement Data { get; init; }

    public override string ToString() => Name;
}

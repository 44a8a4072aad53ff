using System.Text.Json.Serialization;

namespace Shopkeeper.Grains.Catalogue;

/// <summary>What the catalogue wants of a product's body.</summary>
internal sealed record ProductPayload
{
    [JsonRequired]
    public long Id { get; init; }

    [JsonRequired]
    public string Title { get; init; } = "";

    public string Handle { get; init; } = "";
}

using System.Text.Json.Serialization;

namespace Shopkeeper.Storage.Catalogue;

/// <summary>What of a product is stored encrypted, as JSON.</summary>
internal sealed record StoredProductPayload
{
    [JsonPropertyName("title")]
    public string Title { get; init; } = "";

    [JsonPropertyName("handle")]
    public string Handle { get; init; } = "";
}

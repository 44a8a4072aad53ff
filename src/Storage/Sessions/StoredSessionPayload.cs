using System.Text.Json.Serialization;

namespace Shopkeeper.Storage.Sessions;

/// <summary>What of a session is stored encrypted, as JSON.</summary>
internal sealed record StoredSessionPayload
{
    [JsonPropertyName("id")]
    public string Id { get; init; } = "";

    [JsonPropertyName("userId")]
    public string? UserId { get; init; }

    [JsonPropertyName("shopifySessionId")]
    public string? ShopifySessionId { get; init; }

    [JsonPropertyName("email")]
    public string? Email { get; init; }
}

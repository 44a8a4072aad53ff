using System.Text.Json;
using System.Text.Json.Serialization;
using Shopkeeper.Grains.Abstractions.Webhooks;

namespace Shopkeeper.Storage.Inbox;

/// <summary>The hints of a delivery as they are stored, encrypted, as JSON.</summary>
internal sealed record StoredHints
{
    private static readonly JsonSerializerOptions Sparse =
        new() { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    [JsonPropertyName("deliveryId")]
    public string? DeliveryId { get; init; }

    [JsonPropertyName("eventId")]
    public string? EventId { get; init; }

    [JsonPropertyName("apiVersion")]
    public string? ApiVersion { get; init; }

    [JsonPropertyName("name")]
    public string? Name { get; init; }

    [JsonPropertyName("action")]
    public string? Action { get; init; }

    [JsonPropertyName("resourceId")]
    public string? ResourceId { get; init; }

    /// <returns>Null when nothing is hinted at.</returns>
    public static byte[]? Write(DeliveryHints hints) => hints == DeliveryHints.None
        ? null
        : JsonSerializer.SerializeToUtf8Bytes(
            new StoredHints
            {
                DeliveryId = hints.DeliveryId,
                EventId = hints.EventId,
                ApiVersion = hints.ApiVersion,
                Name = hints.Name,
                Action = hints.Action,
                ResourceId = hints.ResourceId,
            },
            Sparse);

    public static DeliveryHints Read(byte[] json)
    {
        var stored = JsonSerializer.Deserialize<StoredHints>(json)!;
        return new DeliveryHints
        {
            DeliveryId = stored.DeliveryId,
            EventId = stored.EventId,
            ApiVersion = stored.ApiVersion,
            Name = stored.Name,
            Action = stored.Action,
            ResourceId = stored.ResourceId,
        };
    }
}

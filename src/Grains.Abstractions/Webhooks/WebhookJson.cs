using System.Text.Json;
using System.Text.Json.Serialization;

namespace Shopkeeper.Grains.Abstractions.Webhooks;

/// <summary>How bodies of deliveries are read: as Shopify writes them, in snake case.</summary>
internal static class WebhookJson
{
    /// <summary>As deep as the check of the body before it.</summary>
    private const int MaximumDepth = 128;

    public static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        NumberHandling = JsonNumberHandling.AllowReadingFromString,
        MaxDepth = MaximumDepth,
        RespectNullableAnnotations = true,
    };
}

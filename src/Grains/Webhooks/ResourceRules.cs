using System.Globalization;
using System.Text.Json;
using Shopkeeper.Grains.Abstractions.Webhooks;

namespace Shopkeeper.Grains.Webhooks;

/// <summary>
/// Which resource a delivery is about, and when what it tells happened. What is signed counts first: the headers only
/// where the body says nothing, and never as later than the delivery's recording, so that no forged time shuts out
/// what comes after.
/// </summary>
internal static class ResourceRules
{
    private const int MaximumIdLength = 255;

    /// <summary>
    /// The resource's id without what says its kind, the same whether the body has a number or a GID; null where there
    /// is none.
    /// </summary>
    public static string? ResourceOf(InboxDelivery delivery, JsonElement body)
    {
        ArgumentNullException.ThrowIfNull(delivery);
        var id = Text(body, "id") ?? Text(body, "admin_graphql_api_id") ?? delivery.Hints.ResourceId;
        if (id is null) return null;
        id = id[(id.LastIndexOf('/') + 1)..];
        return id.Length is > 0 and <= MaximumIdLength ? id : null;
    }

    /// <summary>When it happened.</summary>
    public static SeenResource MomentOf(InboxDelivery delivery, JsonElement body)
    {
        ArgumentNullException.ThrowIfNull(delivery);
        var triggered = Earlier(delivery.TriggeredAt ?? delivery.RecordedAt, delivery.RecordedAt);
        var happened = DateTimeOffset.TryParse(
            Text(body, "updated_at"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var updated)
            ? Earlier(updated.ToUniversalTime(), delivery.RecordedAt)
            : triggered;
        return new SeenResource(Milliseconds(happened), Milliseconds(triggered));
    }

    private static DateTimeOffset Earlier(DateTimeOffset one, DateTimeOffset other) => one < other ? one : other;

    // As it is stored: otherwise the same delivery, seen again, would be younger than itself.
    private static DateTimeOffset Milliseconds(DateTimeOffset instant) =>
        DateTimeOffset.FromUnixTimeMilliseconds(instant.ToUnixTimeMilliseconds());

    private static string? Text(JsonElement body, string name)
    {
        try
        {
            if (body.ValueKind != JsonValueKind.Object || !body.TryGetProperty(name, out var value)) return null;
            return value.ValueKind switch
            {
                JsonValueKind.Number => value.GetRawText(),
                JsonValueKind.String => value.GetString(),
                _ => null,
            };
        }
        catch (InvalidOperationException)
        {
            // Half of an escaped character, there or in the name of another member: no text.
            return null;
        }
    }
}

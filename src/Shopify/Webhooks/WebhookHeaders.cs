using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace Shopkeeper.Shopify.Webhooks;

/// <summary>
/// What a delivery's headers say (https://shopify.dev/docs/apps/build/webhooks). None of them is signed: they are
/// hints. Read the signature first, verify it, and only then the rest, from the same family. A hint that makes no sense
/// or is too long is left out: refusing it would count against the subscription and help nobody. A repeated header is
/// refused, since nobody knows which of the two somebody else reads.
/// </summary>
public sealed record WebhookHeaders
{
    /// <summary>Longest header value accepted, in characters.</summary>
    public const int MaximumLength = 255;

    private const int MaximumNameLength = 50;
    private const int MaximumVersionLength = 32;

    private static readonly SearchValues<char> NameCharacters =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-");

    /// <summary>The topic in lower case.</summary>
    public required string Topic { get; init; }

    /// <summary>The shop that the header names.</summary>
    public required ShopDomain Shop { get; init; }

    /// <summary>The delivery's id, by which repeats are known; null when Shopify sent none.</summary>
    public string? WebhookId { get; init; }

    /// <summary>The merchant action's id, shared by all its deliveries.</summary>
    public string? EventId { get; init; }

    /// <summary>When Shopify triggered the delivery; null when missing or no date.</summary>
    public DateTimeOffset? TriggeredAt { get; init; }

    /// <summary>The version that wrote the body.</summary>
    public string? ApiVersion { get; init; }

    /// <summary>
    /// The subscription's name (<c>X-Shopify-Name</c>, https://shopify.dev/docs/apps/build/webhooks) or handle
    /// (<c>shopify-handle</c>); null when missing or no name.
    /// </summary>
    public string? Name { get; init; }

    /// <summary>create, update or delete; only the newer family says it.</summary>
    public string? Action { get; init; }

    /// <summary>The resource's id; only the newer family says it.</summary>
    public string? ResourceId { get; init; }

    /// <summary>
    /// Reads the claimed signature. The newer family wins when both are there, as in the official libraries.
    /// </summary>
    /// <returns>False when there is no signature, it is empty, or the header is repeated: answer 401.</returns>
    public static bool TryReadHmac(IHeaderDictionary headers, out WebhookHmac hmac)
    {
        ArgumentNullException.ThrowIfNull(headers);
        var family = headers.ContainsKey(HeaderName(WebhookHeaderFamily.Events, "Hmac-Sha256"))
            ? WebhookHeaderFamily.Events
            : WebhookHeaderFamily.Classic;
        hmac = default;
        if (!TryOne(headers, family, "Hmac-Sha256", out var value) || value is null) return false;
        hmac = new WebhookHmac(family, value);
        return true;
    }

    /// <summary>Reads all other headers of one family.</summary>
    /// <returns>
    /// False when <paramref name="problem"/> says what is missing, repeated or malformed: answer 400.
    /// </returns>
    public static bool TryRead(
        IHeaderDictionary headers,
        WebhookHeaderFamily family,
        [NotNullWhen(true)] out WebhookHeaders? read,
        out WebhookHeaderProblem problem)
    {
        ArgumentNullException.ThrowIfNull(headers);
        read = null;
        problem = WebhookHeaderProblem.Topic;
        if (!TryOne(headers, family, "Topic", out var text) || !WebhookTopics.TryNormalize(text, out var topic))
            return false;
        problem = WebhookHeaderProblem.ShopDomain;
        if (!TryOne(headers, family, "Shop-Domain", out text) || !ShopDomain.TryParse(text, out var shop)) return false;
        problem = WebhookHeaderProblem.Other;
        var isEvents = family == WebhookHeaderFamily.Events;
        string? action = null, resourceId = null;
        if (!TryOne(headers, family, "Webhook-Id", out var webhookId)
            || !TryHint(headers, family, "Event-Id", out var eventId)
            || !TryHint(headers, family, "Triggered-At", out var triggeredAt)
            || !TryHint(headers, family, "API-Version", out var apiVersion)
            || !TryHint(headers, family, isEvents ? "Handle" : "Name", out var name)
            || (isEvents && !TryHint(headers, family, "Action", out action))
            || (isEvents && !TryHint(headers, family, "Resource-Id", out resourceId)))
        {
            return false;
        }
        problem = WebhookHeaderProblem.None;
        read = new WebhookHeaders
        {
            Topic = topic,
            Shop = shop,
            WebhookId = webhookId,
            EventId = eventId,
            TriggeredAt = ParseInstant(triggeredAt),
            ApiVersion = apiVersion is { Length: <= MaximumVersionLength } ? apiVersion : null,
            Name = IsName(name) ? name : null,
            Action = action is "create" or "update" or "delete" ? action : null,
            ResourceId = resourceId,
        };
        return true;
    }

    /// <summary>Nothing: headers name a shop.</summary>
    public override string ToString() => nameof(WebhookHeaders);

    // True with null when the header is absent or empty; false when it is repeated or too long.
    private static bool TryOne(IHeaderDictionary headers, WebhookHeaderFamily family, string suffix, out string? value)
    {
        var values = headers[HeaderName(family, suffix)];
        value = values.Count == 1 ? values[0]?.Trim() : null;
        if (value is { Length: 0 }) value = null;
        return values.Count <= 1 && value is null or { Length: <= MaximumLength };
    }

    // True with null when the header is absent, empty, too long or no plain text; false only when it is repeated.
    private static bool TryHint(IHeaderDictionary headers, WebhookHeaderFamily family, string suffix, out string? value)
    {
        value = null;
        var values = headers[HeaderName(family, suffix)];
        if (values.Count > 1) return false;
        if (!TryOne(headers, family, suffix, out value) || value?.AsSpan().ContainsAnyExceptInRange(' ', '~') == true)
            value = null;
        return true;
    }

    private static bool IsName(string? text) =>
        text is { Length: <= MaximumNameLength } && !text.AsSpan().ContainsAnyExcept(NameCharacters);

    private static string HeaderName(WebhookHeaderFamily family, string suffix) =>
        family == WebhookHeaderFamily.Events ? "shopify-" + suffix : "X-Shopify-" + suffix;

    private static DateTimeOffset? ParseInstant(string? text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at)
            ? at.ToUniversalTime()
            : null;
}

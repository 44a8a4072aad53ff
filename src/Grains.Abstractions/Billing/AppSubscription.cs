namespace Shopkeeper.Grains.Abstractions.Billing;

/// <summary>
/// A shop's subscription to the app, as Shopify last told of it
/// (https://shopify.dev/docs/api/webhooks?topic=app_subscriptions/update).
/// </summary>
public sealed record AppSubscription
{
    /// <summary>Shopify's id (a GID).</summary>
    public required string Id { get; init; }

    /// <summary>
    /// PENDING, ACCEPTED, ACTIVE, DECLINED, EXPIRED, FROZEN, CANCELLED, or what Shopify adds to these.
    /// </summary>
    public required string Status { get; init; }

    /// <summary>The plan's name.</summary>
    public required string Name { get; init; }

    /// <summary>The price as Shopify writes it; null where it does not say.</summary>
    public string? Price { get; init; }

    /// <summary>The price's currency.</summary>
    public string? Currency { get; init; }

    /// <summary>Such as <c>every_30_days</c>; null where Shopify does not say.</summary>
    public string? Interval { get; init; }

    /// <summary>The plan's handle; null where Shopify does not say.</summary>
    public string? PlanHandle { get; init; }

    /// <summary>When Shopify last changed it.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }
}

using System.Collections.Immutable;

namespace Shopkeeper.Grains.Abstractions.Webhooks;

/// <summary>
/// A subscription that we made in a shop through the Admin API, or one that is wanted there and is not in place. Only
/// what is recorded here is ever changed or deleted at Shopify.
/// </summary>
public sealed record WebhookSubscriptionRecord
{
    /// <summary>The name in the configuration; one record for each installation and name.</summary>
    public required string Name { get; init; }

    /// <summary>The topic, such as <c>orders/create</c>.</summary>
    public required string Topic { get; init; }

    /// <summary>
    /// Where Shopify delivers: an https address, <c>pubsub://project:topic</c>, or an EventBridge ARN.
    /// </summary>
    public required string Uri { get; init; }

    /// <summary>The filter in Shopify's search syntax; null for none.</summary>
    public string? Filter { get; init; }

    /// <summary>The fields that deliveries hold; empty for all.</summary>
    public ImmutableArray<string> IncludeFields { get; init; } = [];

    /// <summary>The namespaces of metafields that deliveries hold.</summary>
    public ImmutableArray<string> MetafieldNamespaces { get; init; } = [];

    /// <summary>Shopify's id (a GID); null while the subscription is wanted but not there.</summary>
    public string? ShopifyId { get; init; }

    /// <summary>How it compared with Shopify.</summary>
    public required SubscriptionState State { get; init; }

    /// <summary>Why it is not in place: a stable code; null when it is.</summary>
    public string? Reason { get; init; }

    /// <summary>What stood at Shopify when this was compared; null when nothing did, or it is not known.</summary>
    public ActualSubscription? Actual { get; init; }

    /// <summary>
    /// True when it is not at this service's own address and stood there before it was wanted here: another deployment
    /// of the app goes by it, so that it is not deleted when it is wanted here no more.
    /// </summary>
    public bool IsShared { get; init; }

    /// <summary>When this was last compared with Shopify.</summary>
    public required DateTimeOffset CheckedAt { get; init; }

    /// <inheritdoc/>
    public bool Equals(WebhookSubscriptionRecord? other) =>
        other is not null && Facts == other.Facts && IsShared == other.IsShared && Actual == other.Actual
        && IncludeFields.AsSpan().SequenceEqual(other.IncludeFields.AsSpan())
        && MetafieldNamespaces.AsSpan().SequenceEqual(other.MetafieldNamespaces.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => Facts.GetHashCode();

    private (string, string, string, string?, string?, SubscriptionState, string?, DateTimeOffset) Facts =>
        (Name, Topic, Uri, Filter, ShopifyId, State, Reason, CheckedAt);
}

namespace Shopkeeper.Shopify.Admin;

/// <summary>
/// What a subscription is to be, in the form that calls take since version 2025-10
/// (https://shopify.dev/docs/api/admin-graphql/latest/input-objects/WebhookSubscriptionInput). Its format is JSON.
/// </summary>
public sealed record WebhookSubscriptionInput
{
    /// <summary>The topic as in deliveries, such as <c>orders/create</c>; it can't be changed afterwards.</summary>
    public required string Topic { get; init; }

    /// <summary>An https address, <c>pubsub://project:topic</c>, or an EventBridge ARN.</summary>
    public required string Uri { get; init; }

    /// <summary>A filter in Shopify's search syntax; null for none.</summary>
    public string? Filter { get; init; }

    /// <summary>The fields that deliveries hold; empty for all.</summary>
    public IReadOnlyList<string> IncludeFields { get; init; } = [];

    /// <summary>The namespaces of metafields that deliveries hold.</summary>
    public IReadOnlyList<string> MetafieldNamespaces { get; init; } = [];
}

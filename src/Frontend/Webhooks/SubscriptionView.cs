using Shopkeeper.Grains.Abstractions.Webhooks;

namespace Shopkeeper.Frontend.Webhooks;

/// <summary>A wanted webhook subscription, and in <c>actual</c> what there is of it.</summary>
/// <param name="Name">Its name in the configuration.</param>
/// <param name="Topic">The topic.</param>
/// <param name="Uri">Where Shopify is to deliver.</param>
/// <param name="Filter">The filter in Shopify's search syntax; null for none.</param>
/// <param name="IncludeFields">The fields that deliveries hold; empty for all.</param>
/// <param name="MetafieldNamespaces">The namespaces of metafields that deliveries hold.</param>
/// <param name="State">
/// <c>in-place</c>, <c>missing</c>, <c>being-created</c>, <c>different</c>, <c>refused</c>, or <c>declare-in-toml</c>:
/// no call can subscribe the topic, so nothing is ever sent for it.
/// </param>
/// <param name="Reason">Why it is not in place: a code such as <c>refused-access-denied</c>; null when it is.</param>
/// <param name="ShopifyId">Shopify's id of it; null without one.</param>
/// <param name="Actual">
/// What stood at Shopify when it was last compared; null when nothing did, or when that is not known.
/// </param>
/// <param name="CheckedAt">When it was last compared with Shopify; null when it never was.</param>
public sealed record SubscriptionView(
    string Name,
    string Topic,
    string Uri,
    string? Filter,
    IReadOnlyList<string> IncludeFields,
    IReadOnlyList<string> MetafieldNamespaces,
    string State,
    string? Reason,
    string? ShopifyId,
    ActualSubscriptionView? Actual,
    DateTimeOffset? CheckedAt)
{
    internal static SubscriptionView Of(SubscriptionItem item) => new(
        item.Name, item.Topic, item.Uri, item.Filter, item.IncludeFields, item.MetafieldNamespaces,
        StateOf(item.State), item.Reason, item.ShopifyId,
        item.Actual is { } actual ? ActualSubscriptionView.Of(actual) : null, item.CheckedAt);

    private static string StateOf(SubscriptionState state) => state switch
    {
        SubscriptionState.InPlace => "in-place",
        SubscriptionState.Missing => "missing",
        SubscriptionState.BeingCreated => "being-created",
        SubscriptionState.Different => "different",
        SubscriptionState.Refused => "refused",
        SubscriptionState.DeclareInToml => "declare-in-toml",
        _ => throw new InvalidOperationException("A state of a subscription that is not shown."),
    };
}

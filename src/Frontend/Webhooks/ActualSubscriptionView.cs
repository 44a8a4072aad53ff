using Shopkeeper.Grains.Abstractions.Webhooks;

namespace Shopkeeper.Frontend.Webhooks;

/// <summary>A webhook subscription as it stood at Shopify when it was last compared.</summary>
/// <param name="Uri">Where Shopify delivers.</param>
/// <param name="Filter">The filter in Shopify's search syntax; null for none.</param>
/// <param name="IncludeFields">The fields that deliveries hold; empty for all.</param>
/// <param name="MetafieldNamespaces">The namespaces of metafields that deliveries hold.</param>
/// <param name="Format"><c>JSON</c>, the one that is wanted, or <c>XML</c>.</param>
public sealed record ActualSubscriptionView(
    string Uri,
    string? Filter,
    IReadOnlyList<string> IncludeFields,
    IReadOnlyList<string> MetafieldNamespaces,
    string Format)
{
    internal static ActualSubscriptionView Of(ActualSubscription actual) =>
        new(actual.Uri, actual.Filter, actual.IncludeFields, actual.MetafieldNamespaces, actual.Format);
}

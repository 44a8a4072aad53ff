using System.Collections.Immutable;
using Shopkeeper.Shopify.Admin;

namespace Shopkeeper.Grains.Subscriptions;

/// <summary>A subscription that every shop is to have.</summary>
internal sealed record WantedSubscription
{
    public required string Name { get; init; }

    public required string Topic { get; init; }

    public required string Uri { get; init; }

    public string? Filter { get; init; }

    public ImmutableArray<string> IncludeFields { get; init; } = [];

    public ImmutableArray<string> MetafieldNamespaces { get; init; } = [];

    public WebhookSubscriptionInput ToInput() => new()
    {
        Topic = Topic,
        Uri = Uri,
        Filter = Filter,
        IncludeFields = IncludeFields,
        MetafieldNamespaces = MetafieldNamespaces,
    };
}

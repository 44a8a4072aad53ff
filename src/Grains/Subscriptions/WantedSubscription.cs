using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Shopkeeper.Shopify.Admin;

namespace Shopkeeper.Grains.Subscriptions;

/// <summary>A subscription that every shop is to have.</summary>
internal sealed record WantedSubscription
{
    public required string Name { get; init; }

    public required string Topic { get; init; }

    public required string Uri { get; init; }

    /// <summary>True where it is not this service that Shopify delivers to. No part of the wanted set's hash.</summary>
    [JsonIgnore]
    public bool IsElsewhere { get; init; }

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

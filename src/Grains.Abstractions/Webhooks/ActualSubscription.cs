using System.Collections.Immutable;

namespace Shopkeeper.Grains.Abstractions.Webhooks;

/// <summary>A subscription as it stands at Shopify, where it may be otherwise than is wanted.</summary>
[GenerateSerializer, Immutable, Alias(Aliases.ActualSubscription)]
public sealed record ActualSubscription
{
    /// <summary>Where Shopify delivers.</summary>
    [Id(0)]
    public required string Uri { get; init; }

    /// <summary>The filter in Shopify's search syntax; null for none.</summary>
    [Id(1)]
    public string? Filter { get; init; }

    /// <summary>The fields that deliveries hold; empty for all.</summary>
    [Id(2)]
    public ImmutableArray<string> IncludeFields { get; init; } = [];

    /// <summary>The namespaces of metafields that deliveries hold.</summary>
    [Id(3)]
    public ImmutableArray<string> MetafieldNamespaces { get; init; } = [];

    /// <summary><c>JSON</c>, the one that is wanted, or <c>XML</c>.</summary>
    [Id(4)]
    public required string Format { get; init; }

    /// <inheritdoc/>
    public bool Equals(ActualSubscription? other) =>
        other is not null && (Uri, Filter, Format) == (other.Uri, other.Filter, other.Format)
        && IncludeFields.AsSpan().SequenceEqual(other.IncludeFields.AsSpan())
        && MetafieldNamespaces.AsSpan().SequenceEqual(other.MetafieldNamespaces.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => (Uri, Filter, Format).GetHashCode();
}

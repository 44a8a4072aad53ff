namespace Shopkeeper.Grains.Abstractions.Catalogue;

/// <summary>One product.</summary>
public sealed record CatalogueProduct
{
    /// <summary>Shopify's id (a GID).</summary>
    public required string Id { get; init; }

    /// <summary>The title; stored encrypted.</summary>
    public required string Title { get; init; }

    /// <summary>The handle; stored encrypted.</summary>
    public required string Handle { get; init; }

    /// <summary>When the sync saw it.</summary>
    public required DateTimeOffset SeenAt { get; init; }
}

using Shopkeeper.Shopify;

namespace Shopkeeper.Grains.Abstractions.Operations;

/// <summary>Which entries are wanted; null for any.</summary>
public sealed record AuditFilter
{
    /// <summary>Of this shop.</summary>
    public ShopDomain? Shop { get; init; }

    /// <summary>By this actor.</summary>
    public string? Actor { get; init; }

    /// <summary>Of this action.</summary>
    public string? Action { get; init; }

    /// <summary>Not older than this.</summary>
    public DateTimeOffset? Since { get; init; }
}

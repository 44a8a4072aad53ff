using Shopkeeper.Shopify;

namespace Shopkeeper.Grains.Abstractions.Compliance;

/// <summary>Which requests are listed: those that everything given holds for.</summary>
public sealed record ComplianceFilter
{
    /// <summary>Of that state.</summary>
    public ComplianceState? State { get; init; }

    /// <summary>Of that topic.</summary>
    public string? Topic { get; init; }

    /// <summary>Of that shop.</summary>
    public ShopDomain? Shop { get; init; }

    /// <summary>Due before.</summary>
    public DateTimeOffset? DueBefore { get; init; }
}

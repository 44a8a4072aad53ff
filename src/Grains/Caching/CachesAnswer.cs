using Shopkeeper.Grains.Abstractions.Teardown;

namespace Shopkeeper.Grains.Caching;

/// <summary>What the caches answered.</summary>
internal sealed record CachesAnswer
{
    /// <summary>Their entries, summed by cache, of those that answered.</summary>
    public required IReadOnlyList<StoreCount> Counts { get; init; }

    /// <summary>Why the answer is not whole, as a code; null when everybody answered.</summary>
    public string? Missing { get; init; }
}

using Shopkeeper.Grains.Abstractions;

namespace Shopkeeper.Grains.Caching;

/// <summary>How many entries of an installation a cache of a silo holds, or held.</summary>
[GenerateSerializer, Immutable, Alias(Aliases.CacheCount)]
internal sealed record CacheCount
{
    [Id(0)]
    public required string Cache { get; init; }

    [Id(1)]
    public required int Count { get; init; }
}

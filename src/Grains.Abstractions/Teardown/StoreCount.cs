namespace Shopkeeper.Grains.Abstractions.Teardown;

/// <summary>How many rows, files or entries of an installation a store holds (or held).</summary>
[GenerateSerializer, Immutable]
[Alias(Aliases.StoreCount)]
public sealed record StoreCount
{
    /// <summary>The store: a table's name, <c>participant:{name}</c>, <c>shop-grain</c>, ….</summary>
    [Id(0)]
    public required string Store { get; init; }

    /// <summary>How many.</summary>
    [Id(1)]
    public required long Count { get; init; }
}

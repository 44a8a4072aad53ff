namespace Shopkeeper.Grains.Abstractions.Shops;

/// <summary>The wire form of a <see cref="Shopify.ShopDomain"/>, whose project knows no Orleans.</summary>
[GenerateSerializer, Immutable, Alias(Aliases.ShopDomain)]
public readonly struct ShopDomainSurrogate
{
    /// <summary>The address.</summary>
    [Id(0)]
    public string Value { get; init; }
}

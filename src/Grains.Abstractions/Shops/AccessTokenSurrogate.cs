using Shopkeeper.Shopify;

namespace Shopkeeper.Grains.Abstractions.Shops;

/// <summary>
/// The wire form of an <see cref="Shopify.AccessToken"/>. Tokens travel between silos of one cluster only.
/// </summary>
[GenerateSerializer, Immutable, Alias(Aliases.AccessToken)]
public readonly struct AccessTokenSurrogate
{
    /// <summary>The token.</summary>
    [Id(0)]
    public string Secret { get; init; }
}

[RegisterConverter]
internal sealed class ShopDomainConverter : IConverter<ShopDomain, ShopDomainSurrogate>
{
    public ShopDomain ConvertFromSurrogate(in ShopDomainSurrogate surrogate) => ShopDomain.Parse(surrogate.Value);

    public ShopDomainSurrogate ConvertToSurrogate(in ShopDomain value) => new() { Value = value.Value };
}

[RegisterConverter]
internal sealed class AccessTokenConverter : IConverter<AccessToken, AccessTokenSurrogate>
{
    public AccessToken ConvertFromSurrogate(in AccessTokenSurrogate surrogate) => new(surrogate.Secret);

    public AccessTokenSurrogate ConvertToSurrogate(in AccessToken value) => new() { Secret = value.Reveal() };
}

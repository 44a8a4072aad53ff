namespace Shopkeeper.Grains.Abstractions.Shops;

/// <summary>
/// What Shopify makes of a current installation's token. All but <see cref="Fine"/> make the shop dormant; none of them
/// ends anything (https://shopify.dev/docs/api/usage/response-codes). Stored by number.
/// </summary>
public enum AccessState
{
    /// <summary>Shopify takes the token, as far as is known.</summary>
    Fine = 0,

    /// <summary>401 to a token that had not expired by our clock: revoked, or the app is gone.</summary>
    Refused = 1,

    /// <summary>
    /// Only a new grant helps: the refresh token is gone, or tokens of this kind are accepted no longer.
    /// </summary>
    NeedsGrant = 2,

    /// <summary>402, or <c>SHOP_INACTIVE</c>: the shop is frozen or paused. It may come back after weeks.</summary>
    Frozen = 3,

    /// <summary>404: the shop is closed. It may open again.</summary>
    Closed = 4,

    /// <summary>423: the shop is locked.</summary>
    Locked = 5,

    /// <summary>403 with none of its known meanings.</summary>
    Forbidden = 6,
}

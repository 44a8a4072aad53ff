namespace Shopkeeper.Shopify.SessionTokens;

/// <summary>What a valid session token says.</summary>
/// <param name="Shop">The shop, from <c>dest</c>. Never take the shop from the query string.</param>
/// <param name="UserId">The staff user, from <c>sub</c>; null when the token names none.</param>
/// <param name="SessionId">The user's session in the admin, from <c>sid</c>; null when the token names none.</param>
/// <param name="ExpiresAt">When the token ends, without leeway.</param>
public sealed record SessionClaims(ShopDomain Shop, long? UserId, string? SessionId, DateTimeOffset ExpiresAt)
{
    /// <summary>Nothing: claims identify a person.</summary>
    public override string ToString() => nameof(SessionClaims);
}

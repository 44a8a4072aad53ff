namespace Shopkeeper.Grains.Abstractions.Sessions;

/// <summary>
/// One session. Its id (Shopify's convention: <c>offline_{shop}</c>, <c>{shop}_{userId}</c>) is stored as a keyed hash
/// only.
/// </summary>
public sealed record StoredSession
{
    /// <summary>The session's id.</summary>
    public required string Id { get; init; }

    /// <summary>True for a user's session, false for the installation's own.</summary>
    public required bool IsOnline { get; init; }

    /// <summary>The user's id at Shopify.</summary>
    public string? UserId { get; init; }

    /// <summary>Shopify's id of the browser session (<c>sid</c>).</summary>
    public string? ShopifySessionId { get; init; }

    /// <summary>The user's e-mail, where Shopify told it.</summary>
    public string? Email { get; init; }

    /// <summary>When the user was first and last seen with another session id.</summary>
    public required DateTimeOffset SeenAt { get; init; }

    /// <summary>Nothing of it: it names a person.</summary>
    public override string ToString() => nameof(StoredSession);
}

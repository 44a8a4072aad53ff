namespace Shopkeeper.Shopify;

/// <summary>
/// A secret that authorizes calls to a shop's Admin API. It never prints: <see cref="ToString"/> is <c>***</c>, and
/// it has no JSON form of its own.
/// </summary>
public sealed class AccessToken(string secret) : IEquatable<AccessToken>
{
    /// <summary>The token as Shopify issued it. Read it only where it is sent or encrypted.</summary>
    public string Reveal() => secret;

    /// <inheritdoc/>
    public bool Equals(AccessToken? other) =>
        other is not null && string.Equals(secret, other.Reveal(), StringComparison.Ordinal);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as AccessToken);

    /// <inheritdoc/>
    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(secret);

    /// <inheritdoc/>
    public override string ToString() => "***";
}

namespace Shopkeeper.Frontend.Operations;

/// <summary>A client secret, by its fingerprint, and the grants that it minted.</summary>
/// <param name="Fingerprint">
/// 12 hex digits of a keyed hash; null for grants of which the secret was not recorded.
/// </param>
/// <param name="Kind">
/// <c>current</c> and <c>previous</c> are configured; <c>unknown</c> minted grants and is not configured, or was not
/// recorded.
/// </param>
/// <param name="Grants">Held grants that it minted.</param>
/// <param name="WithoutExpiry">
/// Those among them without expiry: only a migration or a new grant moves them to the current secret.
/// </param>
/// <param name="Retirable">
/// True for a previous secret that minted no held grant, where that is known of all: no access is lost with it. Never
/// true while grants without fingerprint are held.
/// </param>
public sealed record SecretView(string? Fingerprint, string Kind, int Grants, int WithoutExpiry, bool Retirable);

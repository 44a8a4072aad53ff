namespace Shopkeeper.Grains.Abstractions.Tokens;

/// <summary>How many held grants one client secret has minted.</summary>
public sealed record SecretUse
{
    /// <summary>
    /// The secret's fingerprint (<see cref="SecretFingerprint"/>); null for grants of which it was not recorded.
    /// </summary>
    public string? Fingerprint { get; init; }

    /// <summary>Held grants, of installations that are current or are being torn down.</summary>
    public int Grants { get; init; }

    /// <summary>
    /// Those among them without expiry: a refresh never moves them to another secret, only a migration or a new grant.
    /// </summary>
    public int WithoutExpiry { get; init; }
}

namespace Shopkeeper.Frontend.Operations;

/// <summary>One operator's key. Only its hash is configured.</summary>
public sealed class OperatorKey
{
    /// <summary>SHA-256 of the key, in hex. Make keys of at least 32 random bytes.</summary>
    public string Sha256 { get; set; } = "";

    /// <summary>
    /// <c>viewer</c> may read, <c>operator</c> may act too. Comma separated. Default <c>operator</c>.
    /// </summary>
    public string Roles { get; set; } = OperatorRoles.Operator;

    /// <summary>When the key ends; null for never.</summary>
    public DateTimeOffset? ExpiresAt { get; set; }
}

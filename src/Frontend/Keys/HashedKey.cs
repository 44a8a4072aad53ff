namespace Shopkeeper.Frontend.Keys;

/// <summary>A key as it is configured: its hash, and when it ends.</summary>
public abstract class HashedKey
{
    /// <summary>SHA-256 of the key, in hex. Make keys of at least 32 random bytes.</summary>
    public string Sha256 { get; set; } = "";

    /// <summary>When the key ends; null for never.</summary>
    public DateTimeOffset? ExpiresAt { get; set; }

    /// <summary>True until the key has ended.</summary>
    internal bool IsValid(DateTimeOffset now) => ExpiresAt is not { } end || end > now;
}

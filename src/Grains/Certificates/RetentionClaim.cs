namespace Shopkeeper.Grains.Certificates;

/// <summary>A place that keeps copies for a while.</summary>
public sealed record RetentionClaim
{
    /// <summary><c>write-ahead-log</c>, <c>replicas</c> or <c>backups</c>.</summary>
    public required string Place { get; init; }

    /// <summary>For how many days, as the service was told; null: it was not told.</summary>
    public required int? Days { get; init; }
}

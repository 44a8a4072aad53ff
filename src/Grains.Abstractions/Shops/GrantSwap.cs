namespace Shopkeeper.Grains.Abstractions.Shops;

/// <summary>A re-authorization: another grant for an installation that goes on.</summary>
public sealed record GrantSwap
{
    /// <summary>The installation that goes on.</summary>
    public required InstallationId Installation { get; init; }

    /// <summary>The new tokens.</summary>
    public required Grant Grant { get; init; }

    /// <summary>
    /// The version of the grant that was there before Shopify was asked about the new one; null takes any.
    /// </summary>
    public long? Version { get; init; }

    /// <inheritdoc cref="NewInstallation.Intent"/>
    public Guid? Intent { get; init; }

    /// <summary>Shopify's id of the installation, asked with the new grant.</summary>
    public required string AppInstallationId { get; init; }
}

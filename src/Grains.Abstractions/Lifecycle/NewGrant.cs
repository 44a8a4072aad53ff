using Shopkeeper.Grains.Abstractions.Shops;

namespace Shopkeeper.Grains.Abstractions.Lifecycle;

/// <summary>A grant from Shopify, with what Shopify says of it and of the one it meets.</summary>
[GenerateSerializer, Immutable, Alias(Aliases.NewGrant)]
public sealed record NewGrant
{
    /// <summary>The tokens.</summary>
    [Id(0)]
    public required Grant Grant { get; init; }

    /// <summary>Shopify's id of the installation, asked with the new grant.</summary>
    [Id(1)]
    public required string AppInstallationId { get; init; }

    /// <summary>The shop's numeric id, asked with the new grant.</summary>
    [Id(2)]
    public required long ShopId { get; init; }

    /// <summary>The shop's name.</summary>
    [Id(3)]
    public string? ShopName { get; init; }

    /// <summary>The shop's contact e-mail.</summary>
    [Id(4)]
    public string? ShopEmail { get; init; }

    /// <summary>The current installation whose old token was tried, if any was current.</summary>
    [Id(5)]
    public InstallationId? Current { get; init; }

    /// <summary>What the current installation's old token answered.</summary>
    [Id(6)]
    public TokenProbe OldToken { get; init; }

    /// <summary>True when the new access token equals the current one.</summary>
    [Id(7)]
    public bool SameToken { get; init; }

    /// <summary>
    /// The intent under which it was obtained; null from a silo of a release that did not tell.
    /// </summary>
    [Id(8)]
    public Guid? Intent { get; init; }

    /// <summary>
    /// The version of the current installation's grant, read before Shopify was asked about the new one; null where
    /// there was none, and from a silo of a release that did not tell.
    /// </summary>
    [Id(9)]
    public long? HeldVersion { get; init; }

    /// <summary>Nothing of it: Orleans writes messages into its log.</summary>
    public override string ToString() => nameof(NewGrant);
}

using Shopkeeper.Grains.Abstractions.Jobs;
using Shopkeeper.Shopify;

namespace Shopkeeper.Grains.Abstractions.Shops;

/// <summary>What begins a stay.</summary>
public sealed record NewInstallation
{
    /// <summary>The new stay's id.</summary>
    public required InstallationId Id { get; init; }

    /// <summary>The shop.</summary>
    public required ShopDomain Shop { get; init; }

    /// <summary>The shop's numeric id at Shopify.</summary>
    public required long ShopId { get; init; }

    /// <summary>Shopify's id of the installation.</summary>
    public required string AppInstallationId { get; init; }

    /// <summary>The tokens.</summary>
    public required Grant Grant { get; init; }

    /// <summary>
    /// The intent under which the grant was obtained; null where no teardown's call can meet it.
    /// </summary>
    public Guid? Intent { get; init; }

    /// <summary>
    /// The shop's name and contact e-mail as Shopify told them; stored encrypted under the data key. May be null.
    /// </summary>
    public string? ShopName { get; init; }

    /// <inheritdoc cref="ShopName"/>
    public string? ShopEmail { get; init; }

    /// <summary>Jobs enqueued in the same transaction, so that a crash after the install loses none.</summary>
    public IReadOnlyList<NewJob> Jobs { get; init; } = [];
}

using Shopkeeper.Shopify;

namespace Shopkeeper.Grains.Abstractions.Shops;

/// <summary>
/// The truth about one stay of the app in a shop, as its row in <c>installations</c> has it. Everything else that is
/// stored for a shop names its installation and is subordinate to this row.
/// </summary>
[GenerateSerializer, Immutable, Alias(Aliases.Installation)]
public sealed record Installation
{
    /// <summary>The stay's own id.</summary>
    [Id(0)]
    public required InstallationId Id { get; init; }

    /// <summary>The shop it stays in.</summary>
    [Id(1)]
    public required ShopDomain Shop { get; init; }

    /// <summary>The shop's numeric id at Shopify, learnt at install; deliveries are bound to the shop by it.</summary>
    [Id(2)]
    public required long ShopId { get; init; }

    /// <summary>1, 2, 3 … per shop: each stay has a greater one than all before it.</summary>
    [Id(3)]
    public required int Generation { get; init; }

    /// <summary>
    /// Shopify's id of the installation (<c>currentAppInstallation.id</c>, a GID): it changes with a reinstall.
    /// </summary>
    [Id(4)]
    public required string AppInstallationId { get; init; }

    /// <summary>The access scopes granted, comma separated.</summary>
    [Id(5)]
    public required string Scopes { get; init; }

    /// <summary>When the stay began, by the database's clock.</summary>
    [Id(6)]
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>When the fence ended it; null while it is current.</summary>
    [Id(7)]
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>
    /// Since when <see cref="Access"/> is not fine, whatever the reason was first; null while it is. It ends nothing.
    /// </summary>
    [Id(8)]
    public DateTimeOffset? AccessLostAt { get; init; }

    /// <summary>
    /// Since when the shop's deliveries are this stay's, where that is before its start: a stay that a reset began also
    /// has those that the one before had not handled. Null: since <see cref="StartedAt"/>.
    /// </summary>
    [Id(9)]
    public DateTimeOffset? DeliveriesSince { get; init; }

    /// <summary>What Shopify makes of the token.</summary>
    [Id(10)]
    public AccessState Access { get; init; }

    /// <summary>When a check last told what access is worth, by our clock; null: none has yet.</summary>
    [Id(11)]
    public DateTimeOffset? AccessCheckedAt { get; init; }

    /// <summary>
    /// When the grant was asked for by which the merchant last authorized the app again, by our clock; null: not since
    /// the stay began. What was told of an end before that was of an earlier one.
    /// </summary>
    [Id(12)]
    public DateTimeOffset? ReauthorizedAt { get; init; }

    /// <summary>The installation, not the shop: Orleans writes messages into its log.</summary>
    public override string ToString() => $"Installation {Id}, generation {Generation}";
}

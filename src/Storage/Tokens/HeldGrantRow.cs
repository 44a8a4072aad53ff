using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Grains.Abstractions.Tokens;
using Shopkeeper.Shopify;

namespace Shopkeeper.Storage.Tokens;

/// <summary>What an installation's row says of its grant.</summary>
internal sealed record HeldGrantRow
{
    public InstallationId Id { get; init; }

    public ShopDomain Shop { get; init; } = null!;

    public byte[] DataKey { get; init; } = [];

    public byte[] GrantCiphertext { get; init; } = [];

    public long GrantVersion { get; init; }

    public DateTimeOffset? EndedAt { get; init; }

    public int AccessState { get; init; }

    public DateTimeOffset? RefreshDueAt { get; init; }

    public int RefreshRefusals { get; init; }

    public DateTimeOffset? RefreshRefusedFirstAt { get; init; }

    public DateTimeOffset? RefreshRefusedLastAt { get; init; }

    public int MigrationMark { get; init; }

    public long BusyFor { get; init; }

    public RefreshRefusals Refusals => new(RefreshRefusals, RefreshRefusedFirstAt, RefreshRefusedLastAt);

    public HeldGrant ToHeldGrant(Grant grant) => new()
    {
        Installation = Id,
        Shop = Shop,
        Grant = grant,
        Version = GrantVersion,
        EndedAt = EndedAt,
        Access = (AccessState)AccessState,
        BusyFor = TimeSpan.FromMilliseconds(BusyFor),
        Refusals = Refusals,
        RefreshDueAt = RefreshDueAt,
        Migration = (MigrationMark)MigrationMark,
    };
}

using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Shopify;
using Shopkeeper.Storage.Databases;

namespace Shopkeeper.Storage.Installations;

/// <summary>
/// Tells whether a grant was stored before. An install whose answer was lost brings its grant once more; by then the
/// stay that has it may have refreshed it, or may have ended with it. Two stays with one pair would refresh it from
/// under each other, and an older pair over the one that it bought is dead.
/// </summary>
internal sealed class GrantLineage(GrantCipher grants)
{
    /// <summary>True when the installation holds the grant, or a pair that descends from it.</summary>
    public async Task<bool> IsHeldAsync(DbSession session, InstallationId installation, Grant grant) =>
        grant.Origin is not null
        && await session.FindAsync<GrantRow>("installations/read-grant", new { installation }) is { } row
        && IsOf(grant, row);

    /// <summary>True when an ended stay of the shop still holds it, or a pair that descends from it.</summary>
    public async Task<bool> IsHeldByEndedAsync(DbSession session, ShopDomain shop, Grant grant) =>
        grant.Origin is not null
        && (await session.ListAsync<GrantRow>("installations/list-ended-grants", new { shop }))
            .Any(row => IsOf(grant, row));

    private bool IsOf(Grant grant, GrantRow row) =>
        grants.Decrypt(row.DataKey, row.Id, row.GrantCiphertext).Origin == grant.Origin;
}

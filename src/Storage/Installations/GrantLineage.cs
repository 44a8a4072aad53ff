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
    /// <summary>What the installation holds; null once it is destroyed.</summary>
    public async Task<Grant?> FindHeldAsync(DbSession session, InstallationId installation) =>
        await session.FindAsync<GrantRow>("installations/read-grant", new { installation }) is { } row
            ? Decrypt(row)
            : null;

    /// <summary>True when what is held is the grant, or a pair that descends from it.</summary>
    public static bool IsHeld(Grant grant, Grant? held) => grant.Origin is not null && held?.Origin == grant.Origin;

    /// <summary>True when an ended stay of the shop still holds it, or a pair that descends from it.</summary>
    public async Task<bool> IsHeldByEndedAsync(DbSession session, ShopDomain shop, Grant grant) =>
        grant.Origin is not null
        && (await session.ListAsync<GrantRow>("installations/list-ended-grants", new { shop }))
            .Any(row => IsHeld(grant, Decrypt(row)));

    private Grant Decrypt(GrantRow row) => grants.Decrypt(row.DataKey, row.Id, row.GrantCiphertext);
}

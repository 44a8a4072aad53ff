using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Storage.Databases;
using Shopkeeper.Storage.Installations;
using Shopkeeper.Storage.Teardowns;

namespace Shopkeeper.Storage.Tokens;

/// <summary>Writes a pair over the version of a grant that it replaces, in a transaction of the caller's.</summary>
internal sealed class GrantWriter(GrantCipher grants, ClaimedEnds ends)
{
    /// <summary>Writes; the data key was read before, because it never changes while a grant is held.</summary>
    /// <returns>False when the grant is another or none.</returns>
    public async Task<bool> StoreAsync(
        DbSession session, InstallationId installation, long version, Guid holder, byte[] dataKey, Grant grant)
    {
        var stored = await session.ExecuteAsync(
            "grants/store",
            new
            {
                installation,
                version,
                holder,
                grantCiphertext = grants.Encrypt(dataKey, installation, grant),
                scopes = grant.Scopes,
                grantSecret = grant.MintedBy,
                grantExpiresAt = grant.ExpiresAt,
                refreshDueAt = grant.RefreshDueAt,
            }) == 1;
        if (!stored) return false;
        await ends.ForgetProbesAsync(session, installation);
        await session.ExecuteAsync("installations/wake-jobs", new { installation });
        return true;
    }
}

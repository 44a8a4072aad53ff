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
                scopesAt = grant.AskedAt,
                grantSecret = grant.MintedBy,
                grantExpiresAt = grant.ExpiresAt,
                refreshDueAt = grant.RefreshDueAt,
            }) == 1;
        if (!stored) return false;
        await ends.ForgetProbesAsync(session, installation);
        await session.ExecuteAsync("subscription-checks/access-bought", new { installation });
        return true;
    }

    /// <summary>
    /// Wakes jobs that waited for a token; none once the installation has ended, whose teardown refreshes for itself.
    /// Behind the guard and after the transaction that writes the pair, which holds the installation's row: a purge
    /// locks jobs first. Cut off in between, the jobs come back at their own time.
    /// </summary>
    /// <exception cref="StorageUnavailableException">The pair is stored all the same.</exception>
    public static async Task WakeJobsAsync(
        Database database, InstallationId installation, CancellationToken cancellationToken)
    {
        try
        {
            await database.GuardedAsync(
                installation,
                session => session.ExecuteAsync("installations/wake-jobs", new { installation }),
                cancellationToken);
        }
        catch (InstallationEndedException)
        {
            // It has no jobs to wake any more.
        }
    }
}

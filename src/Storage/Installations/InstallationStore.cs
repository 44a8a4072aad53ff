using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Grains.Abstractions.Teardown;
using Shopkeeper.Shopify;
using Shopkeeper.Storage.Databases;
using Shopkeeper.Storage.Jobs;
using Shopkeeper.Storage.Keys;
using Shopkeeper.Storage.Teardowns;

namespace Shopkeeper.Storage.Installations;

/// <inheritdoc/>
internal sealed class InstallationStore(
    Database database,
    InstallationFence fences,
    ResetFence resets,
    GrantCipher grants,
    GrantLineage lineage,
    JobWriter jobs,
    DataKeys keys,
    TeardownRows teardowns,
    ClaimedEnds ends) : IInstallationStore
{
    public Task<Installation?> FindCurrentAsync(ShopDomain shop, CancellationToken cancellationToken) =>
        database.ReadAsync(session => FindCurrentAsync(session, shop), cancellationToken);

    public Task<Installation?> FindAsync(InstallationId installation, CancellationToken cancellationToken) =>
        database.ReadAsync(session => FindAsync(session, installation), cancellationToken);

    public Task<(bool Started, Installation Installation)> StartAsync(
        NewInstallation start, CancellationToken cancellationToken)
    {
        // All that costs time is done before the shop's lock is held.
        var dataKey = keys.NewWrapped();
        var grantCiphertext = grants.Encrypt(dataKey, start.Id, start.Grant);
        var profileCiphertext = grants.EncryptProfile(dataKey, start);
        var shopHash = teardowns.Hash(start.Shop);
        var cipher = new FieldCipher(keys, start.Id, dataKey);
        return database.WriteAsync<(bool, Installation)>(
            async session =>
            {
                await session.LockShopAsync(start.Shop);
                if (await FindCurrentAsync(session, start.Shop) is { } current) return (false, current);
                if (await lineage.IsHeldByEndedAsync(session, start.Shop, start.Grant)) throw new GrantSpentException();
                await UseIntentAsync(session, start.Intent);
                var generation = await session.FindAsync<int>("installations/next-generation", new { shopHash });
                await session.ExecuteAsync(
                    "installations/insert",
                    new
                    {
                        id = start.Id,
                        shop = start.Shop,
                        shopHash,
                        shopId = start.ShopId,
                        generation,
                        appInstallationId = start.AppInstallationId,
                        scopes = start.Grant.Scopes,
                        scopesAt = start.Grant.AskedAt,
                        grantCiphertext,
                        grantSecret = start.Grant.MintedBy,
                        grantExpiresAt = start.Grant.ExpiresAt,
                        refreshDueAt = start.Grant.RefreshDueAt,
                        profileCiphertext,
                        dataKey,
                    });
                await session.ExecuteAsync("subscription-checks/begin", new { installation = start.Id });
                foreach (var job in start.Jobs) await jobs.InsertAsync(session, cipher, start.Id, job);
                return (true, (await FindAsync(session, start.Id))!);
            },
            cancellationToken);
    }

    public async Task<Installation> SwapGrantAsync(GrantSwap swap, CancellationToken cancellationToken)
    {
        var installation = swap.Installation;
        var dataKey = await database.ReadAsync(
            session => session.FindAsync<byte[]>("installations/read-data-key", new { installation }),
            cancellationToken)
            ?? throw new InstallationEndedException(installation);
        var grantCiphertext = grants.Encrypt(dataKey, installation, swap.Grant);
        var swapped = new
        {
            installation,
            version = swap.Version,
            grantCiphertext,
            grantSecret = swap.Grant.MintedBy,
            grantExpiresAt = swap.Grant.ExpiresAt,
            refreshDueAt = swap.Grant.RefreshDueAt,
            appInstallationId = swap.AppInstallationId,
            scopes = swap.Grant.Scopes,
            scopesAt = swap.Grant.AskedAt,
        };
        return await database.GuardedAsync(
            installation,
            async session =>
            {
                var held = await lineage.FindHeldAsync(session, installation);
                if (GrantLineage.IsHeld(swap.Grant, held))
                {
                    await RemoveIntentAsync(session, swap.Intent);
                }
                else
                {
                    // What is kept tells of no repetition, and one is let through: it overwrites nothing.
                    var isSame = held?.AccessToken.Equals(swap.Grant.AccessToken) == true;
                    if (isSame && await session.ExecuteAsync("installations/keep-asked-grant", swapped) == 1)
                        await RemoveIntentAsync(session, swap.Intent);
                    else
                        await SwapAsync(session, swap.Intent, swapped);
                    await session.ExecuteAsync("subscription-checks/access-regained", new { installation });
                    await session.ExecuteAsync("installations/wake-jobs", new { installation });
                    await ends.ConfirmAnewAsync(session, (await FindAsync(session, installation))!);
                }

                return (await FindAsync(session, installation))!;
            },
            cancellationToken);
    }

    public Task<FenceResult> FenceAsync(Fence fence, CancellationToken cancellationToken) =>
        fence switch
        {
            { Kind: TeardownKind.Reset, Successor: { } successor, Limit: null } =>
                resets.ResetAsync(fence, successor, cancellationToken),
            { Kind: TeardownKind.Uninstall, Successor: null } => fences.EndAsync(fence, cancellationToken),
            _ => throw new ArgumentException(
                "A reset has a successor and counts against no limit, and only a reset has one.", nameof(fence)),
        };

    public async Task<Grant?> ReadGrantAsync(InstallationId installation, CancellationToken cancellationToken)
    {
        var row = await database.ReadAsync(
            session => session.FindAsync<GrantRow>("installations/read-grant", new { installation }),
            cancellationToken);
        return row is null ? null : grants.Decrypt(row.DataKey, installation, row.GrantCiphertext);
    }

    public async Task<bool> DestroyGrantAsync(InstallationId installation, CancellationToken cancellationToken) =>
        await database.StatementAsync(
            session => session.ExecuteAsync("installations/destroy-grant", new { installation }),
            cancellationToken) == 1;

    public Task SetAccessAsync(
        InstallationId installation, AccessState state, DateTimeOffset since, CancellationToken cancellationToken) =>
        database.GuardedAsync(
            installation,
            async session =>
            {
                if (state == AccessState.Fine)
                    await session.ExecuteAsync("subscription-checks/access-regained", new { installation });
                await session.ExecuteAsync(
                    "installations/set-access", new { installation, state = (int)state, since });
                if (state == AccessState.Fine)
                    await session.ExecuteAsync("installations/wake-jobs", new { installation });
            },
            cancellationToken);

    public async Task<bool> UpdateScopesAsync(
        InstallationId installation, string scopes, DateTimeOffset at, CancellationToken cancellationToken) =>
        await database.GuardedAsync(
            installation,
            async session =>
            {
                var args = new { installation, scopes, at };
                if (await session.ExecuteAsync("installations/update-scopes", args) == 0) return false;
                await session.ExecuteAsync("subscription-checks/scopes-changed", args);
                return true;
            },
            cancellationToken);

    public async Task<(int Unattested, int Current)> CountEndsAsync(
        DateTimeOffset since, CancellationToken cancellationToken)
    {
        var row = await database.ReadAsync(
            session => session.FindAsync<EndsRow>("installations/count-ends", new { since }), cancellationToken);
        return (row!.Unattested, row.Current);
    }

    // While the intent lasts, no teardown's call has been let through since before the grant was obtained. Behind the
    // shop's lock, or the guard, none is let through until the stay can be seen, should it run out before the commit.
    private static async Task UseIntentAsync(DbSession session, Guid? intent)
    {
        if (intent is not null && await session.ExecuteAsync("permits/use-intent", new { intent }) == 0)
            throw new InstallExpiredException();
    }

    private static async Task RemoveIntentAsync(DbSession session, Guid? intent)
    {
        if (intent is not null) await session.ExecuteAsync("permits/remove-intent", new { intent });
    }

    private static async Task SwapAsync(DbSession session, Guid? intent, object swapped)
    {
        await UseIntentAsync(session, intent);
        if (await session.ExecuteAsync("installations/swap-grant", swapped) == 0) throw new GrantMovedException();
    }

    private static async Task<Installation?> FindCurrentAsync(DbSession session, ShopDomain shop) =>
        (await session.FindAsync<InstallationRow>("installations/find-current", new { shop }))?.ToInstallation();

    private static async Task<Installation?> FindAsync(DbSession session, InstallationId installation) =>
        (await session.FindAsync<InstallationRow>("installations/find", new { installation }))?.ToInstallation();

    private sealed record EndsRow
    {
        public int Unattested { get; init; }

        public int Current { get; init; }
    }
}

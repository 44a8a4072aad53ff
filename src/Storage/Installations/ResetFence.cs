using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Storage.Billing;
using Shopkeeper.Storage.Databases;
using Shopkeeper.Storage.Jobs;
using Shopkeeper.Storage.Keys;
using Shopkeeper.Storage.Teardowns;

namespace Shopkeeper.Storage.Installations;

/// <summary>
/// The one transaction of a reset: it ends an installation, opens its teardown, and begins the stay that takes over
/// grant, subscriptions of both kinds and unhandled deliveries.
/// </summary>
internal sealed class ResetFence(
    Database database,
    TeardownOpening openings,
    GrantCipher grants,
    JobWriter jobs,
    DataKeys keys,
    TeardownRows teardowns)
{
    public async Task<FenceResult> ResetAsync(Fence fence, Successor successor, CancellationToken cancellationToken)
    {
        // All that costs time is done before the locks are held: the new key, and unwrapping the one that is left.
        var installation = fence.Installation;
        var dataKey = keys.NewWrapped();
        var held = await database.ReadAsync(
            session => session.FindAsync<GrantRow>("installations/read-grant", new { installation }),
            cancellationToken);
        if (held is not null) grants.Decrypt(held.DataKey, installation, held.GrantCiphertext);
        return await database.WriteAsync(
            session => ResetAsync(session, fence, successor, dataKey), cancellationToken);
    }

    private async Task<FenceResult> ResetAsync(DbSession session, Fence fence, Successor successor, byte[] dataKey)
    {
        // The shop's lock first, as for every stay that begins; then no guarded write is inside any more.
        await session.LockShopAsync(successor.Shop);
        await session.LockInstallationAsync(fence.Installation);
        if (await DecideAsync(session, fence, successor) is { } decided) return decided;
        var ended = await session.FindAsync<EndedRow>(
            "installations/end", new { installation = fence.Installation, cause = (int)fence.Cause });
        var teardown = await openings.OpenAsync(session, fence, ended!);
        await BeginAsync(session, fence.Installation, successor, ended!, dataKey);
        await HandOverAsync(session, fence.Installation, successor);
        var begun = await session.FindAsync<InstallationRow>("installations/find", new { installation = successor.Id });
        return new FenceResult(FenceOutcome.Ended, teardown, begun!.ToInstallation());
    }

    /// <summary>Null when there is something to reset.</summary>
    private async Task<FenceResult?> DecideAsync(DbSession session, Fence fence, Successor successor)
    {
        var installation = fence.Installation;
        var order = await session.FindAsync<Guid?>("installations/find-order", new { teardown = fence.TeardownId });
        if (order is { } carriedOut) return new FenceResult(FenceOutcome.AlreadyEnded, carriedOut);
        var row = await session.FindAsync<InstallationRow>("installations/find", new { installation });
        if (row is null) return new FenceResult(FenceOutcome.Unknown, Guid.Empty);
        if (row.EndedAt is not null) throw new InstallationEndedException(installation);
        if (row.Shop != successor.Shop)
            throw new ArgumentException("The successor is of another shop.", nameof(successor));

        // While the reset that began this stay is under way, there is nothing in it that asks for another.
        var shopHash = teardowns.Hash(successor.Shop);
        var ofShop = await teardowns.ListAsync(session, "teardowns/list-of-shop", new { shopHash });
        if (ofShop.FirstOrDefault(record => record.Successor == installation) is { } running)
            return new FenceResult(FenceOutcome.AlreadyEnded, running.Id);

        // Whoever claims that the merchant uninstalled may be right: then nothing is to be taken over.
        if (ofShop.FirstOrDefault(record => record.Installation == installation) is { } claimed)
            return new FenceResult(FenceOutcome.EndPending, claimed.Id);
        return await session.FindAsync<InstallationId?>("reset/find-asked", new { installation }) is null
            ? null
            : new FenceResult(FenceOutcome.GrantBusy, Guid.Empty);
    }

    private async Task BeginAsync(
        DbSession session, InstallationId installation, Successor successor, EndedRow ended, byte[] dataKey)
    {
        var held = await session.FindAsync<GrantRow>("reset/read-grant", new { installation })
            ?? throw new InvalidOperationException($"Installation {installation} is current and holds no grant.");
        var grant = grants.Decrypt(held.DataKey, installation, held.GrantCiphertext);
        var generation =
            await session.FindAsync<int>("installations/next-generation", new { shopHash = ended.ShopHash });
        await session.ExecuteAsync(
            "reset/begin",
            new
            {
                installation,
                successor = successor.Id,
                generation,
                grantCiphertext = grants.Encrypt(dataKey, successor.Id, grant),
                dataKey,
            });
        await session.ExecuteAsync("subscription-checks/begin", new { installation = successor.Id });
        await session.ExecuteAsync("installations/destroy-grant", new { installation });
        var cipher = new FieldCipher(keys, successor.Id, dataKey);
        foreach (var job in successor.Jobs) await jobs.InsertAsync(session, cipher, successor.Id, job);
        await SubscriptionHandover.MoveAsync(
            session, installation, new FieldCipher(keys, installation, held.DataKey), successor.Id, cipher);
    }

    private static async Task HandOverAsync(DbSession session, InstallationId installation, Successor successor)
    {
        var args = new { installation, successor = successor.Id, shop = successor.Shop };
        await session.ExecuteAsync("reset/move-subscriptions", args);
        await session.ExecuteAsync("reset/move-deliveries", args);
        await session.ExecuteAsync("reset/keep-dead-letters", args);
        await session.ExecuteAsync("compliance/move-to-successor", args);
    }
}

using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Grains.Abstractions.Teardown;
using Shopkeeper.Storage.Billing;
using Shopkeeper.Storage.Databases;
using Shopkeeper.Storage.Keys;
using Shopkeeper.Storage.Teardowns;

namespace Shopkeeper.Storage.Installations;

/// <summary>
/// The part of a fence that has the teardown follow: its row is inserted as running, or turned from confirming to it.
/// </summary>
internal sealed class TeardownOpening(IRingCipher ring)
{
    /// <returns>The teardown's id.</returns>
    public async Task<Guid> OpenAsync(DbSession session, Fence fence, EndedRow ended)
    {
        var key = new { installation = fence.Installation };
        var open = await session.FindAsync<TeardownRow>("installations/find-teardown", key);
        var installation = (await session.FindAsync<InstallationRow>("installations/find", key))!.ToInstallation();
        var before = open is null
            ? New(fence, installation, ended.EndedAt)
            : TeardownPayload.Unprotect(ring, open.Payload);
        var billing = await session.ListAsync<StoredStatusCount>("app-subscriptions/count-by-status", key);
        var record = before with
        {
            // An operator's order is known again by its own id, also where a claim was open: else whoever repeats it
            // once the merchant is back would end the next stay.
            Id = fence.Cause == EndCause.Operator ? fence.TeardownId : before.Id,
            Kind = fence.Kind,
            Successor = fence.Successor?.Id,
            Status = TeardownStatus.Running,
            Cause = fence.Cause,
            Evidence = fence.Evidence,
            Billing = [.. billing.Select(row => row.ToCount())],
            EndedAt = ended.EndedAt,
            NextAttemptAt = ended.EndedAt,
            StalledBecause = null,
            Version = (open?.Version ?? 0) + 1,
        };
        await session.ExecuteAsync(
            open is null ? "installations/open-teardown" : "installations/run-teardown",
            new
            {
                id = record.Id,
                installation = record.Installation,
                shopHash = ended.ShopHash,
                generation = record.Generation,
                status = (int)record.Status,
                nextAttemptAt = record.NextAttemptAt,
                version = record.Version,
                bodyHash = record.BodyHash,
                openedAt = record.OpenedAt,
                endedAt = record.EndedAt,
                payload = TeardownPayload.Protect(ring, record),
            });
        return record.Id;
    }

    private static TeardownRecord New(Fence fence, Installation installation, DateTimeOffset at) => new()
    {
        Id = fence.TeardownId,
        Installation = installation.Id,
        Shop = installation.Shop,
        ShopId = installation.ShopId,
        Generation = installation.Generation,
        Status = TeardownStatus.Running,
        Cause = fence.Cause,
        OpenedAt = at,
        StartedAt = installation.StartedAt,
    };

    private sealed record TeardownRow
    {
        public long Version { get; init; }

        public byte[] Payload { get; init; } = [];
    }
}

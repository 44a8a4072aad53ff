using System.Security.Cryptography;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Grains.Abstractions.Teardown;
using Shopkeeper.Storage.Databases;
using Shopkeeper.Storage.Keys;
using Shopkeeper.Storage.Teardowns;

namespace Shopkeeper.Storage.Installations;

/// <summary>The one transaction that ends an installation.</summary>
internal sealed class InstallationFence(Database database, IRingCipher ring)
{
    // The limit on unattested ends looks back an hour; a week leaves room for other measures.
    private static readonly TimeSpan UnattestedKept = TimeSpan.FromDays(7);

    public Task<FenceResult> EndAsync(Fence fence, CancellationToken cancellationToken) =>
        database.WriteAsync(session => EndAsync(session, fence), cancellationToken);

    private async Task<FenceResult> EndAsync(DbSession session, Fence fence)
    {
        var isUnattested = fence.Cause is EndCause.EndedBeforeReinstall or EndCause.AppNotInstalled;
        if (isUnattested || fence.Limit is not null) await session.LockUnattestedEndsAsync();

        // Before anything is written: from here on no guarded write for the installation is inside, and none comes in
        // before the commit.
        await session.LockInstallationAsync(fence.Installation);
        if (fence.Limit is { } limit && await IsHeldBackAsync(session, fence.Installation, limit))
            return new FenceResult(FenceOutcome.HeldBack, Guid.Empty);
        var ended = await session.FindAsync<EndedRow>(
            "installations/end", new { installation = fence.Installation, cause = (int)fence.Cause });
        if (ended is null)
        {
            var known = await session.FindAsync<Guid?>(
                "installations/find-teardown-id", new { installation = fence.Installation });
            return known is { } teardownId
                ? new FenceResult(FenceOutcome.AlreadyEnded, teardownId)
                : new FenceResult(FenceOutcome.Unknown, Guid.Empty);
        }

        var teardown = await OpenTeardownAsync(session, fence, ended);
        if (isUnattested) await NoteUnattestedAsync(session, ended.EndedAt);
        return new FenceResult(FenceOutcome.Ended, teardown);
    }

    // An installation that is unknown or has ended is not held back: it has its own answer.
    private static async Task<bool> IsHeldBackAsync(DbSession session, InstallationId installation, FenceLimit limit)
    {
        var row = await session.FindAsync<InstallationRow>("installations/find", new { installation });
        if (row is not { EndedAt: null }) return false;
        var window = (long)limit.Window.TotalMilliseconds;
        return await session.FindAsync<long>("installations/count-unattested", new { window }) >= limit.Maximum;
    }

    private static async Task NoteUnattestedAsync(DbSession session, DateTimeOffset endedAt)
    {
        await session.ExecuteAsync("installations/forget-unattested", new { before = endedAt - UnattestedKept });

        // An id of its own: the teardown's would lead to the certificate, and so to the shop.
        var id = new Guid(RandomNumberGenerator.GetBytes(16));
        await session.ExecuteAsync("installations/note-unattested", new { id, endedAt });
    }

    private async Task<Guid> OpenTeardownAsync(DbSession session, Fence fence, EndedRow ended)
    {
        var key = new { installation = fence.Installation };
        var open = await session.FindAsync<TeardownRow>("installations/find-teardown", key);
        var installation = (await session.FindAsync<InstallationRow>("installations/find", key))!.ToInstallation();
        var before = open is null
            ? New(fence, installation, ended.EndedAt)
            : TeardownPayload.Unprotect(ring, open.Payload);
        var record = before with
        {
            Kind = fence.Kind,
            Status = TeardownStatus.Running,
            Cause = fence.Cause,
            Evidence = fence.Evidence,
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

    private sealed record EndedRow
    {
        public byte[] ShopHash { get; init; } = [];

        public DateTimeOffset EndedAt { get; init; }
    }

    private sealed record TeardownRow
    {
        public long Version { get; init; }

        public byte[] Payload { get; init; } = [];
    }
}

using System.Security.Cryptography;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Grains.Abstractions.Teardown;
using Shopkeeper.Storage.Databases;

namespace Shopkeeper.Storage.Installations;

/// <summary>The one transaction that ends an installation.</summary>
internal sealed class InstallationFence(Database database, TeardownOpening openings)
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

        // An operator's order names no stay, so the one that it is repeated for may be the next: it was for the first.
        if (fence.Cause == EndCause.Operator && await FindOrderAsync(session, fence) is { } carriedOut)
            return new FenceResult(FenceOutcome.AlreadyEnded, carriedOut);
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

        var teardown = await openings.OpenAsync(session, fence, ended);
        if (isUnattested) await NoteUnattestedAsync(session, ended.EndedAt);
        return new FenceResult(FenceOutcome.Ended, teardown);
    }

    private static Task<Guid?> FindOrderAsync(DbSession session, Fence fence) =>
        session.FindAsync<Guid?>("installations/find-order", new { teardown = fence.TeardownId });

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
}

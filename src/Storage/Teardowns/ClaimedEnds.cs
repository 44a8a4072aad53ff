using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Grains.Abstractions.Teardown;
using Shopkeeper.Grains.Abstractions.Webhooks;
using Shopkeeper.Storage.Databases;

namespace Shopkeeper.Storage.Teardowns;

/// <summary>
/// What becomes of a claimed end when its installation gets other tokens, inside the transaction that stores them.
/// </summary>
internal sealed class ClaimedEnds(TeardownRows teardowns, TimeProvider time)
{
    /// <summary>
    /// A new grant: a 401 to the token before says nothing about this one, so the end is to be confirmed anew.
    /// </summary>
    public Task ConfirmAnewAsync(DbSession session, Installation reauthorized) => ChangeAsync(
        session, reauthorized.Id, claimed => ConfirmedAnew(claimed, reauthorized.ReauthorizedAt));

    /// <summary>
    /// A refreshed pair: what Shopify answered to the one before is forgotten. An end that stands stalled stays so: its
    /// token was fine all the time.
    /// </summary>
    public Task ForgetProbesAsync(DbSession session, InstallationId installation) => ChangeAsync(
        session, installation, claimed => claimed.Probes.Count == 0 && !IsDenied(claimed)
            ? claimed
            : claimed with { Probes = [], Evidence = StillTold(claimed) });

    // That Shopify knew no installation is denied by the tokens that it has just given: nothing is left of that claim.
    // The row is locked, so that a probe that is saved at this moment is either cleared here or refused after it.
    private async Task ChangeAsync(
        DbSession session, InstallationId installation, Func<TeardownRecord, TeardownRecord> change)
    {
        var claimed = await teardowns.FindAsync(session, "teardowns/lock-by-installation", new { installation });
        if (claimed is not { EndedAt: null }) return;
        if (claimed.Cause == EndCause.AppNotInstalled)
        {
            await DropAsync(session, claimed);
            return;
        }

        var changed = change(claimed);
        if (!ReferenceEquals(changed, claimed)) await SaveAsync(session, changed);
    }

    private TeardownRecord ConfirmedAnew(TeardownRecord claimed, DateTimeOffset? reauthorizedAt) => claimed with
    {
        Evidence = StillTold(claimed),
        ReauthorizedAt = reauthorizedAt,
        Status = TeardownStatus.Confirming,
        Probes = [],
        StalledBecause = null,
        NextAttemptAt = time.GetUtcNow(),
        ConfirmingSince = time.GetUtcNow(),
    };

    // Where a delivery claims the same, its word stays, and the token endpoint's goes.
    private static IReadOnlyList<string> StillTold(TeardownRecord claimed) =>
        [.. claimed.Evidence.Where(evidence => evidence != EndEvidence.AppNotInstalled)];

    private static bool IsDenied(TeardownRecord claimed) =>
        claimed.Evidence.Contains(EndEvidence.AppNotInstalled, StringComparer.Ordinal);

    private async Task SaveAsync(DbSession session, TeardownRecord changed)
    {
        if (await teardowns.SaveAsync(session, changed) is null)
            throw new InvalidOperationException("A teardown's row and its payload tell different versions.");
    }

    private static async Task DropAsync(DbSession session, TeardownRecord claimed)
    {
        await session.ExecuteAsync("teardowns/delete-unended", new { claimed.Id, claimed.Version });
        await TeardownRows.SetVerdictsAsync(session, claimed, (int)Verdict.Superseded);
    }
}

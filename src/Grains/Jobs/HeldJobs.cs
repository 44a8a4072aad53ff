using Microsoft.Extensions.Options;
using Shopkeeper.Grains.Abstractions.Jobs;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Grains.Participants;
using Shopkeeper.Grains.Teardown;

namespace Shopkeeper.Grains.Jobs;

/// <summary>
/// Puts off jobs that write to a participant keyed by shop while an earlier stay of their shop is not yet erased there.
/// Once it is, no later stay's end changes that for the stay that asks, so a job that was let go is not taken back.
/// </summary>
internal sealed class HeldJobs(
    IJobStore jobs,
    IInstallationStore installations,
    ParticipantDeclarations declarations,
    ParticipantHolds holds,
    IOptions<TeardownOptions> options)
{
    /// <summary>Puts off those of the installation that are due and have to wait.</summary>
    /// <returns>The kinds that have to wait, those of jobs that come due meanwhile included.</returns>
    /// <exception cref="InstallationEndedException">The installation has ended.</exception>
    public async Task<IReadOnlyList<string>> PutOffAsync(
        InstallationId installation, CancellationToken cancellationToken)
    {
        if (!declarations.Jobs.Values.Any(holds.MayHold)) return [];
        if (await installations.FindAsync(installation, cancellationToken) is not { } stay) return [];
        var held = (await holds.FindAsync(stay.Shop, stay.Generation, cancellationToken))
            .Select(hold => hold.Participant).ToHashSet(StringComparer.Ordinal);
        if (held.Count == 0) return [];
        string[] kinds = [.. declarations.Jobs.Where(job => job.Value.Any(held.Contains)).Select(job => job.Key)];
        if (kinds is not [])
            await jobs.PutOffAsync(installation, kinds, options.Value.HoldPoll, cancellationToken);
        return kinds;
    }
}

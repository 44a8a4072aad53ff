using Microsoft.Extensions.Options;
using Shopkeeper.Grains.Abstractions;
using Shopkeeper.Grains.Abstractions.Lifecycle;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Grains.Access;

namespace Shopkeeper.Grains.Polling;

/// <summary>
/// Shops to be asked whether they still take their token: an uninstall whose delivery never came, a frozen shop that is
/// open again. Each is planned in its row, so that a restart neither loses nor repeats a round.
/// </summary>
internal sealed class DueAccessChecks(
    IAccessChecks checks,
    IInstallationStore installations,
    IGrainFactory grains,
    AccessMetrics metrics,
    IOptions<AccessOptions> options,
    TimeProvider clock) : IDueWork<InstallationId>
{
    // Longer than a check takes with its wait for the shop's budget.
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(3);

    /// <inheritdoc/>
    public WorkKind Kind => WorkKind.AccessChecks;

    /// <inheritdoc/>
    public async Task<IReadOnlyList<InstallationId>> FindDueAsync(int limit, CancellationToken cancellationToken)
    {
        if (options.Value.CheckEvery == TimeSpan.Zero) return [];
        foreach (var stay in await checks.FindUnplannedAsync(limit, cancellationToken))
        {
            var delay = AccessRules.FirstCheck(stay, clock.GetUtcNow(), options.Value);
            await checks.ScheduleAsync(stay, delay, cancellationToken);
        }

        return await checks.ClaimAsync(
            new AccessCheckClaim(limit, options.Value.ChecksPerMinute, Lease), cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<bool> PokeAsync(InstallationId key, CancellationToken cancellationToken)
    {
        var asked = clock.GetUtcNow();
        try
        {
            await grains.GetGrain<IGrantKeeper>(key.Value).CheckAsync(cancellationToken);
        }
        catch (InstallationEndedException)
        {
            // It ended meanwhile: there is nothing left to ask about.
            return false;
        }

        if (await installations.FindAsync(key, cancellationToken) is not { EndedAt: null } stay) return false;
        var now = clock.GetUtcNow();
        var answered = stay.AccessCheckedAt >= asked || !AccessRules.NeedsProbe(stay, now, options.Value);
        metrics.CountCheck(answered ? stay.Access : null);
        await checks.ScheduleAsync(stay, AccessRules.NextCheck(stay, answered, now, options.Value), cancellationToken);
        return false;
    }
}

using Microsoft.Extensions.Options;
using Shopkeeper.Grains.Abstractions;
using Shopkeeper.Grains.Abstractions.Jobs;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Grains.Abstractions.Webhooks;
using Shopkeeper.Grains.Subscriptions;

namespace Shopkeeper.Grains.Polling;

/// <summary>
/// Shops whose subscriptions are due to be compared: each gets its job, and no more of them at once than may wait or
/// run. A silo of an older release finds none.
/// </summary>
internal sealed class DueSubscriptions(
    ISubscriptionChecks checks,
    WantedSet wanted,
    IOptions<SubscriptionOptions> options,
    IWorkSignals signals,
    TimeProvider clock)
    : IDueWork<InstallationId>
{
    /// <inheritdoc/>
    public WorkKind Kind => WorkKind.Subscriptions;

    /// <inheritdoc/>
    public Task<IReadOnlyList<InstallationId>> FindDueAsync(int limit, CancellationToken cancellationToken) =>
        checks.FindDueAsync(
            wanted.Hash, ReconcileWebhooks.KindName, options.Value.Reconcile.OpenLimit, limit, cancellationToken);

    /// <inheritdoc/>
    public async Task<bool> PokeAsync(InstallationId key, CancellationToken cancellationToken)
    {
        var job = new NewJob
        {
            Id = Guid.CreateVersion7(clock.GetUtcNow()),
            Kind = ReconcileWebhooks.KindName,
            Arguments = "{}",
        };
        try
        {
            if (await checks.TakeAsync(key, job, options.Value.Reconcile.RetryAfter, cancellationToken))
                signals.Notify(WorkKind.Jobs);
        }
        catch (InstallationEndedException)
        {
            // Its row goes with its data.
        }

        return false;
    }
}

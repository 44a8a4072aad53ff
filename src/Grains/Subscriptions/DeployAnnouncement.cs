using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Shopkeeper.Grains.Abstractions.Webhooks;
using Shopkeeper.Grains.Polling;

namespace Shopkeeper.Grains.Subscriptions;

/// <summary>
/// At start: announces what this release wants, and marks the shops that were last compared with something else, batch
/// by batch and spread over time. Marking again, after a crash in between, marks what is left.
/// </summary>
internal sealed partial class DeployAnnouncement(
    ISubscriptionChecks checks,
    WantedSet wanted,
    IOptions<SubscriptionOptions> options,
    TimeProvider clock,
    ILogger<DeployAnnouncement> logger)
    : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (!await TryAnnounceAsync(stoppingToken)) await Task.Delay(Pause, clock, stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Asked to stop: the next start goes on.
        }
    }

    private async Task<bool> TryAnnounceAsync(CancellationToken cancellationToken)
    {
        try
        {
            await checks.AnnounceAsync(wanted.Hash, cancellationToken);
            var spread = options.Value.Reconcile.DeployWithin;
            var marked = 0;
            while (await checks.MarkOutdatedAsync(wanted.Hash, spread, cancellationToken) is > 0 and var batch)
                marked += batch;
            if (marked > 0) LogMarked(marked, spread);
            return true;
        }
        catch (Exception fault) when (!cancellationToken.IsCancellationRequested)
        {
            // Thrown on, it would stop the host.
            LogNotAnnounced(FaultCode.Of(fault));
            return false;
        }
    }
}

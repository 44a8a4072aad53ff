using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Shopkeeper.Grains.Abstractions.Operations;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Grains.Abstractions.Webhooks;
using Shopkeeper.Grains.Webhooks;

namespace Shopkeeper.Grains.Polling;

/// <summary>
/// Drops delivery ids, finished jobs, logs and dead letters that are older than they are kept, now and then. Several
/// silos at once do no harm.
/// </summary>
internal sealed partial class OldIdsDropper(
    IWebhookInbox inbox,
    IRetention retention,
    IOptions<WebhooksOptions> options,
    TimeProvider clock,
    ILogger<OldIdsDropper> logger)
    : BackgroundService
{
    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.Value.DropIdsEvery, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
                await DropAsync(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Asked to stop; what is left is dropped another time.
        }
    }

    private async Task DropAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (await inbox.DropOldIdsAsync(cancellationToken) > 0)
            {
                // Batch by batch, so that no transaction grows long.
            }

            while (await retention.DropOldAsync(cancellationToken) > 0)
            {
                // As above.
            }
        }
        catch (StorageUnavailableException fault)
        {
            LogFailed(fault.Code);
        }
    }
}

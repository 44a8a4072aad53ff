using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Shopkeeper.Grains.Abstractions;
using Shopkeeper.Grains.Abstractions.Compliance;
using Shopkeeper.Grains.Polling;

namespace Shopkeeper.Grains.Compliance;

/// <summary>
/// Looks now and then for installations that were uninstalled and whose <c>shop/redact</c> never came, and opens one in
/// its place. Several silos at once open no more than one for each.
/// </summary>
internal sealed partial class RedactWatchdog(
    IComplianceStore store, IWorkSignals signals, IOptions<ComplianceOptions> options, TimeProvider time,
    ILogger<RedactWatchdog> logger) : BackgroundService
{
    private const int BatchRows = 100;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.Value.WatchEvery, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken)) await LookAsync(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Asked to stop; what is missing is found another time.
        }
    }

    private async Task LookAsync(CancellationToken cancellationToken)
    {
        try
        {
            var opened = 0;
            int batch;
            do
            {
                batch = await store.WatchAsync(options.Value.RedactExpectedWithin, BatchRows, cancellationToken);
                opened += batch;
            }
            while (batch == BatchRows);

            if (opened == 0) return;
            LogOpened(opened);
            signals.Notify(WorkKind.Compliance);
        }
        catch (Exception fault) when (!cancellationToken.IsCancellationRequested)
        {
            // Thrown on, it would stop the host; what is missing is looked for again.
            LogFailed(FaultCode.Of(fault));
        }
    }
}

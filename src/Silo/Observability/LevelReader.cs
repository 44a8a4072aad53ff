using Microsoft.Extensions.Options;
using Shopkeeper.Grains.Abstractions.Operations;
using Shopkeeper.Grains.Abstractions.Shops;

namespace Shopkeeper.Silo.Observability;

/// <summary>
/// Reads the levels now and then, for the gauges and the readiness check, and says in the log, again and again, that a
/// clean-up is incomplete: a teardown that stands still makes no noise by itself.
/// </summary>
internal sealed partial class LevelReader(
    IWorkLevels levels,
    LevelGauges gauges,
    IOptions<TelemetryOptions> options,
    TimeProvider clock,
    ILogger<LevelReader> logger)
    : BackgroundService
{
    private DateTimeOffset _saidAt;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.Value.LevelsEvery, clock);
        try
        {
            do await ReadAsync(stoppingToken);
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The service stops.
        }
    }

    private async Task ReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            var read = await levels.ReadAsync(cancellationToken);
            gauges.Show(read);
            Say(read);
        }
        catch (Exception fault) when (!cancellationToken.IsCancellationRequested)
        {
            // Gauges that can't be read are no reason for a silo to stop, whatever the fault.
            LogUnread(fault is StorageUnavailableException down ? down.Code : fault.GetType().Name);
        }
    }

    private void Say(WorkLevels read)
    {
        var patience = options.Value.OverdueAfter;
        var isOld = read.OldestEnd is { } end && read.At - end > patience;
        if (read.TeardownsStalled == 0 && !isOld && read.Overdue <= patience)
        {
            _saidAt = default;
            return;
        }

        if (clock.GetUtcNow() - _saidAt < patience) return;
        _saidAt = clock.GetUtcNow();
        LogIncomplete(
            read.TeardownsStalled, read.TeardownsRunning, read.TeardownsConfirming, read.OldestEnd,
            (long)read.Overdue.TotalSeconds);
    }
}

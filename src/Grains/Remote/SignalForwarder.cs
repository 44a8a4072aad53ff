using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Shopkeeper.Grains.Abstractions;
using Shopkeeper.Grains.Abstractions.Polling;
using Shopkeeper.Grains.Jobs;

namespace Shopkeeper.Grains.Remote;

/// <summary>
/// In a process without pollers: passes signals on to a silo. Signals of a kind that come while one is on its way are
/// one signal. Where no silo answers it is dropped: the work is recorded, and polled for.
/// </summary>
internal sealed partial class SignalForwarder(
    IWorkSignals signals, IGrainFactory grains, TimeProvider clock, ILogger<SignalForwarder> logger)
    : BackgroundService
{
    // By then a poller has found the work anyway.
    private static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(2);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(Enum.GetValues<WorkKind>().Select(kind => ForwardAsync(kind, stoppingToken)));

    private async Task ForwardAsync(WorkKind kind, CancellationToken stoppingToken)
    {
        try
        {
            while (true)
            {
                await signals.WaitAsync(kind, Timeout.InfiniteTimeSpan, stoppingToken);
                var failure = await Boundary.TryAsync(() => grains.GetGrain<ISiloSignals>(0).NotifyAsync(kind)
                    .WaitAsync(AnswerLimit, clock, stoppingToken));
                if (failure is not null) LogNotForwarded(kind, FailureCode.Of(failure));
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Asked to stop.
        }
    }
}

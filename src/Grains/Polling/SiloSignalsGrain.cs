using Orleans.Concurrency;
using Shopkeeper.Grains.Abstractions;
using Shopkeeper.Grains.Abstractions.Polling;

namespace Shopkeeper.Grains.Polling;

/// <summary>Passes a front end's signal on to the pollers of the silo that it arrives at.</summary>
[StatelessWorker(1)]
internal sealed class SiloSignalsGrain(IWorkSignals signals) : Grain, ISiloSignals
{
    public Task NotifyAsync(WorkKind kind)
    {
        signals.Notify(kind);
        return Task.CompletedTask;
    }

    public Task PingAsync() => Task.CompletedTask;
}

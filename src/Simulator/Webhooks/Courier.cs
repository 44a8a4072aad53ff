using System.Collections.Concurrent;
using Shopkeeper.Simulator.Control;
using Shopkeeper.Simulator.Shops;

namespace Shopkeeper.Simulator.Webhooks;

/// <summary>
/// Brings deliveries to the app, with delays and retries, each with the body and to the address it began with.
/// </summary>
/// <remarks>https://shopify.dev/docs/apps/build/webhooks/troubleshooting-webhooks</remarks>
internal sealed class Courier(DeliveryFactory factory, Postman postman, SimulatorOptions options)
    : IHostedService, IDisposable
{
    private readonly ConcurrentDictionary<Task, byte> _trips = new();
    private volatile CancellationTokenSource _stop = new();

    /// <summary>Something happens: each subscription gets its delivery.</summary>
    public IReadOnlyList<Delivery> Raise(Shop shop, Installation? installation, EventRequest request)
    {
        var deliveries = factory.ForEvent(shop, installation, request);
        Dispatch(shop, deliveries, request.Hold, request.Delay);
        return deliveries;
    }

    /// <summary>Sends deliveries made to order, all copies at the same time.</summary>
    public IReadOnlyList<Delivery> Send(Shop shop, DeliveryRequest request)
    {
        var deliveries = factory.ToOrder(shop, request);
        Dispatch(shop, deliveries, request.Hold, request.Delay);
        return deliveries;
    }

    /// <summary>Sends held deliveries, each attempted once before the next departs.</summary>
    public async Task ReleaseAsync(IEnumerable<Delivery> deliveries, CancellationToken cancellationToken)
    {
        foreach (var delivery in deliveries)
        {
            if (delivery.Depart()) Start(stop => BringAsync(delivery, TimeSpan.Zero, stop));
            await delivery.Attempted.WaitAsync(cancellationToken);
        }
    }

    /// <summary>Does something when a time has passed on the simulator's clock.</summary>
    public void Later(TimeSpan delay, Action action) => Start(async stop =>
    {
        await WaitAsync(delay, stop);
        action();
    });

    /// <summary>Forgets everything that is under way.</summary>
    public void Reset()
    {
        var stopped = _stop;
        _stop = new CancellationTokenSource();
        stopped.Cancel();
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stop.CancelAsync();
        await Task.WhenAll(_trips.Keys).WaitAsync(cancellationToken);
    }

    public void Dispose() => _stop.Dispose();

    private void Dispatch(Shop shop, IReadOnlyList<Delivery> deliveries, bool hold, TimeSpan delay)
    {
        if (hold || shop.Profile.HoldDeliveries) return;
        foreach (var delivery in deliveries)
        {
            delivery.Depart();
            Start(stop => BringAsync(delivery, delay, stop));
        }
    }

    private async Task BringAsync(Delivery delivery, TimeSpan delay, CancellationToken stop)
    {
        if (delay > TimeSpan.Zero) await WaitAsync(delay, stop);
        for (var retry = 0; ; retry++)
        {
            delivery.Record(await postman.AttemptAsync(delivery, stop));
            if (delivery.Settled.IsCompleted) return;
            if (retry == delivery.Retries) break;
            await WaitAsync(options.FirstRetryAfter * Math.Pow(2, retry), stop);
        }

        delivery.GiveUp();
    }

    private Task WaitAsync(TimeSpan delay, CancellationToken stop) =>
        Task.Delay(delay / options.TimeScale, options.Clock, stop);

    /// <summary>
    /// Runs a trip to its end or to the courier's stop, whichever comes first; the stop waits for it. A trip's first
    /// wait is on the clock before this returns, so that a test may advance a clock of its own at once.
    /// </summary>
    private void Start(Func<CancellationToken, Task> trip)
    {
        var running = RunAsync(trip, _stop.Token);
        _trips[running] = 0;
        _ = running.ContinueWith(ended => _trips.TryRemove(ended, out _), CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    private static async Task RunAsync(Func<CancellationToken, Task> trip, CancellationToken stop)
    {
        try
        {
            await trip(stop);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The simulator stops or was reset: what was under way is forgotten.
        }
    }
}

using System.Collections.Concurrent;
using Shopkeeper.Grains.Abstractions.Webhooks;

namespace Shopkeeper.HandlingApp;

/// <summary>The app's own books, in memory: what was handled for whom, and for whom handling fails just now.</summary>
internal sealed class Ledger
{
    private readonly ConcurrentQueue<(Guid Installation, HandledOrder Order)> _booked = new();
    private readonly ConcurrentDictionary<Guid, bool> _broken = new();
    private readonly ConcurrentDictionary<Guid, TaskCompletionSource> _hanging = new();
    private readonly ConcurrentDictionary<Guid, int> _hung = new();

    public void Book(WebhookEnvelope<PaidOrder> envelope)
    {
        var installation = envelope.Installation.Id.Value;
        if (_broken.GetValueOrDefault(installation)) throw new InvalidOperationException("The books are closed.");
        _booked.Enqueue((installation, HandledOrder.Of(envelope)));
    }

    public void Break(Guid installation, bool broken) => _broken[installation] = broken;

    /// <summary>Has handling hang from now on, or lets it go.</summary>
    public void Hang(Guid installation, bool hanging)
    {
        if (hanging) _hanging[installation] = new TaskCompletionSource();
        else if (_hanging.TryRemove(installation, out var hung)) hung.SetResult();
    }

    /// <summary>How often handling has begun to hang.</summary>
    public int HungOf(Guid installation) => _hung.GetValueOrDefault(installation);

    public Task WaitAsync(Guid installation, CancellationToken cancellationToken)
    {
        if (!_hanging.TryGetValue(installation, out var hanging)) return Task.CompletedTask;
        _hung.AddOrUpdate(installation, 1, (_, times) => times + 1);
        return hanging.Task.WaitAsync(cancellationToken);
    }

    public HandledOrder[] Of(Guid installation) =>
        [.. _booked.Where(one => one.Installation == installation).Select(one => one.Order)];
}

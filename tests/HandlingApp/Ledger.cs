using System.Collections.Concurrent;
using Shopkeeper.Grains.Abstractions.Webhooks;

namespace Shopkeeper.HandlingApp;

/// <summary>The app's own books, in memory: what was handled for whom, and for whom handling fails just now.</summary>
internal sealed class Ledger
{
    private readonly ConcurrentQueue<(Guid Installation, HandledOrder Order)> _booked = new();
    private readonly ConcurrentDictionary<Guid, bool> _broken = new();

    public void Book(WebhookEnvelope<PaidOrder> envelope)
    {
        var installation = envelope.Installation.Id.Value;
        if (_broken.GetValueOrDefault(installation)) throw new InvalidOperationException("The books are closed.");
        _booked.Enqueue((installation, HandledOrder.Of(envelope)));
    }

    public void Break(Guid installation, bool broken) => _broken[installation] = broken;

    public HandledOrder[] Of(Guid installation) =>
        [.. _booked.Where(one => one.Installation == installation).Select(one => one.Order)];
}

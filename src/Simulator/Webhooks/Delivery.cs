using Shopkeeper.Simulator.Control;
using Shopkeeper.Simulator.Shops;

namespace Shopkeeper.Simulator.Webhooks;

/// <summary>A delivery: what is sent, fixed when the event happened, and what has become of it.</summary>
internal sealed class Delivery
{
    private readonly Lock _gate = new();
    private readonly List<DeliveryAttempt> _attempts = [];
    private readonly TaskCompletionSource _attempted = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _settled = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private DeliveryState _state = DeliveryState.Held;

    public required string Id { get; init; }

    public required Shop Shop { get; init; }

    public required string Topic { get; init; }

    public required Uri Address { get; init; }

    public required string WebhookId { get; init; }

    public required string EventId { get; init; }

    public required DateTimeOffset TriggeredAt { get; init; }

    public required IReadOnlyDictionary<string, string> Headers { get; init; }

    public required string Body { get; init; }

    public required int Retries { get; init; }

    /// <summary>Ends the subscription that this delivery could not reach; null for one that the app declared.</summary>
    public Action? GivenUp { get; init; }

    /// <summary>Completes with the first attempt.</summary>
    public Task Attempted => _attempted.Task;

    /// <summary>Completes when it is delivered or given up.</summary>
    public Task Settled => _settled.Task;

    /// <returns>False when it was on its way already.</returns>
    public bool Depart()
    {
        lock (_gate)
        {
            if (_state is not DeliveryState.Held) return false;
            _state = DeliveryState.UnderWay;
            return true;
        }
    }

    public void Record(DeliveryAttempt attempt)
    {
        lock (_gate) _attempts.Add(attempt);
        if (attempt.Status is >= 200 and < 300) Settle(DeliveryState.Delivered);
        _attempted.TrySetResult();
    }

    public void GiveUp()
    {
        GivenUp?.Invoke();
        Settle(DeliveryState.GivenUp);
    }

    public DeliveryView View()
    {
        lock (_gate)
        {
            return new DeliveryView
            {
                Id = Id, Shop = Shop.Domain, Topic = Topic, Address = Address, WebhookId = WebhookId,
                EventId = EventId, TriggeredAt = TriggeredAt, Headers = Headers, Body = Body,
                State = _state, Attempts = [.. _attempts],
            };
        }
    }

    private void Settle(DeliveryState state)
    {
        lock (_gate) _state = state;
        _settled.TrySetResult();
    }
}

using Shopkeeper.Simulator.Control;
using Shopkeeper.Simulator.Hosting;
using Shopkeeper.Simulator.Shops;

namespace Shopkeeper.Simulator.Webhooks;

/// <summary>Makes deliveries: from an event for those who subscribed, or to order.</summary>
internal sealed class DeliveryFactory(AppRegistration registration, DeliveryBook book, SimulatorOptions options)
{
    /// <param name="shop">Where it happened.</param>
    /// <param name="installation">The installation whose own subscriptions count too; null for none.</param>
    /// <param name="request">What happened.</param>
    public IReadOnlyList<Delivery> ForEvent(Shop shop, Installation? installation, EventRequest request)
    {
        var now = options.Clock.GetUtcNow();
        var eventId = NewId();
        var body = request.Body is { ValueKind: System.Text.Json.JsonValueKind.Object } given
            ? System.Text.Json.Nodes.JsonObject.Create(given)!
            : DeliveryBodies.For(request.Topic, shop, installation, now);
        var declared = registration.Current.Subscriptions
            .Where(subscription => subscription.Topics.Contains(request.Topic))
            .Select(subscription => (subscription.Address, subscription.Family, Fields: (IReadOnlyList<string>)[],
                Own: (Subscription?)null));
        var own = (installation?.Subscriptions.All ?? [])
            .Where(subscription => subscription.Topic == request.Topic && IsHttp(subscription.Uri)
                && SubscriptionFilter.Matches(
                    subscription.Filter, DeliveryBodies.Only(body, subscription.IncludeFields)))
            .Select(subscription => (Address: new Uri(subscription.Uri), Family: HeaderFamily.Classic,
                Fields: subscription.IncludeFields, Own: (Subscription?)subscription));
        return
        [
            .. declared.Concat(own).Select(target => Create(shop, new DeliveryRequest
            {
                Topic = request.Topic, Address = target.Address, Family = target.Family, EventId = eventId,
                TriggeredAt = now, RawBody = DeliveryBodies.Write(DeliveryBodies.Only(body, target.Fields)),
            }, target.Own is null ? null : () => installation!.Subscriptions.Remove(target.Own.Id))),
        ];
    }

    /// <summary>As many deliveries as copies were ordered, alike in id, body and headers.</summary>
    public IReadOnlyList<Delivery> ToOrder(Shop shop, DeliveryRequest request)
    {
        var fixedIds = request with { WebhookId = request.WebhookId ?? NewId(), EventId = request.EventId ?? NewId() };
        var now = options.Clock.GetUtcNow();
        fixedIds = fixedIds with { TriggeredAt = request.TriggeredAt ?? now, RawBody = BodyOf(shop, request, now) };
        return [.. Enumerable.Range(0, request.Copies).Select(_ => Create(shop, fixedIds, null))];
    }

    private static string BodyOf(Shop shop, DeliveryRequest request, DateTimeOffset now) => request switch
    {
        { RawBody: { } raw } => raw,
        { Body: { } body } => body.GetRawText(),
        _ => DeliveryBodies.Write(DeliveryBodies.For(request.Topic, shop, shop.Installation, now)),
    };

    private static bool IsHttp(string address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var uri) && SimulatorOptionsRules.IsHttp(uri);

    private Delivery Create(Shop shop, DeliveryRequest request, Action? givenUp)
    {
        var app = registration.Current;
        var envelope = new DeliveryHeaders.Envelope
        {
            Topic = request.Topic,
            Shop = shop.Domain,
            WebhookId = request.WebhookId ?? NewId(),
            EventId = request.EventId!,
            TriggeredAt = request.TriggeredAt!.Value,
            Body = request.RawBody!,
        };
        var delivery = new Delivery
        {
            Id = book.NextId(),
            Shop = shop,
            Topic = envelope.Topic,
            Address = request.Address ?? app.DefaultAddress,
            WebhookId = envelope.WebhookId,
            EventId = envelope.EventId,
            TriggeredAt = envelope.TriggeredAt,
            Headers = DeliveryHeaders.Of(envelope, request, app.SigningSecret, options.ApiVersion),
            Body = envelope.Body,
            Retries = request.Retries ?? options.DeliveryRetries,
            GivenUp = givenUp,
        };
        book.Add(delivery);
        return delivery;
    }

    private string NewId() => Guid.CreateVersion7(options.Clock.GetUtcNow()).ToString();
}

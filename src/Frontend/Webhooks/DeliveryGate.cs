using System.Diagnostics.CodeAnalysis;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.Options;
using Shopkeeper.Frontend.Overload;
using Shopkeeper.Shopify;

namespace Shopkeeper.Frontend.Webhooks;

/// <summary>
/// What the edge takes on at once. A place is only for a delivery whose signature is verified, so that nobody without
/// a secret can keep others out by taking them all. Lifecycle and compliance topics need none, and have memory of
/// their own.
/// </summary>
internal sealed class DeliveryGate : IDisposable
{
    private readonly FairShare _places;
    private readonly BodyMemory _ordinary;
    private readonly BodyMemory _lifecycle;

    public DeliveryGate(IOptions<WebhookEdgeOptions> options, IMeterFactory meters)
    {
        _places = new FairShare(options.Value.InFlightLimit);
        _ordinary = new BodyMemory(options.Value.InFlightBytes);
        _lifecycle = new BodyMemory(options.Value.InFlightBytes);
        var meter = meters.Create("Shopkeeper.Frontend");
        meter.CreateObservableGauge(
            "shopkeeper.deliveries.in_flight", () => _places.Taken, "{delivery}",
            "Deliveries on their way into the inbox, lifecycle and compliance topics aside.");
        meter.CreateObservableGauge(
            "shopkeeper.deliveries.body_bytes", MeasureBodies, "By", "What bodies of deliveries take, by lane.");
    }

    /// <summary>
    /// Whether a place would be found. The shop is what a header says, before anything is verified; null without one.
    /// </summary>
    public bool HasPlace(ShopDomain? shop) => _places.HasPlace(shop?.Value);

    /// <summary>Takes a place for a delivery that is verified.</summary>
    public bool TryEnter(ShopDomain shop, [NotNullWhen(true)] out IDisposable? place) =>
        _places.TryEnter(shop.Value, out place);

    /// <summary>Begins to count a body.</summary>
    public BodyShare OpenBody(bool isLifecycle) => (isLifecycle ? _lifecycle : _ordinary).Open(waits: isLifecycle);

    public void Dispose()
    {
        _ordinary.Dispose();
        _lifecycle.Dispose();
    }

    private IEnumerable<Measurement<long>> MeasureBodies() =>
    [
        new(_ordinary.Taken, new KeyValuePair<string, object?>("lane", "ordinary")),
        new(_lifecycle.Taken, new KeyValuePair<string, object?>("lane", "lifecycle")),
    ];
}

using System.Diagnostics.CodeAnalysis;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.Options;
using Shopkeeper.Frontend.Overload;
using Shopkeeper.Shopify;

namespace Shopkeeper.Frontend.Sessions;

/// <summary>
/// How many requests of the embedded app are answered at once. Only who shows a genuine session token gets a place, and
/// no shop gets more of them than are left for the others.
/// </summary>
internal sealed class SessionPlaces
{
    private readonly FairShare _places;
    private readonly Counter<long> _refused;

    public SessionPlaces(IOptions<EmbeddedAppOptions> options, IMeterFactory meters)
    {
        _places = new FairShare(options.Value.InFlightLimit);
        var meter = meters.Create("Shopkeeper.Frontend");
        _refused = meter.CreateCounter<long>(
            "shopkeeper.api.overloaded", description: "Requests of the embedded app that found no place: 503.");
        meter.CreateObservableGauge(
            "shopkeeper.api.in_flight", () => _places.Taken, "{request}", "Requests of the embedded app under way.");
    }

    public bool TryEnter(ShopDomain shop, [NotNullWhen(true)] out IDisposable? place)
    {
        var entered = _places.TryEnter(shop.Value, out place);
        if (!entered) _refused.Add(1);
        return entered;
    }
}

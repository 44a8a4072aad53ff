using System.Diagnostics.Metrics;

namespace Shopkeeper.Shopify.Http;

/// <summary>
/// Gives the HTTP handler meters under a name that nobody exports: its own would carry the host, which is a shop's
/// domain, as a label.
/// </summary>
internal sealed class SilentMeterFactory : IMeterFactory
{
    private readonly Meter _meter = new("Shopkeeper.Shopify.Unexported");

    public Meter Create(MeterOptions options) => _meter;

    public void Dispose() => _meter.Dispose();
}

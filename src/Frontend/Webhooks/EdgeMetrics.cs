using System.Diagnostics.Metrics;
using Shopkeeper.Shopify.Webhooks;

namespace Shopkeeper.Frontend.Webhooks;

/// <summary>Counts what arrives at the edge. No tag ever names a shop.</summary>
internal sealed class EdgeMetrics
{
    private readonly Counter<long> _received;
    private readonly Counter<long> _verified;

    public EdgeMetrics(IMeterFactory meters)
    {
        var meter = meters.Create("Shopkeeper.Frontend");
        _received = meter.CreateCounter<long>(
            "shopkeeper.deliveries.received", description: "Deliveries by what the edge answered.");
        _verified = meter.CreateCounter<long>(
            "shopkeeper.deliveries.verified",
            description: "Authentic deliveries by the place of the secret that signed them, and by family of headers.");
    }

    /// <summary>
    /// Counts an authentic delivery. The secret is told by its place alone, so that an operator sees when a previous
    /// one is not in use any more.
    /// </summary>
    public void Verified(int secret, WebhookHeaderFamily family) => _verified.Add(
        1,
        new KeyValuePair<string, object?>("secret", secret == 0 ? "current" : $"previous-{secret}"),
        new KeyValuePair<string, object?>(
            "family", family == WebhookHeaderFamily.Events ? "shopify" : "x-shopify"));

    public void Received(string outcome) => _received.Add(1, new KeyValuePair<string, object?>("outcome", outcome));
}

using System.Diagnostics.Metrics;
using Shopkeeper.Grains.Abstractions.Webhooks;
using Shopkeeper.Shopify.Webhooks;

namespace Shopkeeper.Grains.Webhooks;

/// <summary>
/// Counts verdicts: <c>shopkeeper.deliveries</c>, by verdict and topic. A topic that nobody here knows is counted as
/// <c>other</c>, since anybody may send any; a shop is never named.
/// </summary>
internal sealed class DeliveryMetrics
{
    private readonly Counter<long> _deliveries;
    private readonly Counter<long> _outdated;
    private readonly HashSet<string> _topics;

    /// <summary>Makes the counter; the handlers' topics count by name.</summary>
    public DeliveryMetrics(IMeterFactory meters, IEnumerable<IWebhookHandler> handlers)
    {
        ArgumentNullException.ThrowIfNull(meters);
        var meter = meters.Create("Shopkeeper");
        _deliveries = meter.CreateCounter<long>(
            "shopkeeper.deliveries", unit: "{delivery}", description: "Deliveries by what became of them.");
        _outdated = meter.CreateCounter<long>(
            "shopkeeper.deliveries.outdated",
            unit: "{delivery}",
            description: "Deliveries kept from a handler that had handled a newer one about the same resource.");
        _topics =
        [
            WebhookTopics.AppUninstalled, WebhookTopics.AppScopesUpdate, WebhookTopics.AppSubscriptionsUpdate,
            WebhookTopics.ShopUpdate, WebhookTopics.ShopRedact, WebhookTopics.CustomersRedact,
            WebhookTopics.CustomersDataRequest, .. handlers.Select(handler => handler.Topic),
        ];
    }

    /// <summary>Counts one delivery's verdict.</summary>
    public void Count(Verdict verdict, string topic) =>
        _deliveries.Add(
            1,
            new KeyValuePair<string, object?>("verdict", Name(verdict)),
            Topic(topic));

    /// <summary>Counts a delivery that one handler did not get, since it had a newer one.</summary>
    public void CountOutdated(string topic) => _outdated.Add(1, Topic(topic));

    private KeyValuePair<string, object?> Topic(string topic) =>
        new("topic", _topics.Contains(topic) ? topic : "other");

    private static string Name(Verdict verdict) => verdict switch
    {
        Verdict.Accepted => "accepted",
        Verdict.Duplicate => "duplicate",
        Verdict.Stale => "stale",
        Verdict.Superseded => "superseded",
        Verdict.UnknownShop => "unknown-shop",
        Verdict.Refused => "refused",
        Verdict.Purged => "purged",
        Verdict.DeadLetter => "dead-letter",
        _ => "pending",
    };
}

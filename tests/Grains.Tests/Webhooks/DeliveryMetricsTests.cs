using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Shopkeeper.Grains.Abstractions.Webhooks;
using Shopkeeper.Grains.Webhooks;

namespace Shopkeeper.Grains.Tests.Webhooks;

public sealed class DeliveryMetricsTests
{
    [Fact]
    public void Counter_when_a_topic_is_known_names_it_and_otherwise_says_other()
    {
        using var services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        var factory = services.GetRequiredService<IMeterFactory>();
        var metrics = new DeliveryMetrics(factory, [new Orders()]);
        var seen = new List<(string? Verdict, string? Topic)>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, own) =>
        {
            // A listener hears the whole process: other tests count under the same name.
            if (instrument.Name == "shopkeeper.deliveries" && ReferenceEquals(instrument.Meter.Scope, factory))
                own.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<long>(
            (_, _, tags, _) => seen.Add((Tag(tags, "verdict"), Tag(tags, "topic"))));
        listener.Start();

        metrics.Count(Verdict.Accepted, "orders/create");
        metrics.Count(Verdict.UnknownShop, "app/uninstalled");
        metrics.Count(Verdict.Refused, "blue-widgets.myshopify.com");

        Assert.Equal(
            [("accepted", "orders/create"), ("unknown-shop", "app/uninstalled"), ("refused", "other")], seen);
    }

    private static string? Tag(ReadOnlySpan<KeyValuePair<string, object?>> tags, string name)
    {
        foreach (var tag in tags)
        {
            if (tag.Key == name) return tag.Value as string;
        }

        return null;
    }

    private sealed class Orders : IWebhookHandler
    {
        public string Topic => "orders/create";

        public Task HandleAsync(WebhookContext context, CancellationToken cancellationToken) => Task.CompletedTask;
    }
}

using System.Text.Json;
using Shopkeeper.EndToEnd.Tests.Canaries;
using Shopkeeper.EndToEnd.Tests.Running;

namespace Shopkeeper.EndToEnd.Tests.Telemetry;

/// <summary>What leaves the process about its work: enough to follow it, and nothing about anybody.</summary>
public sealed class TelemetryTests(BareService unheard)
{
    private const string Installation = "shopkeeper.installation.id";

    private static readonly string[] Steps =
    [
        "clear-shop-grain", "stop-jobs", "settle-requests", "close-webhooks", "remove-shop-resources",
        "revoke-access", "erase-participants", "clear-caches", "purge-data", "verify-residue", "certify",
    ];

    [Theory, InlineData(DatabaseKind.Postgres)]
    public async Task Traces_when_a_shop_lives_and_ends_follow_each_delivery_and_step_and_name_nobody(DatabaseKind kind)
    {
        await using var collector = await Collector.StartAsync();
        await ShopkeeperProcess.RunAsync(kind, service => LiveAndEndAsync(service, collector), collector.Settings);
    }

    [Fact]
    public async Task Traces_when_none_is_to_be_recorded_are_those_of_teardowns_whole()
    {
        await using var collector = await Collector.StartAsync();
        await ShopkeeperProcess.RunAsync(
            DatabaseKind.Sqlite,
            async service =>
            {
                var shop = await Merchant.InstalledAsync(service);
                await service.EndByOperatorAsync(shop);
                await service.UntilCertifiedAsync(shop);
                var id = shop.InstallationId.ToString();
                var spans = await collector.UntilAsync(
                    "each step has a trace", seen => Steps.All(step => seen.Any(span => IsStep(span, id, step))));
                AssertSteps(spans, id);
                Assert.DoesNotContain(spans, span => span.Name == "GET /auth/callback");
            },
            new Dictionary<string, string?>(collector.Settings) { ["Telemetry:SampleRatio"] = "0" });
    }

    [Fact]
    public async Task Service_when_no_collector_answers_works_on_and_logs_json_that_names_nobody()
    {
        var service = await unheard.GetAsync();
        var shop = await Merchant.InstalledAsync(service);
        await service.EndByOperatorAsync(shop);
        await service.UntilCertifiedAsync(shop);

        var lines = service.ReadLogs().Split('\n').Where(line => line.StartsWith('{')).SkipLast(1)
            .Select(line => JsonDocument.Parse(line).RootElement).ToArray();
        var categories = lines.Select(line => line.GetProperty("category").GetString()).ToHashSet();
        Assert.Contains("Shopkeeper.Grains.Teardown.TeardownSaga", categories);
        var id = shop.InstallationId.ToString();
        Assert.Contains(
            lines, line => line.GetProperty("values").TryGetProperty("Installation", out var named)
                && named.GetString() == id);
    }

    private static async Task LiveAndEndAsync(ShopkeeperProcess service, Collector collector)
    {
        var shop = await Merchant.InstalledAsync(service);
        var delivery = SignedDelivery.Of(service, shop, "products/update");
        (await delivery.SendAsync(service)).EnsureSuccessStatusCode().Dispose();
        await service.UntilVerdictAsync(delivery.WebhookId, "accepted");
        await service.EndByOperatorAsync(shop);
        await service.UntilCertifiedAsync(shop);

        var id = shop.InstallationId.ToString();
        var spans = await collector.UntilAsync(
            "each step and the delivery have a trace", seen => HasAll(seen, id));
        AssertDelivery(spans, id);
        AssertSteps(spans, id);
        AssertInstall(spans);
        await collector.UntilMetricAsync("shopkeeper.teardowns.stalled");

        var leaks = new Haystack("telemetry", collector.Everything).FindAny(
            [.. service.Ledger.Values.SelectMany(pair => Forms.Encoded(pair.Key)
                .Select(form => new Needle(pair.Value, form)))]);
        Assert.Empty(leaks);
    }

    private static bool HasAll(IReadOnlyList<CollectedSpan> spans, string installation) =>
        Steps.All(step => spans.Any(span => IsStep(span, installation, step)))
        && spans.Any(span => IsHandling(span, installation));

    private static bool IsHandling(CollectedSpan span, string installation) =>
        span.Name == "delivery handle" && span.Tags.GetValueOrDefault(Installation) == installation;

    private static bool IsStep(CollectedSpan span, string installation, string step) =>
        span.Name == "teardown step" && span.Tags.GetValueOrDefault(Installation) == installation
        && span.Tags.GetValueOrDefault("shopkeeper.step") == step;

    // From Shopify's request over the group commit and the grain's turn to the statement that completes it.
    private static void AssertDelivery(IReadOnlyList<CollectedSpan> spans, string installation)
    {
        var handled = spans.First(span => IsHandling(span, installation));
        var trace = spans.Where(span => span.Trace == handled.Trace).ToArray();
        var request = Assert.Single(trace, span => span.Name == "POST /webhooks");
        Assert.Empty(request.Parent);
        Assert.Equal(request.Id, handled.Parent);
        Assert.Contains(
            trace,
            span => span.Name.StartsWith("sql inbox/", StringComparison.Ordinal) && span.Parent == handled.Id);
    }

    // Each run of a step is a trace of its own, with what it did inside.
    private static void AssertSteps(IReadOnlyList<CollectedSpan> spans, string installation)
    {
        var steps = spans
            .Where(span => span.Name == "teardown step" && span.Tags.GetValueOrDefault(Installation) == installation)
            .ToArray();
        Assert.All(steps, span => Assert.Empty(span.Parent));
        Assert.Equal(steps.Length, steps.Select(span => span.Trace).Distinct().Count());
        var revoke = steps.First(span => span.Tags["shopkeeper.step"] == "revoke-access");
        Assert.Contains(
            spans, span => span.Trace == revoke.Trace && span.Name.StartsWith("shopify ", StringComparison.Ordinal));
        var purge = steps.First(span => span.Tags["shopkeeper.step"] == "purge-data");
        Assert.Contains(
            spans, span => span.Trace == purge.Trace && span.Name.StartsWith("sql erasure/", StringComparison.Ordinal));
    }

    // HTTP, grain, SQL and Shopify in one trace.
    private static void AssertInstall(IReadOnlyList<CollectedSpan> spans)
    {
        var request = spans.First(span => span.Name == "GET /auth/callback");
        var names = spans.Where(span => span.Trace == request.Trace).Select(span => span.Name).ToArray();
        Assert.Contains(names, name => name.StartsWith("IInstaller/", StringComparison.Ordinal));
        Assert.Contains(names, name => name.StartsWith("IShopLifecycle/", StringComparison.Ordinal));
        Assert.Contains("sql installations/insert", names);
        Assert.Contains(names, name => name.StartsWith("shopify ", StringComparison.Ordinal));
    }
}

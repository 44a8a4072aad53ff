using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using Shopkeeper.EndToEnd.Tests.Running;
using Shopkeeper.Simulator.Control;
using Shopkeeper.Testing;
using static Shopkeeper.EndToEnd.Tests.Subscriptions.SubscribingServices;
using static Shopkeeper.EndToEnd.Tests.Subscriptions.SubscriptionCalls;

namespace Shopkeeper.EndToEnd.Tests.Subscriptions;

/// <summary>A shop's webhook subscriptions are what the configuration wants, whatever becomes of them.</summary>
public sealed class ReconcileTests(SubscribingServices services)
{
    private static readonly string[] InPlace =
        [.. Granted.Select(topic => topic.Replace('/', '-')), "active_products"];

    [Theory, OnBothDatabases]
    public async Task First_install_makes_twelve_topics_in_two_round_trips_and_shows_what_is_there_and_why_not(
        DatabaseKind kind)
    {
        var service = await services.OnAsync(kind);
        var shop = await Merchant.OpenAsync(service);
        var inFlight = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var calls = new ConcurrentQueue<string>();
        service.Shopify.OnCall = async call =>
        {
            if (call.Shop != shop.Domain || call.Operation is not (List or Create or Update or Delete)) return;
            calls.Enqueue(call.Operation);
            if (call.Operation != Create) return;
            // None is answered before twelve have been asked for: one after the other, they would stand still here.
            if (calls.Count(operation => operation == Create) == 12) inFlight.TrySetResult();
            await inFlight.Task.WaitAsync(TimeSpan.FromSeconds(30));
        };

        await shop.InstallAsync();
        var items = await shop.UntilAsync("in-place", InPlace);
        await shop.UntilAsync("refused", "orders-create");
        service.Shopify.OnCall = null;

        // The list, and all twelve at once: no call waits for the answer of another creation.
        Assert.True(inFlight.Task.IsCompletedSuccessfully);
        Assert.Equal([List, .. Enumerable.Repeat(Create, 12)], calls);
        Assert.Equal(11, (await service.AtShopifyAsync(shop)).Count);
        AssertShown(items);
        var detail = await service.Operations.ReadAsync($"shops/{shop.Domain}");
        Assert.Equal(1, detail.GetProperty("webhooksMissing").GetInt64());
        var nextCheckAt = (await shop.GetAsync("/api/webhooks")).GetProperty("nextCheckAt").GetDateTimeOffset();
        Assert.InRange(nextCheckAt - TimeProvider.System.GetUtcNow(), TimeSpan.FromHours(20), TimeSpan.FromHours(28));
    }

    [Theory, OnBothDatabases]
    public async Task Second_comparison_reads_all_pages_and_changes_nothing_of_ours_or_of_others(DatabaseKind kind)
    {
        var service = await services.OnAsync(kind);
        var shop = await Merchant.InstalledAsync(service);
        await shop.UntilAsync("in-place", InPlace);
        await shop.UntilAsync("refused", "orders-create");
        var before = await service.Shopify.Control.AddSubscriptionAsync(
            shop.Domain,
            new SubscriptionChange { Topic = "products/update", Uri = "https://other.example/webhooks", Count = 300 },
            CancellationToken.None);
        var lists = await service.CountCallsAsync(shop, List);
        var creates = await service.CountCallsAsync(shop, Create);

        await service.CompareAgainAsync(shop);

        Assert.Equal(lists + 2, await service.CountCallsAsync(shop, List));
        // What was refused is asked for once in each comparison, and nothing else is.
        Assert.Equal(creates + 1, await service.CountCallsAsync(shop, Create));
        Assert.Equal(0, await service.CountCallsAsync(shop, Update));
        Assert.Equal(0, await service.CountCallsAsync(shop, Delete));
        Assert.Equal(
            before.Select(one => (one.Id, one.Uri)),
            (await service.AtShopifyAsync(shop)).Select(one => (one.Id, one.Uri)));
    }

    [Theory, OnBothDatabases]
    public async Task Drift_is_mended_and_a_strangers_subscription_is_left_alone(DatabaseKind kind)
    {
        var service = await services.OnAsync(kind);
        var shop = await Merchant.InstalledAsync(service);
        var items = await shop.UntilAsync("in-place", InPlace);
        string IdOf(string name) => items[name].GetProperty("shopifyId").GetString()!;
        var control = service.Shopify.Control;
        await control.RemoveSubscriptionAsync(shop.Domain, IdOf("products-create"), CancellationToken.None);
        await control.ChangeSubscriptionAsync(
            shop.Domain, IdOf("active_products"),
            new SubscriptionChange { Filter = "status:draft", IncludeFields = ["id"] }, CancellationToken.None);
        await control.ChangeSubscriptionAsync(
            shop.Domain, IdOf("shop-update"), new SubscriptionChange { Uri = "https://elsewhere.example/" },
            CancellationToken.None);
        await control.ChangeSubscriptionAsync(
            shop.Domain, IdOf("collections-create"), new SubscriptionChange { IncludeFields = ["id"] },
            CancellationToken.None);
        var stranger = (await control.AddSubscriptionAsync(
            shop.Domain, new SubscriptionChange { Topic = "orders/create", Uri = "https://other.example/" },
            CancellationToken.None))[^1];

        await service.CompareAgainAsync(shop);

        await shop.UntilAsync("in-place", InPlace);
        var there = (await service.AtShopifyAsync(shop)).ToDictionary(one => one.Id);
        Assert.Equal(12, there.Count);
        Assert.Equal(stranger.Uri, there[stranger.Id].Uri);
        var filtered = there[IdOf("active_products")];
        Assert.Equal(("status:active", "id,status"), (filtered.Filter, string.Join(',', filtered.IncludeFields)));
        Assert.Equal($"{service.AppUrl.GetLeftPart(UriPartial.Authority)}/webhooks", there[IdOf("shop-update")].Uri);
        Assert.Empty(there[IdOf("collections-create")].IncludeFields);
        Assert.Equal(3, await service.CountCallsAsync(shop, Update));
        Assert.Equal(0, await service.CountCallsAsync(shop, Delete));
    }

    [Theory, OnBothDatabases]
    public async Task Refused_topic_is_asked_for_again_when_its_scope_is_granted(DatabaseKind kind)
    {
        var service = await services.OnAsync(kind);
        var shop = await Merchant.InstalledAsync(service);
        var items = await shop.UntilAsync("refused", "orders-create");
        Assert.Equal("refused-topic-not-allowed", items["orders-create"].GetProperty("reason").GetString());
        await shop.UntilAsync("in-place", "app-scopes_update");

        await shop.InstallAtShopifyAsync("read_products", "read_orders");

        await shop.UntilAsync("in-place", "orders-create");
        Assert.Equal(
            0, (await service.Operations.ReadAsync($"shops/{shop.Domain}")).GetProperty("webhooksMissing").GetInt64());
    }

    [Theory, OnBothDatabases]
    public async Task List_call_that_is_declined_is_shown_with_its_code_beside_what_was_known_before(DatabaseKind kind)
    {
        var service = await services.OnAsync(kind);
        var shop = await Merchant.InstalledAsync(service);
        await shop.UntilAsync("in-place", InPlace);
        await shop.UntilAsync("refused", "orders-create");
        Assert.Equal(JsonValueKind.Null, (await shop.GetAsync("/api/webhooks")).GetProperty("lastFailure").ValueKind);
        await service.Shopify.Control.AddFaultAsync(
            new Fault
            {
                Shop = shop.Domain, Operation = List, Kind = FaultKind.Status, Status = 200,
                Body = """{"errors":[{"message":"No","extensions":{"code":"ACCESS_DENIED"}}]}""",
            },
            CancellationToken.None);

        await shop.InstallAsync();

        var page = await Eventually.PollAsync(
            "the comparison failed", () => shop.GetAsync("/api/webhooks"),
            answer => answer.GetProperty("lastFailure").ValueKind == JsonValueKind.Object,
            cancellationToken: TestContext.Current.CancellationToken);
        var failure = page.GetProperty("lastFailure");
        Assert.Equal("shopify-refused-access-denied", failure.GetProperty("code").GetString());
        Assert.Equal(TimeSpan.Zero, failure.GetProperty("at").GetDateTimeOffset().Offset);
        await shop.UntilAsync("in-place", InPlace);
    }

    [Theory, OnBothDatabases]
    public async Task Change_that_is_declined_shows_what_stands_beside_what_is_wanted(DatabaseKind kind)
    {
        var service = await services.OnAsync(kind);
        var shop = await Merchant.InstalledAsync(service);
        var items = await shop.UntilAsync("in-place", InPlace);
        await service.Shopify.Control.ChangeSubscriptionAsync(
            shop.Domain, items["active_products"].GetProperty("shopifyId").GetString()!,
            new SubscriptionChange { Filter = "status:draft", IncludeFields = ["id"] }, CancellationToken.None);
        await service.Shopify.Control.AddFaultAsync(
            new Fault
            {
                Shop = shop.Domain, Operation = Update, Kind = FaultKind.Status, Status = 200,
                Body = """{"errors":[{"message":"No","extensions":{"code":"ACCESS_DENIED"}}]}""",
            },
            CancellationToken.None);

        await shop.InstallAsync();

        var item = (await shop.UntilAsync("different", "active_products"))["active_products"];
        Assert.Equal(("status:active", "id,status"), (item.GetProperty("filter").GetString(), Fields(item)));
        var actual = item.GetProperty("actual");
        Assert.Equal(("status:draft", "id"), (actual.GetProperty("filter").GetString(), Fields(actual)));
        Assert.Equal("refused-access-denied", item.GetProperty("reason").GetString());

        static string Fields(JsonElement one) =>
            string.Join(',', one.GetProperty("includeFields").EnumerateArray().Select(field => field.GetString()));
    }

    [Theory, OnBothDatabases]
    public async Task Throttled_creations_are_waited_for_until_all_are_there(DatabaseKind kind)
    {
        var service = await services.OnAsync(kind);
        var shop = await Merchant.OpenAsync(service);
        await service.Shopify.Control.AddFaultAsync(
            new Fault
            {
                Shop = shop.Domain, Operation = Create, Kind = FaultKind.Status, Status = 200, Times = 5,
                Body = """{"errors":[{"message":"Throttled","extensions":{"code":"THROTTLED"}}]}""",
            },
            CancellationToken.None);

        await shop.InstallAsync();

        await shop.UntilAsync("in-place", InPlace);
        Assert.Equal(11, (await service.AtShopifyAsync(shop)).Count);
        Assert.Equal(1, await service.CountCallsAsync(shop, List));
    }

    [Theory, OnBothDatabases]
    public async Task Shop_whose_deliveries_were_shed_is_compared_soon(DatabaseKind kind)
    {
        var service = await services.OnAsync(kind);
        var shop = await Merchant.InstalledAsync(service);
        var items = await shop.UntilAsync("in-place", InPlace);
        await shop.UntilAsync("refused", "orders-create");
        await service.Shopify.Control.RemoveSubscriptionAsync(
            shop.Domain, items["products-update"].GetProperty("shopifyId").GetString()!, CancellationToken.None);

        await Eventually.UntilAsync("a delivery is shed", async () =>
        {
            var sent = Enumerable.Range(0, 30).Select(async _ =>
            {
                using var answer = await SignedDelivery.Of(service, shop, "products/update").SendAsync(service);
                return answer.StatusCode;
            });
            return (await Task.WhenAll([.. sent])).Contains(HttpStatusCode.ServiceUnavailable);
        }, cancellationToken: TestContext.Current.CancellationToken);

        await service.UntilAtShopifyAsync(
            shop, "the subscription that Shopify removed stands again",
            there => there.Any(one => one.Topic == "products/update" && one.Filter is null));
    }

    private static void AssertShown(Dictionary<string, JsonElement> items)
    {
        var filtered = items["active_products"];
        Assert.Equal(
            ("products/update", "status:active", "id,status", "app"),
            (
                filtered.GetProperty("topic").GetString()!, filtered.GetProperty("filter").GetString()!,
                Joined(filtered, "includeFields"), Joined(filtered, "metafieldNamespaces")));
        Assert.StartsWith(
            "gid://shopify/WebhookSubscription/", filtered.GetProperty("shopifyId").GetString(),
            StringComparison.Ordinal);
        foreach (var name in (string[])["customers-data_request", "customers-redact", "shop-redact"])
        {
            Assert.Equal("declare-in-toml", items[name].GetProperty("state").GetString());
            Assert.Equal("compliance-topic", items[name].GetProperty("reason").GetString());
        }

        Assert.Equal(15, items.Count);

        static string Joined(JsonElement item, string list) =>
            string.Join(',', item.GetProperty(list).EnumerateArray().Select(one => one.GetString()));
    }
}

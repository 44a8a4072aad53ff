using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Shopkeeper.EndToEnd.Tests.Running;
using Shopkeeper.Simulator.Control;
using Shopkeeper.Testing;

namespace Shopkeeper.EndToEnd.Tests.Resets;

/// <summary>An operator resets a shop: its data go, the app stays.</summary>
public sealed class OperatorResetTests(SharedServices services)
{
    [Theory, OnBothDatabases]
    public async Task Reset_erases_the_shop_and_begins_anew_with_the_same_access(DatabaseKind kind)
    {
        var service = await services.OnAsync(kind);
        var shop = await UsedAsync(service);
        var before = shop.InstallationId;
        var subscribed = await SubscriptionsAsync(service, shop);

        var teardown = await service.ResetByOperatorAsync(shop);

        // At once: the next call is answered by the new stay, which knows nothing.
        var session = await shop.GetAsync("/api/session");
        Assert.NotEqual(before, session.GetProperty("installationId").GetGuid());
        Assert.Equal(2, session.GetProperty("generation").GetInt32());
        Assert.Equal("read_products", session.GetProperty("scope").GetString());
        Assert.Equal("{}", (await shop.GetAsync("/api/configuration")).GetRawText());
        Assert.Equal("{}", (await shop.GetAsync("/api/preferences")).GetRawText());

        var done = await service.UntilCertifiedAsync(teardown);
        Assert.Equal(("reset", "reset"), (Text(done, "kind"), Text(done, "cause")));
        Assert.Equal("moved", OutcomeOf(done, "close-webhooks"));
        Assert.Equal("moved", OutcomeOf(done, "revoke-access"));
        Assert.Equal(0, await service.ReadResidueAsync(shop));
        Assert.Equal(subscribed, await SubscriptionsAsync(service, shop));
        Assert.NotNull((await ShopAsync(service, shop)).InstallationId);

        // The access is the new stay's: its jobs call Shopify with it.
        var job = await shop.StartJobAsync();
        await Eventually.UntilAsync(
            "a job of the new stay is done",
            async () => Text(await shop.GetAsync($"/api/jobs/{job}"), "status") == "completed",
            cancellationToken: TestContext.Current.CancellationToken);
    }

    [Theory, OnBothDatabases]
    public async Task Reset_when_it_is_repeated_answers_the_same_teardown_and_resets_once(DatabaseKind kind)
    {
        var service = await services.OnAsync(kind);
        var shop = await UsedAsync(service);
        var key = Keys.RandomText(12);

        var orders = await Task.WhenAll(
            Enumerable.Range(0, 6).Select(_ => service.ResetByOperatorAsync(shop, key)));
        await service.UntilCertifiedAsync(orders[0]);
        var late = await service.ResetByOperatorAsync(shop, key);

        Assert.Equal([orders[0]], orders.Append(late).Distinct());
        Assert.Equal(2, (await shop.GetAsync("/api/session")).GetProperty("generation").GetInt32());
        var another = await service.ResetByOperatorAsync(shop);
        Assert.NotEqual(orders[0], another);
        Assert.Equal(3, (await shop.GetAsync("/api/session")).GetProperty("generation").GetInt32());
        await service.UntilCertifiedAsync(another);
    }

    [Theory, OnBothDatabases]
    public async Task DryRun_of_a_reset_counts_what_is_then_erased_and_names_what_moves(DatabaseKind kind)
    {
        var service = await services.OnAsync(kind);
        var shop = await UsedAsync(service);
        var subscriptions = (await SubscriptionsAsync(service, shop)).Count;

        using var answer = await service.Operations.PostAsync(
            $"shops/{shop.Domain}/reset?dryRun=true", null, CancellationToken.None);
        var plan = await answer.ReadJsonAsync();
        Assert.Equal(
            shop.InstallationId, (await shop.GetAsync("/api/session")).GetProperty("installationId").GetGuid());
        var teardown = await service.UntilCertifiedAsync(await service.ResetByOperatorAsync(shop));

        var steps = teardown.GetProperty("steps").EnumerateArray().ToArray();
        var erased = Counts(steps.Where(step => Text(step, "name") != "verify-residue")
            .SelectMany(step => step.GetProperty("counts").EnumerateArray()));
        var planned = Counts(plan.GetProperty("stores").EnumerateArray());

        // What the actor holds goes in the call that runs the fence, before any step: no step counts it.
        Assert.True(planned.Remove("grain_state", out var state) && state == 1);
        planned.Remove("cache:shop-actors");
        Assert.Empty(erased.Where(store => store.Value > 0 && store.Key != "cache:shop-actors")
            .Select(store => store.Key).Except(planned.Keys));
        Assert.All(planned, store => Assert.Equal(
            (store.Key, store.Value), (store.Key, erased.GetValueOrDefault(store.Key))));
        Assert.Equal(0, planned["subscription_records"]);
        var moved = Counts(plan.GetProperty("moved").EnumerateArray());
        Assert.Equal((subscriptions, 1L), (moved["subscription_records"], moved["grant"]));
        Assert.Equal(
            steps.Where(step => Text(step, "outcome") != "moved").Select(step => Text(step, "name")),
            plan.GetProperty("steps").EnumerateArray().Select(step => step.GetString()));
    }

    [Theory, OnBothDatabases]
    public async Task Reset_while_an_end_is_claimed_is_refused_until_that_is_settled(DatabaseKind kind)
    {
        var service = await services.OnAsync(kind);
        var shop = await UsedAsync(service);

        // Shopify says nothing, so that the claim stays open.
        var fault = await service.Shopify.Control.AddFaultAsync(
            new Fault { Shop = shop.Domain, Kind = FaultKind.Status, Status = 503 }, CancellationToken.None);
        await service.Shopify.Control.UninstallAsync(shop.Domain, null, CancellationToken.None);
        await Eventually.UntilAsync(
            "the end is being confirmed",
            async () => (await service.Operations.ReadAsync($"teardowns?shop={shop.Domain}"))
                .GetProperty("items").EnumerateArray().Any(one => Text(one, "status") == "confirming"),
            cancellationToken: TestContext.Current.CancellationToken);

        using var refused = await service.OrderResetAsync(shop);
        await refused.AssertProblemAsync(409, "end-pending", "shop");
        using var preview = await service.Operations.PostAsync(
            $"shops/{shop.Domain}/reset?dryRun=true", null, CancellationToken.None);
        await preview.AssertProblemAsync(409, "end-pending", "shop");

        await service.Shopify.Control.RemoveFaultAsync(fault.Id!, CancellationToken.None);
        var certificate = await service.UntilCertifiedAsync(shop);
        Assert.Equal("uninstall", Text(certificate.GetProperty("claims"), "kind"));
        using var late = await service.OrderResetAsync(shop);
        await late.AssertProblemAsync(404, "not-found");
    }

    [Theory, OnBothDatabases]
    public async Task Reset_when_the_order_is_not_meant_changes_nothing(DatabaseKind kind)
    {
        var service = await services.OnAsync(kind);
        var shop = await Merchant.InstalledAsync(service);

        var path = $"shops/{shop.Domain}/reset";
        await RefusedAsync(service, path, new { reason = "test", confirm = "other" }, "confirm");
        await RefusedAsync(service, path, new { reason = "so", confirm = shop.Domain }, "reason");
        await RefusedAsync(
            service, $"{path}?dryRun=yes", new { reason = "test", confirm = shop.Domain }, "dryRun");

        Assert.Equal(
            shop.InstallationId, (await shop.GetAsync("/api/session")).GetProperty("installationId").GetGuid());
        var never = await Merchant.OpenAsync(service);
        using var unknown = await service.OrderResetAsync(never);
        Assert.Equal(HttpStatusCode.NotFound, unknown.StatusCode);
    }

    private static async Task RefusedAsync(ShopkeeperProcess service, string path, object body, string field)
    {
        using var answer = await service.Operations.PostAsJsonAsync(path, body, CancellationToken.None);
        await answer.AssertProblemAsync(400, "bad-request", field);
    }

    private static async Task<Merchant> UsedAsync(ShopkeeperProcess service)
    {
        var shop = await Merchant.InstalledAsync(service);
        await shop.CallAsync(HttpMethod.Put, "/api/configuration", new { color = "blue" }, ifMatch: "*");
        await shop.CallAsync(HttpMethod.Put, "/api/preferences", new { theme = "dark" });
        await Eventually.UntilAsync(
            "the shop is subscribed and quiet",
            async () => (await shop.GetAsync("/api/jobs")).GetProperty("items").EnumerateArray()
                    .All(job => Text(job, "status") == "completed")
                && (await SubscriptionsAsync(service, shop)).Count == 2);
        return shop;
    }

    private static async Task<List<string>> SubscriptionsAsync(ShopkeeperProcess service, Merchant shop) =>
        [.. (await ShopAsync(service, shop)).Subscriptions.Select(subscription => subscription.Id).Order()];

    private static Task<ShopView> ShopAsync(ShopkeeperProcess service, Merchant shop) =>
        service.Shopify.Control.GetShopAsync(shop.Domain, CancellationToken.None);

    private static Dictionary<string, long> Counts(IEnumerable<JsonElement> counts) => counts
        .GroupBy(count => Text(count, "store"))
        .ToDictionary(group => group.Key, group => group.Sum(count => count.GetProperty("count").GetInt64()));

    private static string OutcomeOf(JsonElement teardown, string step) => Text(
        teardown.GetProperty("steps").EnumerateArray().Single(one => Text(one, "name") == step), "outcome");

    private static string Text(JsonElement json, string name) => json.GetProperty(name).GetString()!;
}

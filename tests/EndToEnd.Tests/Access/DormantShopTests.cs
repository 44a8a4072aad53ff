using System.Net;
using System.Text;
using System.Text.Json;
using Shopkeeper.EndToEnd.Tests.Running;
using Shopkeeper.Simulator.Control;
using Shopkeeper.Testing;

namespace Shopkeeper.EndToEnd.Tests.Access;

/// <summary>Shops that let nobody in for a while: seen, named, waited for, and back by themselves.</summary>
public sealed class DormantShopTests(SharedServices services)
{
    private static readonly (ShopStatus Status, string Because, int Code)[] Sleeps =
    [
        (ShopStatus.Frozen, "frozen", 402), (ShopStatus.Locked, "locked", 423), (ShopStatus.Closed, "closed", 404),
    ];

    [Theory, OnBothDatabases]
    public async Task Shop_when_it_freezes_is_locked_or_closes_is_dormant_and_comes_back_with_its_jobs(
        DatabaseKind kind)
    {
        var service = await services.OnAsync(kind);
        var shop = await Merchant.InstalledAsync(service);
        foreach (var (status, because, code) in Sleeps)
        {
            await BecomeAsync(service, shop, status);
            var job = await shop.StartJobAsync();

            var dormant = await UntilAsync(service, shop, view => Because(view) == because);
            Assert.Equal("dormant", dormant.GetProperty("state").GetString());
            Assert.NotEqual(default, dormant.GetProperty("dormantSince").GetDateTimeOffset());
            Assert.Equal([shop.Domain], await ListAsync(service, shop, $"state=dormant&dormantBecause={because}"));
            Assert.Empty(await ListAsync(service, shop, "dormantBecause=refused"));
            await JobIsAsync(shop, job, view => view.GetProperty("errorCode").ValueKind == JsonValueKind.String);
            Assert.Contains(await LogsAsync(shop), entry => entry.GetProperty("outcome").GetString() is { } outcome
                && outcome != "ok" && entry.GetProperty("status").GetInt32() == code);

            await BecomeAsync(service, shop, ShopStatus.Open);
            var back = await UntilAsync(service, shop, view => Because(view) is null);
            Assert.Equal("installed", back.GetProperty("state").GetString());
            var done = await JobIsAsync(shop, job, view => view.GetProperty("status").GetString() == "completed");
            Assert.Equal(1, done.GetProperty("attempts").GetInt32());
        }

        var teardowns = await service.Operations.ReadAsync($"teardowns?shop={shop.Domain}");
        Assert.Equal(0, teardowns.GetProperty("items").GetArrayLength());
        Assert.Contains("shopkeeper_access_lost_total", await service.Internal.ReadTextOfAsync("/metrics"));
    }

    [Theory, OnBothDatabases]
    public async Task Shop_update_that_names_a_sleeping_plan_has_the_shop_asked_and_proves_nothing(DatabaseKind kind)
    {
        var service = await services.OnAsync(kind);
        var awake = await Merchant.InstalledAsync(service);
        var asleep = await Merchant.InstalledAsync(service);
        await BecomeAsync(service, asleep, ShopStatus.Frozen);
        var calls = await service.Shopify.Control.ListCallsAsync(awake.Domain, null, CancellationToken.None);

        await TellPlanAsync(service, awake, "frozen");
        await TellPlanAsync(service, asleep, "frozen");

        await UntilAsync(service, asleep, view => Because(view) == "frozen");
        await service.Shopify.Control.WaitForCallsAsync(
            calls.Count + 1, TimeSpan.FromSeconds(30), awake.Domain, null, CancellationToken.None);
        Assert.Null(Because(await ReadAsync(service, awake)));

        await BecomeAsync(service, asleep, ShopStatus.Open);
        await TellPlanAsync(service, asleep, "basic");
        await UntilAsync(service, asleep, view => Because(view) is null);
    }

    [Theory, OnBothDatabases]
    public async Task Shop_when_it_refuses_for_a_reason_of_its_own_shows_that_one(DatabaseKind kind)
    {
        var service = await services.OnAsync(kind);
        foreach (var (status, body, because, error) in new (int, string, string?, string)[]
        {
            (403, """{"errors":"Unavailable Shop"}""", "frozen", "shopify-"),
            (403, "<html>Sorry</html>", "forbidden", "shopify-forbidden"),
            (430, "<html>Security</html>", null, "shopify-rejected"),
        })
        {
            var shop = await Merchant.InstalledAsync(service);
            await service.Shopify.Control.AddFaultAsync(
                new Fault { Shop = shop.Domain, Operation = "graphql", Status = status, Body = body },
                CancellationToken.None);
            var job = await shop.StartJobAsync();
            await JobIsAsync(shop, job, view =>
                view.GetProperty("errorCode").GetString()?.StartsWith(error, StringComparison.Ordinal) == true);
            await UntilAsync(service, shop, view => Because(view) == because);
        }
    }

    [Fact]
    public async Task Reason_that_there_is_not_is_a_bad_request()
    {
        var service = await services.OnAsync(DatabaseKind.Sqlite);
        foreach (var reason in new[] { "fine", "asleep", "" })
        {
            using var answer = await service.Operations.GetAsync(
                $"shops?dormantBecause={reason}", CancellationToken.None);
            await answer.AssertProblemAsync((int)HttpStatusCode.BadRequest, field: "dormantBecause");
        }
    }

    private static string? Because(JsonElement shop) => shop.GetProperty("dormantBecause").GetString();

    private static Task<ShopView> BecomeAsync(ShopkeeperProcess service, Merchant shop, ShopStatus status) =>
        service.Shopify.Control.ChangeShopAsync(
            shop.Domain, new ShopChange { Status = status }, CancellationToken.None);

    private static async Task<JsonElement> ReadAsync(ShopkeeperProcess service, Merchant shop) =>
        (await service.Operations.ReadAsync($"shops/{shop.Domain}")).GetProperty("shop");

    private static Task<JsonElement> UntilAsync(
        ShopkeeperProcess service, Merchant shop, Func<JsonElement, bool> condition) =>
        Eventually.PollAsync("the shop is as awaited", () => ReadAsync(service, shop), condition);

    private static async Task<IEnumerable<string?>> ListAsync(
        ShopkeeperProcess service, Merchant shop, string filter) =>
        (await service.Operations.ReadAsync($"shops?{filter}&search={shop.Handle}")).GetProperty("items")
            .EnumerateArray().Select(one => one.GetProperty("shop").GetString());

    private static Task<JsonElement> JobIsAsync(Merchant shop, Guid job, Func<JsonElement, bool> condition) =>
        Eventually.PollAsync("the job is as awaited", () => shop.GetAsync($"/api/jobs/{job}"), condition);

    private static async Task<IEnumerable<JsonElement>> LogsAsync(Merchant shop) =>
        (await shop.GetAsync("/api/logs")).GetProperty("items").EnumerateArray()
            .Where(entry => entry.GetProperty("status").ValueKind == JsonValueKind.Number);

    private static async Task TellPlanAsync(ShopkeeperProcess service, Merchant shop, string plan)
    {
        var body = $$"""{"id":{{shop.ShopId}},"myshopify_domain":"{{shop.Domain}}","plan_name":"{{plan}}"}""";
        using var answer = await (SignedDelivery.Of(service, shop, "shop/update") with
        {
            Body = Encoding.UTF8.GetBytes(body),
        }).SendAsync(service);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }
}

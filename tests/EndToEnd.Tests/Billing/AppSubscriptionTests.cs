using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Shopkeeper.EndToEnd.Tests.BackEnds;
using Shopkeeper.EndToEnd.Tests.Operations;
using Shopkeeper.EndToEnd.Tests.Running;

namespace Shopkeeper.EndToEnd.Tests.Billing;

/// <summary>
/// The shop's subscription to the app, as Shopify tells of it in any order, and what an uninstall shows of it. Whether
/// the last CANCELLED comes before the uninstall, after it or never, nobody can say: each is right here.
/// </summary>
public sealed class AppSubscriptionTests(SharedServices services)
{
    private static readonly string[] Nothing = [];

    [Theory, OnBothDatabases]
    public async Task Subscription_is_shown_wherever_somebody_ends_the_stay_and_the_newest_word_counts(
        DatabaseKind kind)
    {
        var service = await services.OnAsync(kind);
        var shop = await Merchant.InstalledAsync(service);
        var other = await Merchant.InstalledAsync(service);
        await TellAsync(service, shop, "ACTIVE", 10);
        await TellAsync(service, shop, "PENDING", 5);
        Assert.Equal(["ACTIVE"], Statuses(await service.Operations.ReadAsync($"shops/{shop.Domain}")));
        Assert.Equal(Nothing, Statuses(await service.Operations.ReadAsync($"shops/{other.Domain}")));

        foreach (var order in (string[])["uninstall", "reset"])
        {
            using var answer = await service.OrderAsync($"shops/{shop.Domain}/{order}?dryRun=true");
            var told = (await answer.ReadJsonAsync()).GetProperty("billing")[0];
            Assert.Equal(
                ("ACTIVE", "Monthly", "10.00", "EUR", "every_30_days"),
                (
                    told.GetProperty("status").GetString()!, told.GetProperty("name").GetString()!,
                    told.GetProperty("price").GetString()!, told.GetProperty("currency").GetString()!,
                    told.GetProperty("interval").GetString()!));
        }

        Assert.Equal(["ACTIVE"], Statuses(await service.ServedAsync(HttpMethod.Get, shop.Domain)));

        // The app stays installed in a reset, and Shopify goes on charging.
        await service.UntilCertifiedAsync(await service.ResetByOperatorAsync(shop));
        Assert.Equal(["ACTIVE"], Statuses(await service.Operations.ReadAsync($"shops/{shop.Domain}")));
        await TellAsync(service, shop, "CANCELLED", 20);
        await TellAsync(service, shop, "ACTIVE", 15);
        Assert.Equal(["CANCELLED"], Statuses(await service.Operations.ReadAsync($"shops/{shop.Domain}")));
    }

    [Theory, OnBothDatabases]
    public async Task Subscription_that_was_active_when_the_merchant_uninstalled_is_shown_with_the_teardown_for_good(
        DatabaseKind kind)
    {
        var service = await services.OnAsync(kind);
        var shop = await Merchant.InstalledAsync(service);
        await TellAsync(service, shop, "ACTIVE", 1);

        await service.Shopify.Control.UninstallAsync(shop.Domain, null, CancellationToken.None);

        var certificate = await service.UntilCertifiedAsync(shop);
        var teardown = certificate.GetProperty("claims").GetProperty("teardownId").GetGuid();
        var certified = await service.UntilCertifiedAsync(teardown);
        var told = Assert.Single(certified.GetProperty("billing").EnumerateArray());
        Assert.Equal(
            ("ACTIVE", 1), (told.GetProperty("status").GetString(), told.GetProperty("count").GetInt32()));
    }

    [Theory, OnBothDatabases]
    public async Task Last_word_before_or_after_the_uninstall_or_never_leaves_nothing_and_reaches_no_newer_stay(
        DatabaseKind kind)
    {
        var service = await services.OnAsync(kind);
        foreach (var when in (string[])["before", "after", "never"])
        {
            var shop = await Merchant.InstalledAsync(service);
            await TellAsync(service, shop, "ACTIVE", 1);
            if (when == "before") await TellAsync(service, shop, "CANCELLED", 2);
            await service.UntilCertifiedAsync(await service.EndByOperatorAsync(shop));
            if (when == "after")
            {
                await TellAsync(service, shop, "CANCELLED", 2, "unknown-shop");
                Assert.False(await service.KnowsAsync(shop));
            }

            Assert.Equal(0, await service.ReadResidueAsync(shop));
            var served = await service.ServedAsync(HttpMethod.Get, shop.Domain);
            Assert.Equal(Nothing, Statuses(served));

            await shop.InstallAsync();
            await TellAsync(service, shop, "ACTIVE", -3600);
            await TellAsync(service, shop, "CANCELLED", -3600);
            Assert.Equal(Nothing, Statuses(await service.Operations.ReadAsync($"shops/{shop.Domain}")));
            await TellAsync(service, shop, "ACTIVE", 3);
            Assert.Equal(["ACTIVE"], Statuses(await service.Operations.ReadAsync($"shops/{shop.Domain}")));
        }
    }

    [Theory, OnBothDatabases]
    public async Task Word_about_a_shop_that_nobody_knows_or_another_is_200_and_stores_nothing(DatabaseKind kind)
    {
        var service = await services.OnAsync(kind);
        var stranger = await Merchant.OpenAsync(service);
        await TellAsync(service, stranger, "ACTIVE", 1, "unknown-shop");
        Assert.False(await service.KnowsAsync(stranger));

        var shop = await Merchant.InstalledAsync(service);
        await TellAsync(service, shop, "ACTIVE", 1, "refused", stranger.ShopId);
        Assert.Equal(Nothing, Statuses(await service.Operations.ReadAsync($"shops/{shop.Domain}")));
    }

    private static string[] Statuses(JsonElement view) =>
        [.. view.GetProperty("billing").EnumerateArray().Select(one => one.GetProperty("status").GetString()!)];

    private static async Task TellAsync(
        ShopkeeperProcess service, Merchant shop, string status, int seconds, string verdict = "accepted",
        long? shopId = null)
    {
        var at = TimeProvider.System.GetUtcNow().AddSeconds(seconds).ToString(
            "yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        var body = JsonContent.Create(new Dictionary<string, object>
        {
            ["app_subscription"] = new Dictionary<string, object>
            {
                ["admin_graphql_api_id"] = "gid://shopify/AppSubscription/1029266962",
                ["name"] = "Monthly",
                ["status"] = status,
                ["admin_graphql_api_shop_id"] = $"gid://shopify/Shop/{shopId ?? shop.ShopId}",
                ["updated_at"] = at,
                ["currency"] = "EUR",
                ["price"] = "10.00",
                ["interval"] = "every_30_days",
            },
        });
        var delivery = SignedDelivery.Of(service, shop, "app_subscriptions/update") with
        {
            Body = Encoding.UTF8.GetBytes(await body.ReadAsStringAsync()),
        };
        using var answer = await delivery.SendAsync(service);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        await service.UntilVerdictAsync(delivery.WebhookId, verdict);
    }
}

using Shopkeeper.EndToEnd.Tests.BackEnds;
using Shopkeeper.EndToEnd.Tests.Running;
using Shopkeeper.EndToEnd.Tests.Subscriptions;
using Shopkeeper.Simulator.Control;

namespace Shopkeeper.EndToEnd.Tests.Sessions;

/// <summary>An app whose users have online tokens of their own, and a page of its own in the admin.</summary>
public sealed class OnlineSessionTests(SubscribingServices services)
{
    [Theory, OnBothDatabases]
    public async Task User_who_opens_the_app_has_a_token_for_back_ends_until_it_expires_or_the_app_goes(
        DatabaseKind kind)
    {
        var service = await services.OnAsync(kind);
        var shop = await Merchant.OpenAsync(service);
        await shop.InstallAtShopifyAsync();
        await AssertProblemAsync(service, shop, shop.OwnerId, 403, "not-installed");
        using (var frame = new AdminFrame(service, shop))
        {
            var (page, _) = await frame.OpenAsync();
            Assert.StartsWith(
                "https://app.example.com/home?from=admin&", page.AbsoluteUri, StringComparison.Ordinal);
            foreach (var part in (string[])[$"shop={shop.Domain}", "embedded=1", "host=", "locale=en"])
                Assert.Contains(part, page.Query, StringComparison.Ordinal);
            foreach (var part in (string[])["id_token", "hmac", "timestamp", "session"])
                Assert.DoesNotContain($"{part}=", page.Query, StringComparison.Ordinal);
        }

        await AssertTokenAsync(service, shop);
        await AssertExpiryAsync(service, shop);
        await service.EndByOperatorAsync(shop);
        await AssertProblemAsync(service, shop, shop.OwnerId, 403, "not-installed");
        await service.UntilCertifiedAsync(shop);
        Assert.Equal(0, await service.ReadResidueAsync(shop));
    }

    private static async Task AssertTokenAsync(ShopkeeperProcess service, Merchant shop)
    {
        var path = $"{shop.Domain}/users/{shop.OwnerId}/token";
        var read = await service.ServedAsync(HttpMethod.Get, path);
        var token = shop.Note("an online token", read.GetProperty("accessToken").GetString()!);
        Assert.True(await shop.TakesAsync(token));
        Assert.NotEqual(token, await shop.ReadAccessTokenAsync());
        Assert.Equal($"{shop.OwnerId}", read.GetProperty("userId").GetString());
        Assert.Equal("read_products", read.GetProperty("scopes").GetString());
        Assert.InRange(
            read.GetProperty("expiresAt").GetDateTimeOffset() - TimeProvider.System.GetUtcNow(),
            TimeSpan.FromHours(23), TimeSpan.FromHours(24));

        await AssertProblemAsync(service, shop, shop.StaffId, 404, "no-session");
        foreach (var user in (string[])["0", "-1", "x", "99999999999999999999"])
        {
            using var wrong = await service.ServeAsync(HttpMethod.Get, $"{shop.Domain}/users/{user}/token");
            await wrong.AssertProblemAsync(400, "bad-request", "userId");
        }
        using var reader = await service.ServeAsync(HttpMethod.Get, path, key: service.Keys.ServiceReader);
        await reader.AssertProblemAsync(403, "scope-required");
        var page = await service.Operations.ReadAsync($"audit?shop={shop.Domain}&action=read-user-token");
        Assert.Equal(
            ["no-session", "accepted", "not-installed"],
            page.GetProperty("items").EnumerateArray().Select(entry => entry.GetProperty("outcome").GetString()));
        Assert.DoesNotContain($"{shop.OwnerId}", page.GetRawText(), StringComparison.Ordinal);
    }

    private static async Task AssertExpiryAsync(ShopkeeperProcess service, Merchant shop)
    {
        await service.Shopify.Control.ChangeShopAsync(
            shop.Domain, new ShopChange { OnlineTokenLife = TimeSpan.FromSeconds(20) }, CancellationToken.None);
        await shop.CallAsync(HttpMethod.Get, "/api/session", user: shop.StaffId);
        await AssertProblemAsync(service, shop, shop.StaffId, 409, "session-expired");

        // The next session of his brings another.
        await service.Shopify.Control.ChangeShopAsync(
            shop.Domain, new ShopChange { OnlineTokenLife = TimeSpan.FromHours(9) }, CancellationToken.None);
        await shop.CallAsync(HttpMethod.Get, "/api/session", user: shop.StaffId);
        var read = await service.ServedAsync(HttpMethod.Get, $"{shop.Domain}/users/{shop.StaffId}/token");
        shop.Note("an online token", read.GetProperty("accessToken").GetString()!);
    }

    private static async Task AssertProblemAsync(
        ShopkeeperProcess service, Merchant shop, long user, int status, string code)
    {
        using var answer = await service.ServeAsync(HttpMethod.Get, $"{shop.Domain}/users/{user}/token");
        await answer.AssertProblemAsync(status, code);
    }
}

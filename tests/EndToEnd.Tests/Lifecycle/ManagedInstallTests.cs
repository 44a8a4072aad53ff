using System.Net;
using System.Net.Http.Headers;
using Shopkeeper.EndToEnd.Tests.Running;
using Shopkeeper.Simulator.Control;
using Shopkeeper.Testing;

namespace Shopkeeper.EndToEnd.Tests.Lifecycle;

/// <summary>Shopify installs the app and tells nobody: the app learns it from session tokens.</summary>
public sealed class ManagedInstallTests(SharedServices services)
{
    [Theory, OnBothDatabases]
    public async Task Install_when_nobody_told_begins_with_the_first_request_and_its_grant_expires(DatabaseKind kind)
    {
        var service = await services.OnAsync(kind);
        var shop = await Merchant.OpenAsync(service);
        await shop.InstallAtShopifyAsync();
        Assert.False(await service.KnowsAsync(shop));

        var pages = await Task.WhenAll(
            Enumerable.Range(0, 12).Select(_ => shop.SendAsync(HttpMethod.Get, "/api/session")));

        var ids = new HashSet<Guid>();
        foreach (var page in pages)
        {
            var session = await page.ReadJsonAsync();
            ids.Add(session.GetProperty("installationId").GetGuid());
            Assert.Equal(1, session.GetProperty("generation").GetInt32());
            Assert.Empty(session.GetProperty("missingScopes").EnumerateArray());
            page.Dispose();
        }

        Assert.Single(ids);
        Assert.Single(await ExchangesAsync(service, shop));
        Assert.True(await shop.TakesAsync(await shop.ReadAccessTokenAsync()));
        foreach (var path in (string[])["configuration", "jobs", "webhooks", "logs"])
            await shop.GetAsync($"/api/{path}");
        Assert.Single(await ExchangesAsync(service, shop));
    }

    [Theory, OnBothDatabases]
    public async Task Install_when_any_route_comes_first_is_carried_out_there(DatabaseKind kind)
    {
        var service = await services.OnAsync(kind);
        var shop = await Merchant.OpenAsync(service);
        await shop.InstallAtShopifyAsync();

        await shop.CallAsync(HttpMethod.Put, "/api/preferences", new { dense = true });

        Assert.True((await shop.GetAsync("/api/preferences")).GetProperty("dense").GetBoolean());
    }

    [Theory, OnBothDatabases]
    public async Task Open_in_the_admin_with_a_token_installs_and_leads_to_the_page(DatabaseKind kind)
    {
        var service = await services.OnAsync(kind);
        var shop = await Merchant.OpenAsync(service);
        await shop.InstallAtShopifyAsync();
        using var frame = new AdminFrame(service, shop);

        var (_, answer) = await frame.OpenAsync();

        await AssertFramedByAsync(shop, answer!);
        Assert.Equal(0, frame.Bounces);
        Assert.Equal(1, (await shop.GetAsync("/api/session")).GetProperty("generation").GetInt32());
    }

    [Theory, OnBothDatabases]
    public async Task Open_in_the_admin_without_a_good_token_fetches_one_and_installs(DatabaseKind kind)
    {
        var service = await services.OnAsync(kind);
        foreach (var change in (Func<Query, Query>[])[
            query => query.Without("id_token").Sign(),
            query => query.At(-3600).Without("id_token").Sign(),
            query => query.Without("hmac").Without("timestamp").Without("id_token"),
        ])
        {
            var shop = await Merchant.OpenAsync(service);
            await shop.InstallAtShopifyAsync();
            using var frame = new AdminFrame(service, shop);

            var (_, answer) = await frame.OpenAsync(change: change);

            await AssertFramedByAsync(shop, answer!);
            Assert.Equal(1, frame.Bounces);
            Assert.DoesNotContain(
                frame.Visited[1..^1], visited => visited.Query.Contains("id_token=", StringComparison.Ordinal));
            await shop.GetAsync("/api/session");
        }

        var late = await Merchant.OpenAsync(service);
        await late.InstallAtShopifyAsync();
        using var again = new AdminFrame(service, late);
        await again.OpenAsync(new SessionTokenRequest { Lifetime = TimeSpan.FromSeconds(-60) });
        Assert.Equal(1, again.Bounces);
    }

    [Theory, OnBothDatabases]
    public async Task Open_in_the_admin_of_a_shop_that_has_uninstalled_leaves_the_frame_for_an_approval(
        DatabaseKind kind)
    {
        var service = await services.OnAsync(kind);
        var shop = await Merchant.OpenAsync(service);
        using var frame = new AdminFrame(service, shop);

        var (_, answer) = await frame.OpenAsync();

        var page = await answer!.ReadTextAsync();
        Assert.Contains($"/auth?shop={shop.Domain}", page, StringComparison.Ordinal);
        Assert.Contains("_top", page, StringComparison.Ordinal);
        Assert.False(await service.KnowsAsync(shop));
        await shop.InstallAsync();
    }

    [Theory, OnBothDatabases]
    public async Task Open_outside_the_admin_goes_to_the_code_grant(DatabaseKind kind)
    {
        var service = await services.OnAsync(kind);
        var shop = await Merchant.OpenAsync(service);
        using var frame = new AdminFrame(service, shop);

        var (address, _) = await frame.OpenAsync(
            change: query => query.Without("embedded").Without("id_token").Without("session").Sign());

        Assert.StartsWith(
            $"{service.Shopify.BaseUrl}{shop.Domain}/admin/", address.AbsoluteUri, StringComparison.Ordinal);
        Assert.StartsWith("/auth?shop=", frame.Visited[1].PathAndQuery, StringComparison.Ordinal);
    }

    [Theory, OnBothDatabases]
    public async Task Page_of_a_shop_without_the_app_asks_shopify_once_for_a_token(DatabaseKind kind)
    {
        var service = await services.OnAsync(kind);
        var shop = await Merchant.OpenAsync(service);
        var token = await shop.MintTokenAsync();

        for (var time = 0; time < 5; time++)
        {
            using var answer = await GetAsync(service, token);
            await answer.AssertProblemAsync(403, "not-installed", "shop");
        }

        Assert.Single(await ExchangesAsync(service, shop));
        Assert.False(await service.KnowsAsync(shop));
    }

    [Theory, OnBothDatabases]
    public async Task Token_that_shopify_finds_too_old_has_the_page_fetch_another(DatabaseKind kind)
    {
        var service = await services.OnAsync(kind);
        var shop = await Merchant.OpenAsync(service);
        await shop.InstallAtShopifyAsync();

        // Within our leeway, and over at Shopify.
        var token = await shop.MintTokenAsync(new SessionTokenRequest { Lifetime = TimeSpan.FromSeconds(-3) });
        using var answer = await GetAsync(service, token);

        await answer.AssertProblemAsync(401, "bad-session-token", "Authorization");
        Assert.Equal("1", Assert.Single(answer.Headers.GetValues("X-Shopify-Retry-Invalid-Session-Request")));
        Assert.False(await service.KnowsAsync(shop));
        await shop.GetAsync("/api/session");
    }

    [Theory, OnBothDatabases]
    public async Task Install_when_shopify_does_not_answer_is_unavailable_and_then_works(DatabaseKind kind)
    {
        var service = await services.OnAsync(kind);
        var shop = await Merchant.OpenAsync(service);
        await shop.InstallAtShopifyAsync();
        var fault = await service.Shopify.Control.AddFaultAsync(
            new Fault { Shop = shop.Domain, Operation = "oauth/access_token", Status = 500 }, CancellationToken.None);
        using (var answer = await shop.SendAsync(HttpMethod.Get, "/api/session"))
        {
            await answer.AssertProblemAsync(503, "install-unavailable");
            Assert.NotNull(answer.Headers.RetryAfter);
        }

        await service.Shopify.Control.RemoveFaultAsync(fault.Id!, CancellationToken.None);
        await Eventually.UntilAsync("the app is installed", async () =>
        {
            using var answer = await shop.SendAsync(HttpMethod.Get, "/api/session");
            return answer.IsSuccessStatusCode;
        }, cancellationToken: TestContext.Current.CancellationToken);
    }

    // shopify_app#1886: the old row survived, the token was never exchanged, and the shop was lost.
    [Theory, OnBothDatabases]
    public async Task Reinstall_that_nobody_announced_is_noticed_with_the_very_first_request(DatabaseKind kind)
    {
        var service = await services.OnAsync(kind);
        var shop = await Merchant.OpenAsync(service);
        using var browser = new MerchantBrowser(service);
        await browser.InstallAsync(shop.Domain);
        await service.Shopify.Control.UninstallAsync(
            shop.Domain, new UninstallRequest { Send = false }, CancellationToken.None);
        await shop.InstallAtShopifyAsync();

        var session = await shop.GetAsync("/api/session");

        Assert.Equal(2, session.GetProperty("generation").GetInt32());
        var certificate = await service.UntilCertifiedAsync(shop);
        Assert.Equal("ended-before-reinstall", certificate.GetProperty("claims").GetProperty("cause").GetString());
        Assert.True(await shop.TakesAsync(await shop.ReadAccessTokenAsync()));
    }

    // A shop that was quiet for an hour: there is no token left to ask Shopify with.
    [Theory, OnBothDatabases]
    public async Task Reinstall_that_nobody_announced_is_noticed_though_the_stored_token_has_expired(DatabaseKind kind)
    {
        var service = await services.OnAsync(kind);
        var shop = await QuietlyReinstalledAsync(service);

        var session = await shop.GetAsync("/api/session");

        Assert.Equal(2, session.GetProperty("generation").GetInt32());
        var certificate = await service.UntilCertifiedAsync(shop);
        Assert.Equal("ended-before-reinstall", certificate.GetProperty("claims").GetProperty("cause").GetString());
        Assert.True(await shop.TakesAsync(await shop.ReadAccessTokenAsync()));
    }

    [Theory, OnBothDatabases]
    public async Task Reinstall_that_nobody_announced_is_noticed_as_soon_as_shopify_answers_again(DatabaseKind kind)
    {
        var service = await services.OnAsync(kind);
        var shop = await QuietlyReinstalledAsync(service);
        var silent = await service.Shopify.Control.AddFaultAsync(
            new Fault { Shop = shop.Domain, Operation = "oauth/access_token", Status = 503 }, CancellationToken.None);
        var page = await shop.MintTokenAsync(new SessionTokenRequest { Lifetime = TimeSpan.FromMinutes(5) });
        Assert.Equal(1, await GenerationAsync(service, page));

        await service.Shopify.Control.RemoveFaultAsync(silent.Id!, CancellationToken.None);

        await Eventually.UntilAsync(
            "the same session is the new stay's",
            async () => await GenerationAsync(service, page) == 2,
            cancellationToken: TestContext.Current.CancellationToken);
        await service.UntilCertifiedAsync(shop);
    }

    // A known session asks Shopify nothing, so it is the app's own work that meets the dead token.
    [Theory, OnBothDatabases]
    public async Task Reinstall_is_noticed_by_a_known_session_once_the_apps_work_was_refused(DatabaseKind kind)
    {
        var service = await services.OnAsync(kind);
        var shop = await Merchant.InstalledAsync(service);
        var page = await shop.MintTokenAsync(new SessionTokenRequest { Lifetime = TimeSpan.FromMinutes(5) });
        Assert.Equal(1, await GenerationAsync(service, page));
        await service.Shopify.Control.InstallAsync(
            shop.Domain, new InstallRequest { Kind = InstallKind.Managed, Reinstall = true }, CancellationToken.None);
        Assert.Equal(1, await GenerationAsync(service, page));

        await shop.StartJobAsync();

        await Eventually.UntilAsync(
            "the known session is the new stay's",
            async () => await GenerationAsync(service, page) == 2,
            cancellationToken: TestContext.Current.CancellationToken);
        await service.UntilCertifiedAsync(shop);
    }

    // The merchant uninstalled, the delivery was lost, and his page is open still.
    [Theory, OnBothDatabases]
    public async Task Uninstall_that_nobody_announced_is_noticed_with_the_next_session_and_certified(DatabaseKind kind)
    {
        var service = await services.OnAsync(kind);
        var shop = await Merchant.OpenAsync(service);
        using var browser = new MerchantBrowser(service);
        await browser.InstallAsync(shop.Domain);
        await service.Shopify.Control.UninstallAsync(
            shop.Domain, new UninstallRequest { Send = false }, CancellationToken.None);

        using var answer = await shop.SendAsync(HttpMethod.Get, "/api/session");

        await answer.AssertProblemAsync(403, "not-installed");
        var certificate = await service.UntilCertifiedAsync(shop);
        var claims = certificate.GetProperty("claims");
        Assert.Equal("app-not-installed", claims.GetProperty("cause").GetString());
        Assert.Equal(
            ["token-endpoint:app_not_installed"],
            claims.GetProperty("evidence").EnumerateArray().Select(code => code.GetString()));
    }

    [Theory, OnBothDatabases]
    public async Task Uninstall_by_an_operator_is_not_undone_by_a_page_that_is_open(DatabaseKind kind)
    {
        var service = await services.OnAsync(kind);
        var shop = await Merchant.InstalledAsync(service);

        var end = service.EndByOperatorAsync(shop);
        while (!end.IsCompleted)
        {
            using var poll = await shop.SendAsync(HttpMethod.Get, "/api/session");
            if (poll.StatusCode == HttpStatusCode.OK)
            {
                var session = await poll.ReadJsonAsync();
                Assert.Equal(1, session.GetProperty("generation").GetInt32());
            }
        }

        var teardown = await end;
        using var after = await shop.SendAsync(HttpMethod.Get, "/api/session");
        await after.AssertProblemAsync(403, "not-installed");
        await service.UntilCertifiedAsync(teardown);
        Assert.Null((await service.Shopify.Control.GetShopAsync(shop.Domain, CancellationToken.None)).InstallationId);
    }

    // Installed, quiet until the token had expired, and installed again without a word.
    private static async Task<Merchant> QuietlyReinstalledAsync(ShopkeeperProcess service)
    {
        var shop = await Merchant.OpenAsync(service);
        await LiveAsync(service, shop, TimeSpan.FromSeconds(1));
        using var browser = new MerchantBrowser(service);
        await browser.InstallAsync(shop.Domain);
        var expired = TimeProvider.System.GetUtcNow().AddSeconds(1.5);
        await Eventually.UntilAsync(
            "the token has expired",
            () => Task.FromResult(TimeProvider.System.GetUtcNow() >= expired),
            cancellationToken: TestContext.Current.CancellationToken);
        await service.Shopify.Control.InstallAsync(
            shop.Domain, new InstallRequest { Kind = InstallKind.Managed, Reinstall = true }, CancellationToken.None);
        await LiveAsync(service, shop, TimeSpan.FromHours(1));
        return shop;
    }

    private static Task<ShopView> LiveAsync(ShopkeeperProcess service, Merchant shop, TimeSpan life) =>
        service.Shopify.Control.ChangeShopAsync(
            shop.Domain, new ShopChange { AccessTokenLife = life }, CancellationToken.None);

    private static async Task<int> GenerationAsync(ShopkeeperProcess service, string token)
    {
        using var answer = await GetAsync(service, token);
        return (await answer.ReadJsonAsync()).GetProperty("generation").GetInt32();
    }

    private static async Task AssertFramedByAsync(Merchant shop, HttpResponseMessage answer)
    {
        var page = await answer.ReadTextAsync();
        Assert.True(answer.StatusCode == HttpStatusCode.OK, page);
        Assert.Contains("installed", page, StringComparison.Ordinal);
        Assert.Contains(
            $"frame-ancestors https://{shop.Domain} https://admin.shopify.com ",
            Assert.Single(answer.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
        Assert.DoesNotContain("eyJ", page, StringComparison.Ordinal);
    }

    private static async Task<HttpResponseMessage> GetAsync(ShopkeeperProcess service, string token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/session");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return await service.Public.SendAsync(request, CancellationToken.None);
    }

    private static Task<IReadOnlyList<SimulatedCall>> ExchangesAsync(ShopkeeperProcess service, Merchant shop) =>
        service.Shopify.Control.ListCallsAsync(shop.Domain, "oauth/access_token", CancellationToken.None);
}

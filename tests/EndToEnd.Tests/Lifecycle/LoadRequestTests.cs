using System.Net;
using Shopkeeper.EndToEnd.Tests.Running;

namespace Shopkeeper.EndToEnd.Tests.Lifecycle;

/// <summary>
/// The public pages of an install, asked wrongly: a clear 4xx, nothing stored, nobody sent elsewhere, no stack trace.
/// </summary>
public sealed class LoadRequestTests(SharedServices services)
{
    private static readonly string Long = new('x', 3000);

    private static readonly (string Case, int Status, string Field, Func<Query, Query> Change)[] Cases =
    [
        ("hmac of another secret", 401, "hmac", query => query.SignedWith("e2e-some-other-secret")),
        ("hmac empty", 401, "hmac", query => query.With("hmac", "")),
        ("hmac missing outside the admin", 401, "hmac", query => query.Without("embedded").Without("hmac")),
        ("parameter added after signing", 401, "hmac", query => query.With("extra", "1")),
        ("token changed after signing", 401, "hmac", query => query.With("id_token", "e30.e30.e30")),
        ("shop changed after signing", 401, "hmac", query => query.With("shop", "other.myshopify.com")),
        ("timestamp old outside the admin", 401, "timestamp", query => query.Without("embedded").At(-91).Sign()),
        ("timestamp missing outside the admin", 401, "timestamp",
            query => query.Without("embedded").Without("timestamp").Sign()),
        ("shop missing", 400, "shop", query => query.Without("shop").Sign()),
        ("shop no domain", 400, "shop", query => query.With("shop", "evil.example.com").Sign()),
        ("shop of somebody else, signed", 401, "shop",
            query => query.With("shop", "other.myshopify.com").Without("host").Sign()),
        ("shop of somebody else, not signed", 401, "shop",
            query => query.With("shop", "other.myshopify.com").Without("host").Without("hmac")),
        ("host of somebody else", 400, "host", query => query.With("host", "ZXZpbC5leGFtcGxlLmNvbS9hZG1pbg").Sign()),
        ("embedded of no kind", 400, "embedded", query => query.With("embedded", "yes").Sign()),
        ("token no token", 401, "id_token", query => query.With("id_token", "x").Sign()),
        ("token long", 401, "id_token", query => query.With("id_token", new string('e', 7000)).Sign()),
        ("parameter too long", 400, "query", query => query.With("locale", Long).Sign()),
        ("name too long", 400, "query", query => query.With(Long, "1").Sign()),
        ("shop repeated", 400, "query", query => query.Repeating("shop", "other.myshopify.com")),
        ("id_token repeated", 400, "query", query => query.Repeating("id_token", "e30.e30.e30")),
        ("embedded repeated", 400, "query", query => query.Repeating("embedded", "1").Sign()),
        ("unknown one repeated", 400, "query", query => query.Repeating("ids[]", "1").Repeating("ids[]", "2").Sign()),
        ("many parameters", 400, "query", query => Enumerable.Range(0, 40).Aggregate(
            query, (all, index) => all.With($"p{index}", "1")).Sign()),
        ("sent to App Bridge a moment ago, in vain", 401, "id_token",
            query => query.Without("id_token").Without("hmac").With("bounced", Now())),
    ];

    [Theory, OnBothDatabases]
    public async Task Load_request_when_one_detail_is_wrong_names_it_and_stores_nothing(DatabaseKind kind)
    {
        var service = await services.OnAsync(kind);
        var shop = await Merchant.OpenAsync(service);
        await shop.InstallAtShopifyAsync();
        var minted = await service.Shopify.Control.MintSessionTokenAsync(shop.Domain, null, CancellationToken.None);
        var right = Query.Of(minted.LaunchUrl, service.Keys.ApiSecret);
        using var browser = new MerchantBrowser(service);

        foreach (var (name, status, field, change) in Cases)
        {
            using var answer = await browser.OpenAsync("/?" + change(right).Text);
            Assert.True((int)answer.StatusCode == status, $"{name}: {(int)answer.StatusCode}");
            await answer.AssertProblemAsync(status, field: field);
            Assert.False(answer.Headers.Contains("Set-Cookie"), name);
        }

        Assert.False(await service.KnowsAsync(shop));
        Assert.Empty(await service.Shopify.Control.ListCallsAsync(
            shop.Domain, "oauth/access_token", CancellationToken.None));
    }

    [Theory, OnBothDatabases]
    public async Task Reload_leads_to_the_app_itself_or_is_refused(DatabaseKind kind)
    {
        var service = await services.OnAsync(kind);
        var own = service.AppUrl.GetLeftPart(UriPartial.Authority);
        foreach (var target in (string[])["/", "/?shop=a", $"{own}/", $"{own}/?a=1&b=%20"])
        {
            using var answer = await BounceAsync(service, ("shop", "a.myshopify.com"), ("shopify-reload", target));
            Assert.True(answer.StatusCode == HttpStatusCode.OK, target);
            Assert.Contains(
                "frame-ancestors https://a.myshopify.com https://admin.shopify.com ",
                Assert.Single(answer.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
            Assert.DoesNotContain("reload", await answer.ReadTextAsync(), StringComparison.Ordinal);
        }
        foreach (var target in (string[])[
            "", "https://evil.example.com/", "//evil.example.com", "/\\evil.example.com", "\\\\evil.example.com",
            $"{own}.evil.example.com/", $"{own}@evil.example.com/", "javascript:alert(1)", "data:text/html,x",
            $"http://user@{service.AppUrl.Authority}/", "/\nevil", " /", "http:evil.example.com", Long,
            "%2F%2Fevil.example.com",
        ])
        {
            using var answer = await BounceAsync(service, ("shop", "a.myshopify.com"), ("shopify-reload", target));
            Assert.True(answer.StatusCode == HttpStatusCode.BadRequest, target);
            await answer.AssertProblemAsync(400, "bad-request", "shopify-reload");
        }
    }

    [Theory, OnBothDatabases]
    public async Task Reload_without_a_shop_or_with_two_is_refused_and_frames_nothing(DatabaseKind kind)
    {
        var service = await services.OnAsync(kind);
        foreach (var shop in (string[])["", "evil.example.com", "a.myshopify.com; script-src *", Long])
        {
            using var answer = await BounceAsync(service, ("shop", shop), ("shopify-reload", "/"));
            await answer.AssertProblemAsync(400, "bad-request", "shop");
            Assert.Equal(
                "frame-ancestors 'none'", Assert.Single(answer.Headers.GetValues("Content-Security-Policy")));
        }
        using var twice = await BounceAsync(
            service, ("shop", "a.myshopify.com"), ("shop", "b.myshopify.com"), ("shopify-reload", "/"));
        await twice.AssertProblemAsync(400, "bad-request", "shop");
        using var reloads = await BounceAsync(
            service, ("shop", "a.myshopify.com"), ("shopify-reload", "/"), ("shopify-reload", "/"));
        await reloads.AssertProblemAsync(400, "bad-request", "shopify-reload");
    }

    [Theory, OnBothDatabases]
    public async Task Page_when_asked_by_a_bot_or_on_the_other_listener_is_not_there(DatabaseKind kind)
    {
        var service = await services.OnAsync(kind);
        foreach (var path in (string[])["/", "/auth/session-token", "/auth?shop=a.myshopify.com"])
        {
            using var head = new HttpRequestMessage(HttpMethod.Head, path);
            using var answer = await service.Public.SendAsync(head, CancellationToken.None);
            Assert.Equal(HttpStatusCode.MethodNotAllowed, answer.StatusCode);
            Assert.False(answer.Headers.Contains("Set-Cookie"));
            using var inside = await service.Internal.GetAsync(
                path, TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.NotFound, inside.StatusCode);
        }
    }

    private static Task<HttpResponseMessage> BounceAsync(
        ShopkeeperProcess service, params (string Name, string Value)[] query) =>
        service.Public.GetAsync("/auth/session-token?" + string.Join('&', query.Select(
            pair => $"{pair.Name}={Uri.EscapeDataString(pair.Value)}")));

    private static string Now() => $"{TimeProvider.System.GetUtcNow().ToUnixTimeSeconds()}";
}

using System.Net;
using Shopkeeper.EndToEnd.Tests.Running;

namespace Shopkeeper.EndToEnd.Tests.Lifecycle;

/// <summary>
/// A callback that is wrong in one detail: a clear 4xx that names field and remedy, nothing stored, nothing repeated
/// that was sent.
/// </summary>
public sealed class CallbackRefusalTests(SharedServices services)
{
    private static readonly (string Case, int Status, string Field, Func<Query, Query> Change)[] Cases =
    [
        ("hmac of another secret", 401, "hmac", query => query.SignedWith("e2e-some-other-secret")),
        ("hmac missing", 401, "hmac", query => query.Without("hmac")),
        ("hmac empty", 401, "hmac", query => query.With("hmac", "")),
        ("hmac cut short", 401, "hmac", query => query.With("hmac", query["hmac"][..63])),
        ("hmac no hex", 401, "hmac", query => query.With("hmac", new string('z', 64))),
        ("parameter added after signing", 401, "hmac", query => query.With("extra", "1")),
        ("code changed after signing", 401, "hmac", query => query.With("code", "somebody-elses-code")),
        ("shop changed after signing", 401, "hmac", query => query.With("shop", "other.myshopify.com")),
        ("shop of another domain", 400, "shop", query => query.With("shop", "evil.example.com").Sign()),
        ("shop with a path", 400, "shop", query => query.With("shop", "a.myshopify.com/evil").Sign()),
        ("shop missing", 400, "shop", query => query.Without("shop").Sign()),
        ("shop of somebody else, signed", 401, "state",
            query => query.With("shop", "other.myshopify.com").Without("host").Sign()),
        ("shop repeated", 400, "query", query => query.Repeating("shop", "other.myshopify.com")),
        ("state repeated", 400, "query", query => query.Repeating("state", "another")),
        ("code repeated", 400, "query", query => query.Repeating("code", "another")),
        ("hmac repeated", 400, "query", query => query.Repeating("hmac", new string('0', 64))),
        ("timestamp old", 401, "timestamp", query => query.At(-91).Sign()),
        ("timestamp ahead", 401, "timestamp", query => query.At(95).Sign()),
        ("timestamp no number", 401, "timestamp", query => query.With("timestamp", "yesterday").Sign()),
        ("timestamp too large", 401, "timestamp", query => query.With("timestamp", "99999999999999999999").Sign()),
        ("timestamp missing", 401, "timestamp", query => query.Without("timestamp").Sign()),
        ("state another", 401, "state", query => query.With("state", "e2e-another-state").Sign()),
        ("state missing", 400, "state", query => query.Without("state").Sign()),
        ("state long", 400, "state", query => query.With("state", new string('s', 3000)).Sign()),
        ("code missing", 400, "code", query => query.Without("code").Sign()),
        ("code empty", 400, "code", query => query.With("code", "").Sign()),
        ("host of somebody else", 400, "host", query => query.With("host", Base64("evil.example.com/admin")).Sign()),
        ("host no base64", 400, "host", query => query.With("host", "%%%").Sign()),
        ("host of another shop", 400, "host",
            query => query.With("host", Base64("other.myshopify.com/admin")).Sign()),
        ("host of the admin with a path", 400, "host",
            query => query.With("host", Base64("admin.shopify.com/store/a/../b")).Sign()),
    ];

    [Theory, OnBothDatabases]
    public async Task Callback_when_one_detail_is_wrong_names_it_and_stores_nothing(DatabaseKind kind)
    {
        var service = await services.OnAsync(kind);
        var shop = await Merchant.OpenAsync(service);
        using var browser = new MerchantBrowser(service);
        var right = Query.Of(await browser.ApproveAsync(shop.Domain), service.Keys.ApiSecret);

        foreach (var (name, status, field, change) in Cases)
        {
            var wrong = change(right);
            using var answer = await browser.OpenAsync("/auth/callback?" + wrong.Text);
            await answer.AssertProblemAsync(status, field: field);
            var body = await answer.ReadTextAsync();
            foreach (var sent in (string[])["hmac", "code", "state", "host"])
            {
                if (wrong[sent] is { Length: >= 8 } value)
                    Assert.False(body.Contains(value, StringComparison.Ordinal), $"{name}: the answer repeats {sent}.");
            }
        }

        Assert.False(await service.KnowsAsync(shop));
        Assert.Empty(await service.Shopify.Control.ListCallsAsync(
            shop.Domain, "oauth/access_token", CancellationToken.None));

        // None of the attempts used anything up: the right callback still installs.
        await browser.FollowAsync(new Uri(service.PublicUrl, "/auth/callback?" + right.At(0).Sign().Text));
        await shop.GetAsync("/api/session");
    }

    [Theory, OnBothDatabases]
    public async Task Callback_when_opened_in_another_browser_is_refused(DatabaseKind kind)
    {
        var service = await services.OnAsync(kind);
        var shop = await Merchant.OpenAsync(service);
        using var victim = new MerchantBrowser(service);
        using var attacker = new MerchantBrowser(service);
        var callback = await attacker.ApproveAsync(shop.Domain);
        await victim.ApproveAsync(shop.Domain);

        using var answer = await victim.OpenAsync(callback);

        await answer.AssertProblemAsync(401, "bad-state", "state");
    }

    [Theory, OnBothDatabases]
    public async Task Callback_when_replayed_is_refused_even_with_its_cookie(DatabaseKind kind)
    {
        var service = await services.OnAsync(kind);
        var shop = await Merchant.OpenAsync(service);
        using var browser = new MerchantBrowser(service);
        var callback = await browser.ApproveAsync(shop.Domain);
        var kept = Assert.Single(browser.Cookies.GetAllCookies());
        var (name, value) = (kept.Name, kept.Value);
        await browser.FollowAsync(callback);
        Assert.Empty(browser.Cookies.GetCookies(service.PublicUrl));
        browser.Cookies.Add(service.PublicUrl, new Cookie(name, value, "/"));

        using var answer = await browser.OpenAsync(callback);

        await answer.AssertProblemAsync(401, "bad-state", "state");
    }

    [Theory, OnBothDatabases]
    public async Task Callback_when_its_cookie_is_forged_is_refused(DatabaseKind kind)
    {
        var service = await services.OnAsync(kind);
        var shop = await Merchant.OpenAsync(service);
        foreach (var forged in (string[])["x", new string('A', 400), "%00%ff", new string('A', 9000)])
        {
            using var browser = new MerchantBrowser(service);
            var callback = await browser.ApproveAsync(shop.Domain);
            var name = Assert.Single(browser.Cookies.GetAllCookies()).Name;
            using var request = new HttpRequestMessage(HttpMethod.Get, callback);
            request.Headers.TryAddWithoutValidation("Cookie", $"{name}={forged}");
            using var answer = await service.Public.SendAsync(request, CancellationToken.None);
            await answer.AssertProblemAsync(401, "bad-state", "state");
        }
    }

    [Theory, OnBothDatabases]
    public async Task Begin_when_the_shop_is_wrong_or_repeated_is_refused(DatabaseKind kind)
    {
        var service = await services.OnAsync(kind);
        string[] wrong =
        [
            "", "?shop=", "?shop=a", "?shop=evil.example.com", "?shop=a.myshopify.com.evil.com",
            "?shop=-a.myshopify.com",
            "?shop=a.myshopify.com&shop=b.myshopify.com", "?shop=a.myshopify.com%0a", "?shop=a.myshopify.com%2f..",
            "?shop=%61%00.myshopify.com", "?shop=a%F0%9F%92%A9.myshopify.com", "?shop=https://a.myshopify.com",
            "?shop=user@a.myshopify.com", "?shop=" + new string('a', 64) + ".myshopify.com", "?shop=a.b.myshopify.com",
        ];
        foreach (var query in wrong)
        {
            using var answer = await service.Public.GetAsync("/auth" + query, CancellationToken.None);
            await answer.AssertProblemAsync(400, field: "shop");
            Assert.False(answer.Headers.Contains("Set-Cookie"), query);
        }
    }

    private static string Base64(string text) =>
        Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(text)).TrimEnd('=');
}

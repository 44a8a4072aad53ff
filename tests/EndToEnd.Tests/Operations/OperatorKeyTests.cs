using System.Net;
using System.Net.Http.Json;
using Shopkeeper.EndToEnd.Tests.Running;

namespace Shopkeeper.EndToEnd.Tests.Operations;

/// <summary>Who may look at the operators' side, and who may act.</summary>
public sealed class OperatorKeyTests(SharedServices services)
{
    private static readonly string[] Guarded =
    [
        "/ops/api/shops", "/ops/api/teardowns", "/ops/api/certificates", "/ops/api/shops/a.myshopify.com",
        "/ops/api/shops/a.myshopify.com/residue", "/ops/api/deliveries/x", "/dashboard", "/dashboard/",
        "/dashboard/DashboardCounters", "/dashboard/ClusterStats", "/dashboard/Reminders/1",
        "/dashboard/index.min.js", "/dashboard/Trace",
    ];

    [Theory, OnBothDatabases]
    public async Task Operators_when_the_key_is_missing_wrong_or_expired_are_refused(DatabaseKind kind)
    {
        var service = await services.OnAsync(kind);
        string?[] headers =
        [
            null, "Bearer", "Bearer x", $"Bearer {service.Keys.Expired}", $"Bearer {service.Keys.Operator}x",
            $"Bearer {Keys.HashOf(service.Keys.Operator)}", $"Basic {service.Keys.Operator}", service.Keys.Operator,
            $"Bearer {new string('k', 2000)}",
        ];
        foreach (var path in Guarded)
        {
            foreach (var header in headers)
            {
                using var answer = await AskAsync(service, HttpMethod.Get, path, header);
                await answer.AssertProblemAsync(401, "operator-key-required", "Authorization");
            }
        }
        using var query = await AskAsync(service, HttpMethod.Get, $"/ops/api/shops?key={service.Keys.Operator}", null);
        await query.AssertProblemAsync(401);
    }

    [Theory, OnBothDatabases]
    public async Task Viewer_when_it_reads_may_and_when_it_acts_may_not(DatabaseKind kind)
    {
        var service = await services.OnAsync(kind);
        var shop = await Merchant.InstalledAsync(service);
        foreach (var path in (string[])
            ["/ops/api/shops", $"/ops/api/shops/{shop.Domain}", "/ops/api/teardowns", "/ops/api/certificates"])
        {
            using var answer = await AskAsync(service, HttpMethod.Get, path, $"Bearer {service.Keys.Viewer}");
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/ops/api/shops/{shop.Domain}/uninstall");
        request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {service.Keys.Viewer}");
        request.Content = JsonContent.Create(new { reason = "test", confirm = shop.Domain });
        using var refused = await service.Internal.SendAsync(request, CancellationToken.None);
        await refused.AssertProblemAsync(403, "role-required", "Authorization");
        await shop.GetAsync("/api/session");
    }

    [Theory, OnBothDatabases]
    public async Task Browser_when_it_posts_the_key_once_is_signed_in_by_cookie(DatabaseKind kind)
    {
        var service = await services.OnAsync(kind);
        using var page = await service.Internal.GetAsync("/ops/sign-in", TestContext.Current.CancellationToken);
        Assert.Equal("text/html", page.Content.Headers.ContentType?.MediaType);
        using var wrong = await PostKeyAsync(service, "not-the-key");
        Assert.Equal(HttpStatusCode.Unauthorized, wrong.StatusCode);
        Assert.False(wrong.Headers.Contains("Set-Cookie"));
        using var expired = await PostKeyAsync(service, service.Keys.Expired);
        Assert.Equal(HttpStatusCode.Unauthorized, expired.StatusCode);

        using var right = await PostKeyAsync(service, service.Keys.Operator);

        Assert.Equal(HttpStatusCode.Found, right.StatusCode);
        var set = Assert.Single(right.Headers.GetValues("Set-Cookie"));
        Assert.Contains("httponly", set, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=strict", set, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(service.Keys.Operator, set, StringComparison.Ordinal);
        var cookie = set.Split(';')[0];
        service.Ledger.Add("an operator's cookie", cookie.Split('=')[1]);
        foreach (var path in (string[])["/dashboard/DashboardCounters", "/ops/api/shops"])
        {
            using var answer = await AskAsync(service, HttpMethod.Get, path, null, cookie);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            using var forged = await AskAsync(service, HttpMethod.Get, path, null, cookie[..^3] + "AAA");
            await forged.AssertProblemAsync(401);
        }
    }

    [Theory, OnBothDatabases]
    public async Task Dashboard_when_opened_with_a_key_is_whole(DatabaseKind kind)
    {
        var service = await services.OnAsync(kind);
        foreach (var path in (string[])["/dashboard/", "/dashboard/DashboardCounters", "/dashboard/ClusterStats"])
        {
            using var answer = await AskAsync(service, HttpMethod.Get, path, $"Bearer {service.Keys.Viewer}");
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            var policy = string.Join(' ', answer.Headers.GetValues("Content-Security-Policy"));
            Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
        }
    }

    [Theory, OnBothDatabases]
    public async Task Uninstall_when_reason_or_confirmation_is_wrong_is_refused_and_changes_nothing(DatabaseKind kind)
    {
        var service = await services.OnAsync(kind);
        var shop = await Merchant.InstalledAsync(service);
        var path = $"shops/{shop.Domain}/uninstall";
        const string Nobody = "nobody-e2e.myshopify.com";
        (string Path, object Body, int Status, string? Field)[] wrong =
        [
            (path, new { }, 400, "reason"),
            (path, new { reason = "because", confirm = shop.Domain }, 400, "reason"),
            (path, new { reason = "test" }, 400, "confirm"),
            (path, new { reason = "test", confirm = "other.myshopify.com" }, 400, "confirm"),
            ("shops/nonsense/uninstall", new { reason = "test", confirm = "nonsense" }, 400, "shop"),
            ($"shops/{Nobody}/uninstall", new { reason = "test", confirm = Nobody }, 404, null),
        ];
        foreach (var (target, body, status, field) in wrong)
        {
            using var answer = await service.Operations.PostAsJsonAsync(target, body, CancellationToken.None);
            await answer.AssertProblemAsync(status, field: field);
        }
        await shop.GetAsync("/api/session");
        var teardown = await service.EndByOperatorAsync(shop);
        Assert.Equal(teardown, await service.EndByOperatorAsync(shop));
    }

    private static async Task<HttpResponseMessage> AskAsync(
        ShopkeeperProcess service, HttpMethod method, string path, string? authorization, string? cookie = null)
    {
        using var request = new HttpRequestMessage(method, path);
        if (authorization is not null) request.Headers.TryAddWithoutValidation("Authorization", authorization);
        if (cookie is not null) request.Headers.TryAddWithoutValidation("Cookie", cookie);
        return await service.Internal.SendAsync(request, CancellationToken.None);
    }

    private static async Task<HttpResponseMessage> PostKeyAsync(ShopkeeperProcess service, string key)
    {
        using var form = new FormUrlEncodedContent([KeyValuePair.Create("key", key)]);
        return await service.Internal.PostAsync(
            new Uri(service.InternalUrl, "/ops/sign-in"), form, CancellationToken.None);
    }
}

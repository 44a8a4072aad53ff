using System.Net;
using System.Text.Json;
using Shopkeeper.EndToEnd.Tests.Running;

namespace Shopkeeper.EndToEnd.Tests.Operations;

/// <summary>What operators order is written down first, and told to operators.</summary>
public sealed class AuditTests(SharedServices services)
{
    [Theory, OnBothDatabases]
    public async Task Orders_and_sign_ins_when_accepted_or_refused_are_told_without_a_domain_or_key(DatabaseKind kind)
    {
        var service = await services.OnAsync(kind);
        var shop = await Merchant.InstalledAsync(service);
        using var refused = await service.OrderAsync($"shops/{shop.Domain}/uninstall", new { reason = shop.Domain });
        using var planned = await service.OrderAsync($"shops/{shop.Domain}/uninstall?dryRun=true");
        var reset = await service.OrderedAsync(
            $"shops/{shop.Domain}/reset", new { reason = "test", confirm = shop.Domain });
        await service.UntilCertifiedAsync(reset.GetProperty("teardownId").GetGuid());
        var teardown = await service.EndByOperatorAsync(shop);
        await service.UntilCertifiedAsync(teardown);

        var text = await service.Operations.ReadTextOfAsync($"audit?shop={shop.Domain}");
        Assert.DoesNotContain(shop.Handle, text, StringComparison.Ordinal);
        var entries = JsonDocument.Parse(text).RootElement.GetProperty("items").EnumerateArray()
            .Select(entry => (
                entry.GetProperty("action").GetString(), entry.GetProperty("outcome").GetString(),
                entry.GetProperty("status").GetInt32()))
            .ToArray();
        Assert.Equal(
            [
                ("uninstall-shop", "accepted", 202), ("reset-shop", "accepted", 202),
                ("uninstall-shop-dry-run", "accepted", 200), ("uninstall-shop", "bad-request", 400),
            ],
            entries);

        await SignInAsync(service, "nobody's key");
        await SignInAsync(service, service.Keys.Viewer);
        var signIns = await service.Operations.ReadTextOfAsync("audit?action=sign-in");
        Assert.DoesNotContain("nobody's key", signIns, StringComparison.Ordinal);
        var actors = JsonDocument.Parse(signIns).RootElement.GetProperty("items").EnumerateArray()
            .Select(entry => (
                entry.GetProperty("actor").GetString(), entry.GetProperty("outcome").GetString()))
            .ToArray();
        Assert.Contains(("viewer", "accepted"), actors);
        Assert.Contains(("unknown", "operator-key-required"), actors);
    }

    [Theory, OnBothDatabases]
    public async Task Cookie_when_another_page_orders_with_it_is_refused(DatabaseKind kind)
    {
        var service = await services.OnAsync(kind);
        var shop = await Merchant.InstalledAsync(service);
        using var signedIn = await SignInAsync(service, service.Keys.Operator);
        var cookie = Assert.Single(signedIn.Headers.GetValues("Set-Cookie")).Split(';')[0];
        service.Ledger.Add("an operator's cookie", cookie.Split('=')[1]);
        foreach (var origin in (string?[])[null, "null", "https://evil.example", "http://127.0.0.1:1", "nonsense"])
        {
            using var refused = await WithCookieAsync(service, shop, cookie, origin);
            await refused.AssertProblemAsync(403, "cross-origin", "Origin");
        }
        await shop.GetAsync("/api/session");

        using var own = await WithCookieAsync(
            service, shop, cookie, service.InternalUrl.GetLeftPart(UriPartial.Authority));
        Assert.Equal(HttpStatusCode.OK, own.StatusCode);
    }

    private static async Task<HttpResponseMessage> WithCookieAsync(
        ShopkeeperProcess service, Merchant shop, string cookie, string? origin)
    {
        using var request = new HttpRequestMessage(
            HttpMethod.Post, $"/ops/api/shops/{shop.Domain}/uninstall?dryRun=true");
        request.Headers.TryAddWithoutValidation("Cookie", cookie);
        if (origin is not null) request.Headers.TryAddWithoutValidation("Origin", origin);
        return await service.Internal.SendAsync(request, CancellationToken.None);
    }

    internal static async Task<HttpResponseMessage> SignInAsync(ShopkeeperProcess service, string key)
    {
        using var form = new FormUrlEncodedContent([KeyValuePair.Create("key", key)]);
        return await service.Internal.PostAsync(
            new Uri(service.InternalUrl, "/ops/sign-in"), form, CancellationToken.None);
    }
}

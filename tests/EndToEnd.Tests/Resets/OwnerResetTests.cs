using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Shopkeeper.EndToEnd.Tests.Running;
using Shopkeeper.Simulator.Control;

namespace Shopkeeper.EndToEnd.Tests.Resets;

/// <summary>The owner of the shop's account resets the shop from the embedded app.</summary>
public sealed class OwnerResetTests(SharedServices services, BareService bare)
{
    [Theory, OnBothDatabases]
    public async Task Reset_by_the_account_owner_begins_a_new_stay_and_stands_in_the_audit_log(DatabaseKind kind)
    {
        var service = await services.OnAsync(kind);
        var shop = await Merchant.InstalledAsync(service);
        await shop.CallAsync(HttpMethod.Put, "/api/configuration", new { color = "blue" }, ifMatch: "*");
        var offline = await shop.ReadAccessTokenAsync();

        using var answer = await ResetAsync(shop, shop.OwnerId);

        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        var teardown = (await answer.ReadJsonAsync()).GetProperty("teardownId").GetGuid();
        var session = await shop.GetAsync("/api/session");
        Assert.Equal(2, session.GetProperty("generation").GetInt32());
        Assert.Equal("{}", (await shop.GetAsync("/api/configuration")).GetRawText());
        using var again = await ResetAsync(shop, shop.OwnerId);
        var repeated = (await again.ReadJsonAsync()).GetProperty("teardownId").GetGuid();
        var done = await service.UntilCertifiedAsync(teardown);
        Assert.Equal(["session:account-owner"], Texts(done, "evidence"));
        var orders = await service.Operations.ReadAsync($"audit?shop={shop.Domain}&action=reset-by-owner");
        Assert.Equal("account-owner", orders.GetProperty("items")[0].GetProperty("actor").GetString());

        // If the first teardown was certified by then, the second order was another reset.
        if (repeated != teardown) await service.UntilCertifiedAsync(repeated);
        Assert.Equal(offline, await shop.ReadAccessTokenAsync());
    }

    [Theory, OnBothDatabases]
    public async Task Reset_by_anybody_else_is_refused_and_changes_nothing(DatabaseKind kind)
    {
        var service = await services.OnAsync(kind);
        var shop = await Merchant.InstalledAsync(service);

        using (var staff = await ResetAsync(shop, shop.StaffId))
            await staff.AssertProblemAsync(403, "account-owner-required", "Authorization");
        using (var other = await shop.SendAsync(
            HttpMethod.Post, "/api/reset", new { confirm = "other.myshopify.com" }))
            await other.AssertProblemAsync(400, "bad-request", "confirm");
        using (var nobody = await service.Public.PostAsJsonAsync(
            "/api/reset", new { confirm = shop.Domain }, CancellationToken.None))
            await nobody.AssertProblemAsync(401, "bad-session-token", "Authorization");

        Assert.Equal(
            shop.InstallationId, (await shop.GetAsync("/api/session")).GetProperty("installationId").GetGuid());
    }

    [Theory, OnBothDatabases]
    public async Task Reset_when_shopify_does_not_say_who_the_user_is_is_refused_for_now(DatabaseKind kind)
    {
        var service = await services.OnAsync(kind);
        var shop = await Merchant.InstalledAsync(service);
        var fault = await service.Shopify.Control.AddFaultAsync(
            new Fault { Shop = shop.Domain, Kind = FaultKind.Status, Status = 500 }, CancellationToken.None);

        using (var unasked = await ResetAsync(shop, shop.OwnerId))
        {
            await unasked.AssertProblemAsync(503, "owner-not-proved", "Retry-After");
            Assert.True(unasked.Headers.RetryAfter?.Delta > TimeSpan.Zero);
        }

        await service.Shopify.Control.RemoveFaultAsync(fault.Id!, CancellationToken.None);
        Assert.Equal(
            shop.InstallationId, (await shop.GetAsync("/api/session")).GetProperty("installationId").GetGuid());
    }

    [Theory, OnBothDatabases]
    public async Task Reset_when_the_merchant_has_just_uninstalled_is_refused(DatabaseKind kind)
    {
        var service = await services.OnAsync(kind);
        var shop = await Merchant.InstalledAsync(service);
        await service.Shopify.Control.UninstallAsync(
            shop.Domain, new Simulator.Control.UninstallRequest { Send = false }, CancellationToken.None);

        using var answer = await ResetAsync(shop, shop.OwnerId);

        await answer.AssertProblemAsync(403, "not-installed", "shop");
    }

    [Fact]
    public async Task Reset_from_a_session_unless_it_is_allowed_is_not_offered()
    {
        var service = await bare.GetAsync();
        var shop = await Merchant.InstalledAsync(service);

        using var answer = await ResetAsync(shop, shop.OwnerId);

        await answer.AssertProblemAsync(404, "reset-not-offered", "Reset:FromSession");
        Assert.Equal(1, (await shop.GetAsync("/api/session")).GetProperty("generation").GetInt32());
    }

    private static Task<HttpResponseMessage> ResetAsync(Merchant shop, long user) =>
        shop.SendAsync(HttpMethod.Post, "/api/reset", new { confirm = shop.Domain }, user);

    private static IEnumerable<string?> Texts(JsonElement json, string name) =>
        json.GetProperty(name).EnumerateArray().Select(item => item.GetString());
}

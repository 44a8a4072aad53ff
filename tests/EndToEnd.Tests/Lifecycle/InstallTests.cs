using System.Net;
using Microsoft.AspNetCore.WebUtilities;
using Shopkeeper.EndToEnd.Tests.Running;
using Shopkeeper.Simulator.Control;

namespace Shopkeeper.EndToEnd.Tests.Lifecycle;

/// <summary>A merchant installs over OAuth with a browser.</summary>
public sealed class InstallTests(SharedServices services)
{
    [Theory, OnBothDatabases]
    public async Task Install_when_the_merchant_approves_ends_in_the_shops_admin(DatabaseKind kind)
    {
        var service = await services.OnAsync(kind);
        var shop = await Merchant.OpenAsync(service);
        using var browser = new MerchantBrowser(service);

        var authorize = await browser.FollowAsync(new Uri(service.PublicUrl, $"/auth?shop={shop.Domain}"));
        var asked = QueryHelpers.ParseQuery(authorize.Query);
        Assert.Equal(service.Keys.ApiKey, asked["client_id"]);
        Assert.Equal($"{service.PublicUrl}auth/callback", asked["redirect_uri"]);
        Assert.True(asked["state"].ToString().Length >= 43, "The state holds 256 bits.");
        var cookie = Assert.Single(browser.Cookies.GetAllCookies());
        Assert.True(cookie.HttpOnly);
        var target = await browser.FollowAsync(await browser.FollowAsync(authorize));

        Assert.StartsWith(
            $"{service.Shopify.BaseUrl}{shop.Domain}/admin", target.AbsoluteUri, StringComparison.Ordinal);
        var session = await shop.GetAsync("/api/session");
        Assert.Equal(shop.Domain, session.GetProperty("shop").GetString());
        Assert.Equal(1, session.GetProperty("generation").GetInt32());
        Assert.Equal("read_products", session.GetProperty("scope").GetString());
        Assert.Equal($"{shop.OwnerId}", session.GetProperty("userId").GetString());
    }

    [Theory, OnBothDatabases]
    public async Task Install_when_the_app_is_installed_already_reauthorizes_the_same_installation(DatabaseKind kind)
    {
        var service = await services.OnAsync(kind);
        var shop = await Merchant.InstalledAsync(service);
        var first = shop.InstallationId;

        Assert.Equal(first, await shop.InstallAsync());
        Assert.Equal(1, (await shop.GetAsync("/api/session")).GetProperty("generation").GetInt32());
    }

    [Theory, OnBothDatabases]
    public async Task Install_when_the_merchant_comes_back_is_a_new_installation_that_knows_nothing_of_the_old(
        DatabaseKind kind)
    {
        var service = await services.OnAsync(kind);
        var shop = await Merchant.InstalledAsync(service);
        var first = shop.InstallationId;
        await shop.CallAsync(HttpMethod.Put, "/api/configuration", new { colour = "blue" }, ifMatch: "*");
        await service.Shopify.Control.UninstallAsync(shop.Domain, null, CancellationToken.None);
        await service.UntilCertifiedAsync(shop);

        Assert.NotEqual(first, await shop.InstallAsync());
        Assert.Equal(2, (await shop.GetAsync("/api/session")).GetProperty("generation").GetInt32());
        Assert.Equal("{}", (await shop.GetAsync("/api/configuration")).GetRawText());
        Assert.Equal(0, await service.ReadResidueAsync(shop));
    }

    [Theory, OnBothDatabases]
    public async Task Install_when_the_old_stay_ended_unseen_tears_it_down_and_lives(DatabaseKind kind)
    {
        var service = await services.OnAsync(kind);
        var shop = await Merchant.InstalledAsync(service);
        var first = shop.InstallationId;
        await service.Shopify.Control.UninstallAsync(
            shop.Domain, new UninstallRequest { Send = false }, CancellationToken.None);

        Assert.NotEqual(first, await shop.InstallAsync());
        var certificate = await service.UntilCertifiedAsync(shop);
        Assert.Equal($"{first}", certificate.GetProperty("claims").GetProperty("installationId").GetString());
        Assert.Equal(2, (await shop.GetAsync("/api/session")).GetProperty("generation").GetInt32());
    }

    [Theory, OnBothDatabases]
    public async Task Begin_when_asked_on_another_origin_goes_to_the_apps_own(DatabaseKind kind)
    {
        var service = await services.OnAsync(kind);
        var shop = await Merchant.OpenAsync(service);
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/auth?shop={shop.Domain}");
        request.Headers.Host = "other.example.com";

        using var answer = await service.Public.SendAsync(request, CancellationToken.None);

        Assert.Equal(HttpStatusCode.Found, answer.StatusCode);
        Assert.Equal(new Uri(service.PublicUrl, $"/auth?shop={shop.Domain}"), answer.Headers.Location);
        Assert.False(answer.Headers.Contains("Set-Cookie"));
    }

    [Theory, OnBothDatabases]
    public async Task Install_when_shopify_fails_answers_unavailable_and_then_works(DatabaseKind kind)
    {
        var service = await services.OnAsync(kind);
        var shop = await Merchant.OpenAsync(service);
        using var browser = new MerchantBrowser(service);
        var fault = await service.Shopify.Control.AddFaultAsync(
            new Fault { Shop = shop.Domain, Operation = "oauth/access_token", Status = 500 }, CancellationToken.None);
        var callback = await browser.ApproveAsync(shop.Domain);

        using (var answer = await browser.OpenAsync(callback))
        {
            await answer.AssertProblemAsync(503);
            Assert.NotNull(answer.Headers.RetryAfter);
        }
        await service.Shopify.Control.RemoveFaultAsync(fault.Id!, CancellationToken.None);
        await shop.InstallAsync();
    }
}

using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.WebUtilities;
using Shopkeeper.EndToEnd.Tests.Running;

namespace Shopkeeper.EndToEnd.Tests.Lifecycle;

/// <summary>
/// An authorization that took too long. Its cookie is made here, with the service's own key ring, and dated back: a
/// test can't wait for ten minutes.
/// </summary>
public sealed class ExpiredStateTests(SharedServices services)
{
    [Theory, InlineData(DatabaseKind.Sqlite)]
    public async Task Callback_when_the_authorization_began_more_than_ten_minutes_ago_is_refused(DatabaseKind kind)
    {
        var service = await services.OnAsync(kind);
        var shop = await Merchant.OpenAsync(service);
        (int Seconds, bool IsFresh)[] ages = [(601, false), (-60, false), (86_400, false), (595, true)];
        foreach (var (seconds, isFresh) in ages)
        {
            using var browser = new MerchantBrowser(service);
            var callback = await browser.ApproveAsync(shop.Domain);
            Redate(service, browser, shop, callback, seconds);

            using var answer = await browser.OpenAsync(callback);

            if (isFresh) Assert.Equal(HttpStatusCode.Found, answer.StatusCode);
            else await answer.AssertProblemAsync(401, "bad-state", "state");
        }
    }

    private static void Redate(
        ShopkeeperProcess service, MerchantBrowser browser, Merchant shop, Uri callback, int seconds)
    {
        var keys = Directory.GetFiles(service.Settings["Keys:Directory"]!, "key-*.xml", SearchOption.AllDirectories);
        var ring = DataProtectionProvider.Create(
            Directory.GetParent(keys[0])!, protection => protection.SetApplicationName("shopkeeper"));
        var ticket = JsonSerializer.SerializeToUtf8Bytes(new
        {
            State = QueryHelpers.ParseQuery(callback.Query)["state"].ToString(),
            Shop = shop.Domain,
            IssuedAt = TimeProvider.System.GetUtcNow().AddSeconds(-seconds).ToUnixTimeSeconds(),
        });
        var cookie = browser.Cookies.GetCookies(service.PublicUrl).Single();
        cookie.Value = WebEncoders.Base64UrlEncode(ring.CreateProtector("Shopkeeper.AuthState.v1").Protect(ticket));
    }
}

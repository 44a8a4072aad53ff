using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using Shopkeeper.EndToEnd.Tests.Running;
using Shopkeeper.Testing;

namespace Shopkeeper.EndToEnd.Tests.Lifecycle;

/// <summary>
/// What merchants granted, against what the app asks for: visible, and changed by Shopify's word alone.
/// </summary>
public sealed class ScopeTests(SharedServices services)
{
    private static readonly DateTimeOffset Now = TimeProvider.System.GetUtcNow();

    [Theory, OnBothDatabases]
    public async Task Scopes_that_are_missing_are_shown_and_news_of_them_count_by_their_time(DatabaseKind kind)
    {
        var service = await services.OnAsync(kind);
        var shop = await Merchant.OpenAsync(service);
        await shop.InstallAtShopifyAsync("read_orders");
        Assert.Equal(("read_orders", "read_products"), await ReadAsync(shop));
        var detail = await service.Operations.ReadAsync($"shops/{shop.Domain}");
        Assert.Equal("read_products", Assert.Single(Texts(detail, "missingScopes")));

        // write_x implies read_x.
        await TellAsync(service, shop, shop.ShopId, Now.AddMinutes(5), "write_products", "read_products");
        await UntilAsync(shop, "write_products", "");

        // Late, repeated, of another shop, of no shop, no list: none of them counts. Deliveries keep their order.
        await TellAsync(service, shop, shop.ShopId, Now.AddMinutes(4), "read_orders");
        await TellAsync(service, shop, shop.ShopId, Now.AddMinutes(5), "read_orders");
        await TellAsync(service, shop, shop.ShopId + 1, Now.AddMinutes(6), "read_orders");
        await TellAsync(service, shop, null, Now.AddMinutes(6), "read_orders");
        await TellAsync(service, shop, shop.ShopId, Now.AddMinutes(6), "no scope at all");
        await TellAsync(service, shop, shop.ShopId, Now.AddMinutes(7), "read_products", "read_orders");
        await UntilAsync(shop, "read_orders,read_products", "");
        Assert.Empty(Texts(await service.Operations.ReadAsync($"shops/{shop.Domain}"), "missingScopes"));
    }

    [Theory, OnBothDatabases]
    public async Task Scopes_of_a_shop_that_nobody_knows_are_taken_and_kept_nowhere(DatabaseKind kind)
    {
        var service = await services.OnAsync(kind);
        var shop = await Merchant.OpenAsync(service);

        await TellAsync(service, shop, shop.ShopId, Now, "read_products");

        Assert.False(await service.KnowsAsync(shop));
    }

    [Theory, OnBothDatabases]
    public async Task Scopes_that_a_merchant_left_out_install_the_app_all_the_same(DatabaseKind kind)
    {
        var service = await services.OnAsync(kind);
        var shop = await Merchant.OpenAsync(service);
        await shop.InstallAtShopifyAsync("read_orders");
        using var browser = new MerchantBrowser(service);
        var authorize = await browser.FollowAsync(new Uri(service.PublicUrl, $"/auth?shop={shop.Domain}"));
        var less = new Uri(authorize.AbsoluteUri.Replace("scope=read_products", "scope=read_orders",
            StringComparison.Ordinal));
        await browser.FollowAsync(await browser.FollowAsync(less));
        Assert.Equal(("read_orders", "read_products"), await ReadAsync(shop));

        // The merchant begins again, and grants what he is asked for.
        await shop.InstallAsync();
        Assert.Equal("", (await ReadAsync(shop)).Missing);
    }

    private static async Task TellAsync(
        ShopkeeperProcess service, Merchant shop, long? shopId, DateTimeOffset at, params string[] current)
    {
        var body = new Dictionary<string, object?>
        {
            ["id"] = 1, ["previous"] = Array.Empty<string>(), ["current"] = current,
            ["updated_at"] = at.ToString("O", CultureInfo.InvariantCulture),
        };
        if (shopId is not null) body["shop_id"] = $"gid://shopify/Shop/{shopId}";
        var delivery = SignedDelivery.Of(service, shop, "app/scopes_update") with
        {
            Body = Encoding.UTF8.GetBytes(JsonSerializer.Serialize(body)),
        };
        using var answer = await delivery.SendAsync(service);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    private static async Task<(string Scope, string Missing)> ReadAsync(Merchant shop)
    {
        var session = await shop.GetAsync("/api/session");
        return (session.GetProperty("scope").GetString()!, string.Join(',', Texts(session, "missingScopes")));
    }

    private static Task<(string Scope, string Missing)> UntilAsync(
        Merchant shop, string scope, string missing) => Eventually.PollAsync(
        $"the session tells the scopes {scope}",
        () => ReadAsync(shop),
        told => told == (scope, missing),
        cancellationToken: TestContext.Current.CancellationToken);

    private static IEnumerable<string?> Texts(JsonElement json, string name) =>
        json.GetProperty(name).EnumerateArray().Select(text => text.GetString());
}

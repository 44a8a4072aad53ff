using System.Text.Json;
using Shopkeeper.Simulator.Control;

namespace Shopkeeper.Simulator.Tests.Shops;

public sealed class ShopChangeTests : SimulatorTest
{
    private const string Subscribe =
        """
        mutation($topic: WebhookSubscriptionTopic!, $to: String!) {
          webhookSubscriptionCreate(topic: $topic, webhookSubscription: { uri: $to }) { userErrors { message } }
        }
        """;

    [Theory]
    [InlineData(ShopStatus.Frozen, "frozen")]
    [InlineData(ShopStatus.Closed, "cancelled")]
    [InlineData(ShopStatus.Locked, "fraudulent")]
    [InlineData(ShopStatus.Open, "basic")]
    public async Task Change_of_a_shop_is_told_with_the_plan_that_its_state_has(ShopStatus status, string plan)
    {
        await SubscribeAsync(await InstallAsync(), "SHOP_UPDATE");

        await Control.ChangeShopAsync(Shop, new ShopChange { Status = status }, Cancel);

        var told = Assert.Single(await App.WaitAsync(1));
        Assert.Equal("shop/update", told.Topic);
        var body = JsonDocument.Parse(told.Body).RootElement;
        Assert.Equal(plan, body.GetProperty("plan_name").GetString());
        AssertSigned(told);
    }

    [Fact]
    public async Task Other_scopes_for_an_installation_in_place_are_told_with_those_before()
    {
        await SubscribeAsync(await InstallAsync(), "APP_SCOPES_UPDATE");

        var more = new InstallRequest { Kind = InstallKind.Managed, Scopes = ["read_products", "write_orders"] };
        await Control.InstallAsync(Shop, more, Cancel);
        await Control.InstallAsync(Shop, more, Cancel);

        var told = Assert.Single(await App.WaitAsync(1));
        var body = JsonDocument.Parse(told.Body).RootElement;
        Assert.Equal(["read_products"], Texts(body, "previous"));
        Assert.Equal(["read_products", "write_orders"], Texts(body, "current"));
        Assert.StartsWith("gid://shopify/Shop/", body.GetProperty("shop_id").GetString());
        Assert.False(body.TryGetProperty("shop_domain", out _));
    }

    [Fact]
    public async Task Nobody_is_told_of_a_change_where_the_app_is_not_installed()
    {
        await InstallAsync();
        await Control.UninstallAsync(Shop, new UninstallRequest { Send = false }, Cancel);

        await Control.ChangeShopAsync(Shop, new ShopChange { Plan = "Plus" }, Cancel);

        Assert.Empty(await Control.ListDeliveriesAsync(Shop, cancellationToken: Cancel));
    }

    private async Task SubscribeAsync(string token, string topic)
    {
        var data = await DataAsync(Shop, token, Subscribe, new { topic, to = new Uri(App.Url, "webhooks") });
        Assert.Equal(
            0, data.GetProperty("webhookSubscriptionCreate").GetProperty("userErrors").GetArrayLength());
    }

    private static IEnumerable<string?> Texts(JsonElement body, string name) =>
        body.GetProperty(name).EnumerateArray().Select(item => item.GetString());
}

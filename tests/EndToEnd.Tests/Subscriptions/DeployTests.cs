using Shopkeeper.EndToEnd.Tests.Running;
using Shopkeeper.Simulator.Control;
using static Shopkeeper.EndToEnd.Tests.Subscriptions.SubscriptionCalls;

namespace Shopkeeper.EndToEnd.Tests.Subscriptions;

/// <summary>A release that wants other subscriptions.</summary>
public sealed class DeployTests
{
    [Theory, InlineData(DatabaseKind.Postgres)]
    public Task Release_with_another_set_changes_every_shop_and_nothing_that_others_made(DatabaseKind kind) =>
        ShopkeeperProcess.RunAsync(
            kind,
            async service =>
            {
                Merchant[] shops = [await Merchant.InstalledAsync(service), await Merchant.InstalledAsync(service)];
                foreach (var shop in shops)
                {
                    await shop.UntilAsync("in-place", "app-uninstalled", "products-update");
                    await service.Shopify.Control.AddSubscriptionAsync(
                        shop.Domain,
                        new SubscriptionChange { Topic = "products/update", Uri = "https://other.example/" },
                        CancellationToken.None);
                }

                await service.StopAsync();
                service.Change("Webhooks:Topics:1", "shop/update");
                service.Change("Webhooks:Subscriptions:app-uninstalled:Topic", "app/uninstalled");
                service.Change("Webhooks:Subscriptions:app-uninstalled:IncludeFields:0", "myshopify_domain");
                service.Change("Webhooks:Topics:0", "collections/update");
                await service.StartAsync();

                foreach (var shop in shops)
                {
                    await shop.UntilAsync("in-place", "app-uninstalled", "shop-update", "collections-update");
                    var there = await service.UntilAtShopifyAsync(
                        shop, "what is wanted no more is gone", all => all.Count == 4);
                    Assert.Equal(
                        ["app/uninstalled myshopify_domain", "collections/update ", "products/update ", "shop/update "],
                        there.Select(one => $"{one.Topic} {string.Join(',', one.IncludeFields)}").Order());
                    Assert.Equal("https://other.example/", there.Single(one => one.Topic == "products/update").Uri);
                    Assert.Equal(1, await service.CountCallsAsync(shop, Update));
                    Assert.Equal(1, await service.CountCallsAsync(shop, Delete));
                }
            },
            new Dictionary<string, string?> { ["Webhooks:Reconcile:DeployWithin"] = "00:00:01" });
}

using Shopkeeper.EndToEnd.Tests.Running;
using Shopkeeper.Simulator.Control;

namespace Shopkeeper.EndToEnd.Tests.Webhooks;

/// <summary>Uninstall deliveries that come twice, late, forged, or when Shopify does not answer.</summary>
public sealed class UninstallDeliveryTests(SharedServices services)
{
    [Theory, OnBothDatabases]
    public async Task Uninstall_when_delivered_five_times_ends_in_one_certificate(DatabaseKind kind)
    {
        var service = await services.OnAsync(kind);
        var shop = await Merchant.InstalledAsync(service);
        var original = await UninstallHeldAsync(service, shop);

        await service.Shopify.Control.DeliverAsync(
            shop.Domain, Copy(original, original.WebhookId) with { Copies = 5 }, CancellationToken.None);
        await service.UntilCertifiedAsync(shop);
        await service.Shopify.Control.ReleaseAsync([original.Id], CancellationToken.None);

        var certificates = await service.Operations.ReadAsync($"certificates?shop={shop.Domain}");
        Assert.Equal(1, certificates.GetProperty("items").GetArrayLength());
        Assert.Equal("accepted", await service.ReadVerdictAsync(original.WebhookId));
    }

    [Theory, OnBothDatabases]
    public async Task Uninstall_when_delivered_again_after_a_reinstall_leaves_the_new_stay_alone(DatabaseKind kind)
    {
        var service = await services.OnAsync(kind);
        var shop = await Merchant.InstalledAsync(service);
        var original = await UninstallHeldAsync(service, shop);
        await service.Shopify.Control.ReleaseAsync([original.Id], CancellationToken.None);
        await service.UntilCertifiedAsync(shop);
        var second = await shop.InstallAsync();

        foreach (var header in (string?[])[null, TimeProvider.System.GetUtcNow().AddMinutes(5).ToString("O")])
        {
            var late = Copy(original, $"late-{Keys.RandomText(8)}") with
            {
                Headers = header is null
                    ? null
                    : new Dictionary<string, string?> { ["X-Shopify-Triggered-At"] = header },
            };
            await service.Shopify.Control.DeliverAsync(shop.Domain, late, CancellationToken.None);
            await service.UntilVerdictAsync(late.WebhookId!, "stale", "superseded");
        }
        Assert.Equal(second, (await shop.GetAsync("/api/session")).GetProperty("installationId").GetGuid());
    }

    [Theory, OnBothDatabases]
    public async Task Uninstall_when_the_body_names_nobody_waits_for_shopify_and_ends_nothing_that_lives(
        DatabaseKind kind)
    {
        var service = await services.OnAsync(kind);
        var shop = await Merchant.InstalledAsync(service);
        var delivery = new DeliveryRequest
        {
            Topic = "app/uninstalled", RawBody = "{}", WebhookId = $"unbound-{Keys.RandomText(8)}",
        };

        await service.Shopify.Control.DeliverAsync(shop.Domain, delivery, CancellationToken.None);

        await service.UntilVerdictAsync(delivery.WebhookId!, "superseded");
        await shop.GetAsync("/api/session");
    }

    [Theory, OnBothDatabases]
    public async Task Uninstall_when_another_shops_body_is_sent_under_this_shops_header_ends_neither(DatabaseKind kind)
    {
        var service = await services.OnAsync(kind);
        var shop = await Merchant.InstalledAsync(service);
        var other = await Merchant.InstalledAsync(service);
        var captured = new DeliveryRequest
        {
            Topic = "app/uninstalled",
            WebhookId = $"forged-{Keys.RandomText(8)}",
            Headers = new Dictionary<string, string?> { ["X-Shopify-Shop-Domain"] = shop.Domain },
        };

        await service.Shopify.Control.DeliverAsync(other.Domain, captured, CancellationToken.None);

        await service.UntilVerdictAsync(captured.WebhookId!, "refused");
        await shop.GetAsync("/api/session");
        await other.GetAsync("/api/session");
    }

    [Theory, OnBothDatabases]
    public async Task Uninstall_when_shopify_answers_402_500_or_nothing_waits_and_then_ends(DatabaseKind kind)
    {
        var service = await services.OnAsync(kind);
        var shop = await Merchant.InstalledAsync(service);
        foreach (var fault in (Fault[])
        [
            new Fault { Status = 402, Times = 2 }, new Fault { Status = 500, Times = 4 },
            new Fault { Kind = FaultKind.Abort, Times = 4 },
        ])
        {
            await service.Shopify.Control.AddFaultAsync(
                fault with { Shop = shop.Domain, Operation = "graphql" }, CancellationToken.None);
        }

        await service.Shopify.Control.UninstallAsync(shop.Domain, null, CancellationToken.None);

        var certificate = await service.UntilCertifiedAsync(shop);
        Assert.Equal("complete", certificate.GetProperty("claims").GetProperty("result").GetString());
    }

    [Theory, OnBothDatabases]
    public async Task Uninstall_when_delivered_while_the_operators_teardown_runs_changes_nothing(DatabaseKind kind)
    {
        var service = await services.OnAsync(kind);
        var shop = await Merchant.InstalledAsync(service);
        var teardown = await service.EndByOperatorAsync(shop);

        var ended = await service.UntilCertifiedAsync(teardown);

        Assert.Equal("operator", ended.GetProperty("cause").GetString());
        var there = await service.Shopify.Control.GetShopAsync(shop.Domain, CancellationToken.None);
        Assert.Null(there.InstallationId);
        var deliveries = await service.Shopify.Control.ListDeliveriesAsync(
            shop.Domain, "app/uninstalled", CancellationToken.None);
        foreach (var delivery in deliveries)
            await service.UntilVerdictAsync(delivery.WebhookId, "stale", "unknown-shop", "purged", "none");
        var certificates = await service.Operations.ReadAsync($"certificates?shop={shop.Domain}");
        Assert.Equal(1, certificates.GetProperty("items").GetArrayLength());
    }

    private static async Task<DeliveryView> UninstallHeldAsync(ShopkeeperProcess service, Merchant shop)
    {
        var held = await service.Shopify.Control.UninstallAsync(
            shop.Domain, new UninstallRequest { Hold = true }, CancellationToken.None);
        return held[0];
    }

    private static DeliveryRequest Copy(DeliveryView original, string webhookId) => new()
    {
        Topic = original.Topic,
        RawBody = original.Body,
        WebhookId = webhookId,
        TriggeredAt = original.TriggeredAt,
    };
}

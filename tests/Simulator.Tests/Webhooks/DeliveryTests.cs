using System.Text.Json;
using Shopkeeper.Simulator.Control;

namespace Shopkeeper.Simulator.Tests.Webhooks;

public sealed class DeliveryTests : SimulatorTest
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    private protected override SimulatorOptions Options =>
        base.Options with { DeliveryTimeout = TimeSpan.FromSeconds(2) };

    [Fact]
    public async Task Uninstall_by_the_merchant_sends_one_signed_delivery_that_names_the_shop_by_its_id()
    {
        var token = await InstallAsync();

        var sent = Assert.Single(await Control.UninstallAsync(Shop, cancellationToken: Cancel));
        var settled = await Control.WaitForDeliveryAsync(sent.Id, Limit, Cancel);

        var delivery = Assert.Single(App.Received);
        AssertSigned(delivery);
        Assert.Equal("/webhooks", delivery.Path);
        Assert.Equal("app/uninstalled", delivery.Topic);
        Assert.Equal(Shop, delivery.Headers["X-Shopify-Shop-Domain"]);
        Assert.Equal("2026-10", delivery.Headers["X-Shopify-API-Version"]);
        var body = JsonDocument.Parse(delivery.Body).RootElement;
        Assert.Equal((await Control.GetShopAsync(Shop, Cancel)).Id, body.GetProperty("id").GetInt64());
        Assert.Equal(Shop, body.GetProperty("myshopify_domain").GetString());
        Assert.Equal(DeliveryState.Delivered, settled.State);
        using var dead = await QueryAsync(Shop, token, "{ shop { id } }");
        Assert.Equal(401, (int)dead.StatusCode);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Uninstall_by_the_app_itself_is_delivered_too(bool graphQL)
    {
        var token = await InstallAsync();

        if (graphQL)
        {
            await DataAsync(Shop, token, "mutation { appUninstall { userErrors { message } } }");
        }
        else
        {
            using var request = new HttpRequestMessage(
                HttpMethod.Delete, AdminUrl(Shop, "api_permissions/current.json"));
            request.Headers.Add("X-Shopify-Access-Token", token);
            using var response = await Http.SendAsync(request, Cancel);
        }

        Assert.Equal("app/uninstalled", Assert.Single(await App.WaitAsync(1)).Topic);
    }

    [Fact]
    public async Task Retries_keep_id_body_signature_and_address_even_when_the_app_moves()
    {
        App.Answer = (number, context) =>
        {
            context.Response.StatusCode = number switch { 1 => 500, 2 => 302, 3 => 404, _ => 200 };
            return Task.CompletedTask;
        };
        await InstallAsync();

        var sent = Assert.Single(await Control.UninstallAsync(Shop, cancellationToken: Cancel));
        await Control.ConfigureAppAsync(new AppSettings { AppUrl = new Uri("http://127.0.0.1:1") }, Cancel);
        var settled = await Control.WaitForDeliveryAsync(sent.Id, Limit, Cancel);

        Assert.Equal([500, 302, 404, 200], settled.Attempts.Select(attempt => attempt.Status));
        Assert.Equal(4, App.Received.Count);
        Assert.Single(App.Received.Select(delivery => (delivery.WebhookId, delivery.Body, delivery.Path)).Distinct());
        Assert.All(App.Received, AssertSigned);
    }

    [Fact]
    public async Task Delivery_is_given_up_after_eight_retries_and_costs_an_api_made_subscription_its_life()
    {
        App.Answer = (_, context) =>
        {
            context.Response.StatusCode = 500;
            return Task.CompletedTask;
        };
        var token = await InstallAsync();
        await DataAsync(Shop, token, "mutation($uri: String!) { webhookSubscriptionCreate(topic: PRODUCTS_UPDATE, "
            + "webhookSubscription: {uri: $uri, includeFields: [\"id\"]}) { userErrors { message } } }",
            new { uri = new Uri(App.Url, "products").AbsoluteUri });

        var sent = Assert.Single(
            await Control.RaiseAsync(Shop, new EventRequest { Topic = "products/update" }, Cancel));
        var settled = await Control.WaitForDeliveryAsync(sent.Id, Limit, Cancel);

        Assert.Equal(DeliveryState.GivenUp, settled.State);
        Assert.Equal(9, settled.Attempts.Count);
        var body = JsonDocument.Parse(settled.Body).RootElement;
        Assert.Equal(["id"], body.EnumerateObject().Select(field => field.Name));
        Assert.Empty((await Control.GetShopAsync(Shop, Cancel)).Subscriptions);
    }

    [Fact]
    public async Task App_that_does_not_answer_in_time_or_hangs_up_is_tried_again()
    {
        App.Answer = async (number, context) =>
        {
            if (number == 1) await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted);
            if (number == 2) context.Abort();
        };
        await InstallAsync();

        var sent = Assert.Single(await Control.UninstallAsync(Shop, cancellationToken: Cancel));
        var settled = await Control.WaitForDeliveryAsync(sent.Id, Limit, Cancel);

        Assert.Equal(["timeout", "connection", null], settled.Attempts.Select(attempt => attempt.Failure));
    }

    [Fact]
    public async Task Copies_arrive_with_one_id_and_one_body()
    {
        await InstallAsync();

        await Control.DeliverAsync(Shop, new DeliveryRequest { Topic = "app/uninstalled", Copies = 5 }, Cancel);

        var received = await App.WaitAsync(5);
        Assert.Single(received.Select(delivery => (delivery.WebhookId, delivery.Body)).Distinct());
    }

    [Fact]
    public async Task Held_deliveries_arrive_in_the_order_of_their_release()
    {
        await InstallAsync();
        await Control.ChangeShopAsync(Shop, new ShopChange { HoldDeliveries = true }, Cancel);
        var ids = new List<string>();
        foreach (var topic in new[] { "products/create", "products/update", "products/delete" })
        {
            var sent = await Control.DeliverAsync(Shop, new DeliveryRequest { Topic = topic }, Cancel);
            ids.Add(Assert.Single(sent).Id);
        }

        Assert.Empty(App.Received);
        var released = await Control.ReleaseAsync([ids[2], ids[0], ids[1]], Cancel);

        Assert.Equal(["products/delete", "products/create", "products/update"],
            App.Received.Select(delivery => delivery.Topic));
        Assert.All(released, delivery => Assert.Equal(DeliveryState.Delivered, delivery.State));
    }

    [Fact]
    public async Task Delivery_to_order_carries_the_headers_body_family_and_signature_it_was_ordered_with()
    {
        await InstallAsync();

        await Control.DeliverAsync(Shop, new DeliveryRequest
        {
            Topic = "shop/redact", RawBody = "not json", WebhookId = "id-1", Family = HeaderFamily.Events,
            Headers = new Dictionary<string, string?>
            {
                ["shopify-shop-domain"] = Neighbour, ["shopify-event-id"] = null, ["X-Other"] = "ü",
            },
        }, Cancel);
        await App.WaitAsync(1);
        foreach (var signature in new[] { SignatureKind.WrongSecret, SignatureKind.Missing })
        {
            await Control.DeliverAsync(
                Shop, new DeliveryRequest { Topic = "shop/redact", Signature = signature }, Cancel);
        }

        var received = await App.WaitAsync(3);
        Assert.Equal("not json", received[0].Body);
        Assert.Equal("id-1", received[0].Headers["shopify-webhook-id"]);
        Assert.Equal(Neighbour, received[0].Headers["shopify-shop-domain"]);
        Assert.False(received[0].Headers.ContainsKey("shopify-event-id"));
        Assert.False(received[0].Headers.ContainsKey("X-Shopify-Topic"));
        Assert.Equal(Convert.ToBase64String(Hmac(SimulatorOptions.DefaultApiSecret, "not json")),
            received[0].Headers["shopify-hmac-sha256"]);
        var wrong = Assert.Single(received.Skip(1), delivery => delivery.Headers.ContainsKey("X-Shopify-Hmac-Sha256"));
        Assert.NotEqual(Convert.ToBase64String(Hmac(SimulatorOptions.DefaultApiSecret, wrong.Body)),
            wrong.Headers["X-Shopify-Hmac-Sha256"]);
    }

    [Fact]
    public async Task Rotation_signs_deliveries_with_the_oldest_secret_and_accepts_both()
    {
        await Control.ConfigureAppAsync(new AppSettings
        {
            ApiSecret = "the-newer-secret-of-the-app", OldestSecret = SimulatorOptions.DefaultApiSecret,
        }, Cancel);
        await InstallAsync();
        var code = (await Control.InstallAsync(Shop, new InstallRequest { Kind = InstallKind.Code }, Cancel)).Code!;

        var (status, _) = await TokenAsync(Shop, ("code", code));
        await Control.UninstallAsync(Shop, cancellationToken: Cancel);

        AssertSigned(Assert.Single(await App.WaitAsync(1)));
        Assert.Equal(200, status);
    }

    [Fact]
    public async Task Uninstall_without_sending_ends_the_installation_and_delivers_nothing()
    {
        await InstallAsync();

        var sent = await Control.UninstallAsync(Shop, new UninstallRequest { Send = false }, Cancel);

        Assert.Empty(sent);
        Assert.Null((await Control.GetShopAsync(Shop, Cancel)).InstallationId);
        Assert.Empty(await Control.ListDeliveriesAsync(Shop, cancellationToken: Cancel));
    }
}

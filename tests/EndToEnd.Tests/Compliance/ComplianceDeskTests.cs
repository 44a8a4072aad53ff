using System.Net;
using Shopkeeper.EndToEnd.Tests.Participants;
using Shopkeeper.EndToEnd.Tests.Running;
using Shopkeeper.Simulator.Control;

namespace Shopkeeper.EndToEnd.Tests.Compliance;

/// <summary>
/// What Shopify asks for customers and merchants, for shops that live, that went, that came back and that nobody knows:
/// each 200 is a request in sight, and none of them harms a stay that it is not about.
/// </summary>
public sealed class ComplianceDeskTests(SharedServices services)
{
    private const string DataRequest = "customers/data_request";
    private const string CustomerRedact = "customers/redact";
    private const string ShopRedact = "shop/redact";

    [Theory, OnBothDatabases]
    public async Task Requests_for_an_unknown_shop_are_closed_at_once_with_what_was_counted(DatabaseKind kind)
    {
        var service = await services.OnAsync(kind);
        var shop = await Merchant.OpenAsync(service);
        var customer = new Customer(shop);
        foreach (var topic in (string[])[DataRequest, CustomerRedact, ShopRedact])
        {
            await service.TakeAsync(customer.Asks(service, topic));

            var request = await service.UntilRequestAsync(shop, topic, "closed", "nothing-held");
            var counts = request.GetProperty("counts").EnumerateArray().ToList();
            Assert.Equal((3, 0L), (counts.Count, counts.Sum(one => one.GetProperty("count").GetInt64())));
        }

        Assert.False(await service.KnowsAsync(shop));
    }

    [Theory, OnBothDatabases]
    public async Task Customers_requests_for_a_live_shop_end_exported_and_erased_and_leave_the_stay_alone(
        DatabaseKind kind)
    {
        var service = await services.OnAsync(kind);
        var shop = await Merchant.InstalledAsync(service);
        var customer = new Customer(shop);
        var asked = customer.Asks(service, DataRequest);
        foreach (var id in (string[])[asked.WebhookId, asked.WebhookId, $"again-{Keys.RandomText(8)}"])
            await service.TakeAsync(asked with { WebhookId = id });
        await service.TakeAsync(customer.Asks(service, CustomerRedact));

        var ready = await service.UntilRequestAsync(shop, DataRequest, "ready");
        // Our own export holds him until he has it.
        await service.UntilRequestAsync(shop, CustomerRedact, "waiting", "awaits-handover");
        Assert.InRange(ready.GetProperty("repeated").GetInt32(), 0, 1);
        var due = ready.GetProperty("dueAt").GetDateTimeOffset() - ready.GetProperty("recordedAt").GetDateTimeOffset();
        Assert.Equal(30, due.TotalDays, precision: 3);
        var list = await service.Operations.ReadTextOfAsync($"compliance?shop={shop.Domain}");
        Assert.DoesNotContain(customer.Email, list, StringComparison.Ordinal);
        Assert.DoesNotContain(shop.Domain, list, StringComparison.Ordinal);
        var export = await service.Operations.ReadAsync($"compliance/{ready.Id()}/export");
        Assert.Equal(customer.Email, export.GetProperty("customer").Text("email"));
        using (var delivered = await service.OrderAsync(ready, "deliver"))
            Assert.Equal("closed", (await delivered.ReadJsonAsync()).Text("state"));
        await service.UntilRequestAsync(shop, CustomerRedact, "closed", "done");
        Assert.Equal(ready.GetProperty("installationId").GetGuid(), await shop.ReadInstallationAsync());
    }

    [Theory, OnBothDatabases]
    public async Task Shop_redact_for_a_live_shop_stays_on_the_desk_until_an_uninstall_is_certified(DatabaseKind kind)
    {
        var service = await services.OnAsync(kind);
        var shop = await Merchant.InstalledAsync(service);
        await service.TakeAsync(new Customer(shop).Asks(service, ShopRedact));

        var request = await service.UntilRequestAsync(shop, ShopRedact, "stalled", "shop-still-installed");
        Assert.Equal(shop.InstallationId, request.GetProperty("installationId").GetGuid());
        await shop.GetAsync("/api/session");

        await service.UntilCertifiedAsync(await service.EndByOperatorAsync(shop));

        var closed = await service.UntilRequestAsync(shop, ShopRedact, "closed", "done-by-erasure");
        var certificate = await service.UntilCertifiedAsync(shop);
        Assert.Equal(certificate.GetProperty("id").GetGuid(), closed.GetProperty("certificateId").GetGuid());
    }

    [Theory, OnBothDatabases]
    public async Task Requests_after_the_teardown_twice_and_after_a_reinstall_touch_only_the_stay_that_ended(
        DatabaseKind kind)
    {
        var service = await services.OnAsync(kind);
        var shop = await Merchant.InstalledAsync(service);
        var first = shop.InstallationId;
        var customer = new Customer(shop);
        await service.UntilCertifiedAsync(await service.EndByOperatorAsync(shop));
        await service.TakeAsync(customer.Asks(service, CustomerRedact));
        await service.TakeAsync(customer.Asks(service, DataRequest));

        await service.UntilRequestAsync(shop, CustomerRedact, "closed", "done-by-erasure");
        await service.UntilRequestAsync(shop, DataRequest, "closed", "nothing-held");

        var second = await shop.InstallAsync();
        await service.TakeAsync(customer.Asks(service, ShopRedact));
        var redact = await service.UntilRequestAsync(shop, ShopRedact, "closed", "done-by-erasure");
        Assert.Equal(first, redact.GetProperty("installationId").GetGuid());
        var certificates = await service.Operations.ReadAsync($"certificates?shop={shop.Domain}");
        Assert.Equal(1, certificates.GetProperty("items").GetArrayLength());
        Assert.Equal(second, await shop.ReadInstallationAsync());

        // Once more: about the stay that goes on, as far as anybody can tell. It is claimed, denied, and in sight.
        await service.TakeAsync(customer.Asks(service, ShopRedact));
        var again = await service.UntilStalledAsync(shop, ShopRedact, "shop-still-installed");
        Assert.Equal(second, await shop.ReadInstallationAsync());
        using var closed = await service.OrderAsync(again, "close", new { code = "not-applicable", note = "twice" });
        Assert.Equal("closed", (await closed.ReadJsonAsync()).Text("state"));
    }

    [Theory, OnBothDatabases]
    public async Task Captured_bodies_under_changed_headers_erase_nothing_and_are_in_sight(DatabaseKind kind)
    {
        var service = await services.OnAsync(kind);
        var shop = await Merchant.InstalledAsync(service);
        var other = await Merchant.InstalledAsync(service);
        var customer = new Customer(shop);
        await service.TakeAsync(customer.Asks(service, CustomerRedact) with { Shop = other.Domain });
        await service.TakeAsync(customer.Orders(service) with { Topic = CustomerRedact });
        await service.TakeAsync(customer.Asks(service, CustomerRedact) with { Topic = ShopRedact });
        using var forged = await (customer.Asks(service, DataRequest) with { Secret = "another" }).SendAsync(service);

        Assert.Equal(HttpStatusCode.Unauthorized, forged.StatusCode);
        await service.UntilRequestAsync(other, CustomerRedact, "closed", "shop-mismatch");
        await service.UntilRequestAsync(shop, CustomerRedact, "stalled", "body-not-of-topic");
        await service.UntilRequestAsync(shop, ShopRedact, "stalled", "body-not-of-topic");
        Assert.Empty(await service.ListRequestsAsync(shop, DataRequest));
        await shop.GetAsync("/api/session");
        await other.GetAsync("/api/session");
    }

    [Theory, OnBothDatabases]
    public async Task Orders_that_can_not_be_carried_out_are_refused_and_those_that_can_are_written_down(
        DatabaseKind kind)
    {
        var service = await services.OnAsync(kind);
        var shop = await Merchant.InstalledAsync(service);
        await service.Shopify.Control.DeliverAsync(
            shop.Domain, new DeliveryRequest { Topic = DataRequest }, CancellationToken.None);
        var ready = await service.UntilRequestAsync(shop, DataRequest, "ready");

        using (var code = await service.OrderAsync(ready, "close", new { code = "because" }))
            await code.AssertProblemAsync(400, field: "code");
        using (var retry = await service.OrderAsync(ready, "retry"))
            await retry.AssertProblemAsync(409, "nothing-to-retry");
        using (var unknown = await service.OrderAsync(shop.InstallationId, "deliver"))
            await unknown.AssertProblemAsync(404, "not-found");
        foreach (var query in (string[])["state=odd", "topic=orders/create", "dueBefore=soon", "shop=nowhere"])
        {
            using var refused = await service.AskDeskAsync($"?{query}");
            await refused.AssertProblemAsync(400, field: query.Split('=')[0]);
        }

        var key = $"key-{Keys.RandomText(8)}";
        foreach (var turn in (int[])[1, 2])
        {
            using var delivered = await service.OrderAsync(ready, "deliver", key: key);
            var view = await delivered.ReadJsonAsync();
            Assert.Equal(("closed", "delivered", "operator", turn), (
                view.Text("state"), view.Text("code"), view.Text("closedBy"), turn));
        }

        using (var gone = await service.AskDeskAsync($"/{ready.Id()}/export"))
            await gone.AssertProblemAsync(409, "export-not-ready");
        var audit = await service.Operations.ReadAsync($"audit?shop={shop.Domain}");
        var entries = audit.GetProperty("items").EnumerateArray()
            .Where(one => one.GetProperty("requestId").ValueKind != System.Text.Json.JsonValueKind.Null)
            .Select(one => $"{one.Text("action")} {one.Text("outcome")}").ToList();
        Assert.Contains("deliver-compliance-request accepted", entries);
        Assert.Contains("export-compliance-request export-not-ready", entries);
    }

    [Fact]
    public async Task Bodies_that_can_not_be_read_are_answered_and_in_sight()
    {
        var service = await services.OnAsync(DatabaseKind.Sqlite);
        var shop = await Merchant.InstalledAsync(service);
        await service.TakeAsync(new Customer(shop).Asks(service, DataRequest) with { Body = "{"u8.ToArray() });

        var request = await service.UntilRequestAsync(shop, DataRequest, "stalled", "body-not-of-topic");
        using (var retry = await service.OrderAsync(request, "retry"))
            await retry.AssertProblemAsync(409, "nothing-to-retry");
        using (var body = await service.AskDeskAsync($"/{request.Id()}/export"))
            Assert.Equal("{", await body.Content.ReadAsStringAsync(CancellationToken.None));
        using (var viewer = await ViewAsync(service, $"compliance/{request.Id()}/export"))
            await viewer.AssertProblemAsync(403, "role-required", "Authorization");
        using var closed = await service.OrderAsync(request, "close", new { code = "handled-elsewhere" });
        Assert.Equal(HttpStatusCode.OK, closed.StatusCode);
        using var gone = await service.AskDeskAsync($"/{request.Id()}/export");
        await gone.AssertProblemAsync(409, "export-not-ready");
    }

    private static async Task<HttpResponseMessage> ViewAsync(ShopkeeperProcess service, string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/ops/api/{path}");
        request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {service.Keys.Viewer}");
        return await service.Internal.SendAsync(request, CancellationToken.None);
    }
}

using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Shopkeeper.EndToEnd.Tests.BackEnds;
using Shopkeeper.EndToEnd.Tests.Canaries;
using Shopkeeper.EndToEnd.Tests.Erasure;
using Shopkeeper.EndToEnd.Tests.Participants;
using Shopkeeper.EndToEnd.Tests.Running;

namespace Shopkeeper.EndToEnd.Tests.Compliance;

/// <summary>
/// The sample participant holds data of customers: it is down, comes back, gives and erases; the service is killed
/// after its 200; and in the end the database is searched for the customer.
/// </summary>
public sealed class CustomerParticipantTests(DeskServices services) : IClassFixture<DeskServices>
{
    private const string DataRequest = "customers/data_request";
    private const string CustomerRedact = "customers/redact";
    private const string ShopRedact = "shop/redact";

    [Theory, InlineData(DatabaseKind.Postgres)]
    public async Task Customers_when_a_participant_is_down_and_the_service_is_killed_get_their_data_and_are_erased(
        DatabaseKind kind)
    {
        var (service, node) = await services.OnAsync(kind);
        var shop = await Merchant.InstalledAsync(service, products: 1);
        var (customer, other) = (new Customer(shop), new Customer(shop));
        await PutAsync(node, shop, "his", customer);
        await PutAsync(node, shop, "hers", other);
        await service.TakeAsync(customer.Asks(service, DataRequest));
        var ready = await service.UntilRequestAsync(shop, DataRequest, "ready");
        var export = await HandOverAsync(service, shop, ready);
        Assert.Equal(["shopkeeper", "documents"], export.GetProperty("sections").EnumerateArray()
            .Select(section => section.Text("name")));
        Assert.Contains("Fine widgets", export.GetRawText(), StringComparison.Ordinal);
        Assert.DoesNotContain(other.Email, export.GetRawText(), StringComparison.Ordinal);

        // Killed right after the 200: what was answered is there again, and is done once the participant is back.
        node.Kill();
        await service.TakeAsync(customer.Asks(service, CustomerRedact));
        service.Kill();
        await service.Process.WaitForExitAsync(cancellationToken: CancellationToken.None);
        await service.StartAsync();
        var waiting = await service.UntilRequestAsync(shop, CustomerRedact, "open", "awaits-participants");
        Assert.Equal("failed", waiting.GetProperty("participants")[0].Text("state"));
        using (var close = await service.OrderAsync(waiting, "close", new { code = "withdrawn" }))
            await close.AssertProblemAsync(409, "request-running", "code");
        await node.StartAsync();
        await service.UntilRequestAsync(shop, CustomerRedact, "closed", "done");

        var left = Assert.Single(DocumentsOf(node, shop));
        Assert.Contains(other.Email, left.Value, StringComparison.Ordinal);
        await AssertAbsentAsync(service, customer);
        Assert.DoesNotContain(customer.Email, node.ReadLog(), StringComparison.Ordinal);
    }

    [Theory, OnBothDatabases]
    public async Task Teardown_when_a_data_request_is_open_has_it_exported_first_and_answers_the_redaction(
        DatabaseKind kind)
    {
        var (service, node) = await services.OnAsync(kind);
        var shop = await Merchant.InstalledAsync(service, products: 1);
        var customer = new Customer(shop);
        await PutAsync(node, shop, "his", customer);
        node.Kill();
        await service.TakeAsync(customer.Asks(service, DataRequest));
        await service.TakeAsync(customer.Asks(service, CustomerRedact));
        await service.UntilRequestAsync(shop, DataRequest, "open", "awaits-participants");

        var teardown = await service.EndByOperatorAsync(shop);
        await service.UntilAwaitingExportAsync(teardown);
        await node.StartAsync();
        await service.UntilCertifiedAsync(teardown);

        var redact = await service.UntilRequestAsync(shop, CustomerRedact, "closed", "done-by-erasure");
        Assert.NotEqual(Guid.Empty, redact.GetProperty("certificateId").GetGuid());
        var ready = await service.UntilRequestAsync(shop, DataRequest, "ready");
        var export = await HandOverAsync(service, shop, ready);
        Assert.Contains("Fine widgets", export.GetRawText(), StringComparison.Ordinal);
        Assert.Empty(DocumentsOf(node, shop));

        // None comes for it: the watchdog opens one in its place, which the certificate answers.
        var watched = await service.UntilRequestAsync(shop, ShopRedact, "closed", "done-by-erasure");
        Assert.Equal("watchdog", watched.Text("origin"));
        var late = customer.Asks(service, ShopRedact);
        await service.TakeAsync(late);
        await service.UntilVerdictAsync(late.WebhookId, "accepted");
        var grouped = await service.UntilRequestAsync(shop, ShopRedact, "closed");
        Assert.Equal(1, grouped.GetProperty("repeated").GetInt32());
        Assert.Equal(0, await service.ReadResidueAsync(shop));
        await AssertAbsentAsync(service, customer);
    }

    // A back end hands it to the store's owner; after that nobody has it any more.
    private static async Task<JsonElement> HandOverAsync(ShopkeeperProcess service, Merchant shop, JsonElement ready)
    {
        var path = $"{shop.Domain}/compliance/{ready.Id()}";
        using (var reader = await service.ServeAsync(HttpMethod.Get, $"{path}/export", key: service.Keys.ServiceReader))
            await reader.AssertProblemAsync(403, "scope-required");
        using (var elsewhere = await service.ServeAsync(
            HttpMethod.Get, $"other-shop.myshopify.com/compliance/{ready.Id()}/export"))
        {
            await elsewhere.AssertProblemAsync(404, "not-found");
        }

        var export = await service.ServedAsync(HttpMethod.Get, $"{path}/export");
        foreach (var turn in (string[])["first", "again"])
        {
            var delivered = await service.ServedAsync(HttpMethod.Post, $"{path}/deliver");
            Assert.Equal(("delivered", "worker", turn), (delivered.Text("code"), delivered.Text("closedBy"), turn));
        }

        using var gone = await service.ServeAsync(HttpMethod.Get, $"{path}/export");
        await gone.AssertProblemAsync(409, "export-not-ready");
        return export;
    }

    private static async Task AssertAbsentAsync(ShopkeeperProcess service, Customer customer)
    {
        string[] texts = [customer.Email, customer.Phone, $"{customer.OrderId}"];
        var needles = texts.SelectMany(text => Forms.Encoded(text).Select(form => new Needle(text, form))).ToList();
        var proof = new Haystack("proof", Encoding.UTF8.GetBytes($"{{\"email\":\"{customer.Email}\"}}"));
        Assert.NotEmpty(proof.FindAny(needles));
        Assert.Empty((await Evidence.ReadDatabaseAsync(service)).SelectMany(one => one.FindAny(needles)));
        Assert.DoesNotContain(
            await StoredRows.OfTableAsync(service, "compliance_requests"),
            value => value.Column is "payload" or "bundle");
    }

    private static async Task PutAsync(NodeParticipant node, Merchant shop, string id, Customer customer)
    {
        using var http = new HttpClient();
        using var answer = await http.PutAsJsonAsync(new Uri(node.Url, "/documents"), new
        {
            installationId = shop.InstallationId,
            shop = shop.Domain,
            kind = "reviews",
            id,
            body = new { customerId = customer.Id, email = customer.Email, text = "Fine widgets" },
        });
        answer.EnsureSuccessStatusCode();
    }

    private static IReadOnlyList<KeyValuePair<string, string>> DocumentsOf(NodeParticipant node, Merchant shop) =>
        [.. node.ReadFiles().Where(file => file.Key.Contains($"{shop.InstallationId}", StringComparison.Ordinal))];
}

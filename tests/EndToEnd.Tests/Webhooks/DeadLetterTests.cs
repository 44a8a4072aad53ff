using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Shopkeeper.EndToEnd.Tests.Operations;
using Shopkeeper.EndToEnd.Tests.Running;
using Shopkeeper.Simulator.Control;
using Shopkeeper.Testing;

namespace Shopkeeper.EndToEnd.Tests.Webhooks;

/// <summary>Deliveries that an app could not handle, as an operator meets them.</summary>
public sealed class DeadLetterTests(HandlingServices services)
{
    private const string Order = """{"id":4711,"total_price":"19.90"}""";
    private const string Unreadable = """{"id":4711,"total_price":{"amount":"19.90"}}""";

    [Theory, OnBothDatabases]
    public async Task Letter_when_replayed_after_the_app_was_mended_is_handled_once_as_the_delivery_it_was(
        DatabaseKind kind)
    {
        var service = await services.OnAsync(kind);
        var shop = await Merchant.InstalledAsync(service);
        await service.BreakAsync(shop);
        var sent = await SendAsync(service, shop, Order);
        await service.UntilVerdictAsync(sent.WebhookId, "dead-letter");
        var letter = Assert.Single(await ListAsync(service, shop));
        Assert.Equal(
            (10, "InvalidOperationException", shop.InstallationId, sent.WebhookId, sent.EventId),
            (
                letter.GetProperty("attempts").GetInt32(), letter.GetProperty("code").GetString()!,
                letter.GetProperty("installationId").GetGuid(), letter.GetProperty("deliveryId").GetString()!,
                letter.GetProperty("eventId").GetString()!));
        Assert.Equal(1, (await service.Operations.ReadAsync($"shops/{shop.Domain}")).GetProperty("deadLetters")
            .GetInt64());

        await service.BreakAsync(shop, broken: false);
        var path = $"dead-letters/{letter.GetProperty("id").GetInt64()}/replay";
        var first = await service.OrderedAsync(path, idempotencyKey: $"replay-{shop.InstallationId}");
        var handled = Assert.Single(await service.UntilHandledAsync(shop, 1));
        await service.UntilVerdictAsync(sent.WebhookId, "accepted");
        var again = await service.OrderedAsync(path, idempotencyKey: $"replay-{shop.InstallationId}");

        Assert.Equal((sent.WebhookId, sent.EventId), (handled.DeliveryId, handled.EventId));
        Assert.Equal((1, 0), Counts(first));
        Assert.Equal((1, 0), Counts(again));
        using var gone = await service.OrderAsync(path);
        await gone.AssertProblemAsync(404, "not-found");
        Assert.Empty(await ListAsync(service, shop));
        Assert.Single(await service.HandledAsync(shop));
        var audit = (await service.Operations.ReadAsync($"audit?shop={shop.Domain}")).GetProperty("items")
            .EnumerateArray().Last();
        Assert.Equal(
            ("replay-dead-letter", "accepted", shop.InstallationId),
            (
                audit.GetProperty("action").GetString()!, audit.GetProperty("outcome").GetString()!,
                audit.GetProperty("installationId").GetGuid()));
    }

    [Theory, OnBothDatabases]
    public async Task Unreadable_body_is_a_letter_after_one_attempt_and_tells_nothing_of_itself(DatabaseKind kind)
    {
        var service = await services.OnAsync(kind);
        var shop = await Merchant.InstalledAsync(service);
        var sent = await SendAsync(service, shop, Unreadable);
        await service.UntilVerdictAsync(sent.WebhookId, "dead-letter");

        var text = await service.Operations.ReadTextOfAsync($"dead-letters?shop={shop.Domain}&topic=Orders/Paid");
        var letter = Assert.Single(JsonDocument.Parse(text).RootElement.GetProperty("items").EnumerateArray());
        Assert.Equal(
            ("payload-unreadable", 1),
            (letter.GetProperty("code").GetString()!, letter.GetProperty("attempts").GetInt32()));
        Assert.DoesNotContain("19.90", text, StringComparison.Ordinal);
        Assert.Empty(await ListAsync(service, shop, "&topic=products/update"));
        await Eventually.UntilAsync(
            "the gauge tells of it",
            async () => (await service.Internal.GetStringAsync("/metrics", CancellationToken.None)).Split('\n').Any(
                line => line.StartsWith("shopkeeper_inbox_dead", StringComparison.Ordinal)
                    && !line.EndsWith(" 0", StringComparison.Ordinal)
                    && !line.Contains(" 0 ", StringComparison.Ordinal)),
            cancellationToken: TestContext.Current.CancellationToken);

        // Replayed it dies again; then the operator gives it up, for a reason.
        var id = letter.GetProperty("id").GetInt64();
        Assert.Equal(
            (1, 0),
            Counts(await service.OrderedAsync($"shops/{shop.Domain}/dead-letters/replay?topic=orders/paid")));
        await service.UntilVerdictAsync(sent.WebhookId, "dead-letter");
        await AssertDropAsync(service, $"dead-letters/{id}", 400, "bad-request", "reason");
        await AssertDropAsync(service, $"dead-letters/{id}?reason=because", 400, "bad-request", "reason");
        await AssertDropAsync(service, $"dead-letters/{id}?reason=malformed", 204);
        await AssertDropAsync(service, $"dead-letters/{id}?reason=malformed", 404, "not-found");
        Assert.Empty(await ListAsync(service, shop));
        var audit = (await service.Operations.ReadAsync($"audit?shop={shop.Domain}")).GetProperty("items")
            .EnumerateArray()
            .Select(entry => (
                entry.GetProperty("action").GetString(), entry.GetProperty("status").GetInt32(),
                entry.GetProperty("reason").GetString()))
            .ToArray();
        Assert.Contains(("drop-dead-letter", 204, "malformed"), audit);
        Assert.Contains(("drop-dead-letter", 400, "because"), audit);
        Assert.Contains(("replay-dead-letters", 202, null), audit);
    }

    [Theory, OnBothDatabases]
    public async Task Letters_of_a_stay_go_with_its_teardown_counted_and_none_is_replayed_after_it(DatabaseKind kind)
    {
        var service = await services.OnAsync(kind);
        var shop = await Merchant.InstalledAsync(service);
        var neighbour = await Merchant.InstalledAsync(service);
        var sent = await SendAsync(service, shop, Unreadable);
        var second = await SendAsync(service, shop, Unreadable);
        var kept = await SendAsync(service, neighbour, Unreadable);
        foreach (var delivery in (DeliveryView[])[sent, second, kept])
            await service.UntilVerdictAsync(delivery.WebhookId, "dead-letter");
        var id = (await ListAsync(service, shop))[0].GetProperty("id").GetInt64();

        var teardown = await service.UntilCertifiedAsync(await service.EndByOperatorAsync(shop));

        Assert.Equal(2, teardown.Step("stop-jobs").GetProperty("counts").EnumerateArray()
            .Where(store => store.GetProperty("store").GetString() == "webhook_inbox")
            .Sum(store => store.GetProperty("count").GetInt64()));
        Assert.Equal("purged", await service.ReadVerdictAsync(sent.WebhookId));
        Assert.Single(await ListAsync(service, neighbour));
        using var gone = await service.OrderAsync($"dead-letters/{id}/replay");
        await gone.AssertProblemAsync(404, "not-found");
        using var ended = await service.OrderAsync($"shops/{shop.Domain}/dead-letters/replay");
        await ended.AssertProblemAsync(409, "installation-ended", "shop");
        Assert.Equal(0, await service.ReadResidueAsync(shop));
    }

    [Fact]
    public async Task Requests_that_make_no_sense_or_may_not_be_are_told_so()
    {
        var service = await services.OnAsync(DatabaseKind.Sqlite);
        (string Query, string Field)[] wrong =
        [
            ("shop=evil.example", "shop"), ("topic=no%20topic", "topic"), ("limit=0", "limit"), ("cursor=x", "cursor"),
        ];
        foreach (var (query, field) in wrong)
        {
            using var answer = await service.Operations.GetAsync(
                $"dead-letters?{query}", TestContext.Current.CancellationToken);
            await answer.AssertProblemAsync(400, field: field);
        }

        using var unknown = await service.OrderAsync("dead-letters/999999999/replay");
        await unknown.AssertProblemAsync(404, "not-found");
        using var noNumber = await service.OrderAsync("dead-letters/x/replay");
        Assert.Equal(HttpStatusCode.NotFound, noNumber.StatusCode);
        foreach (var method in (HttpMethod[])[HttpMethod.Post, HttpMethod.Delete])
        {
            var path = $"dead-letters/1{(method == HttpMethod.Post ? "/replay" : "?reason=test")}";
            using var request = new HttpRequestMessage(method, path);
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", service.Keys.Viewer);
            using var answer = await service.Operations.SendAsync(request, CancellationToken.None);
            Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        }
    }

    private static Task<DeliveryView> SendAsync(ShopkeeperProcess service, Merchant shop, string body) =>
        service.ShopifySendsAsync(shop, new DeliveryRequest { Topic = HandlingCalls.Topic, RawBody = body });

    private static async Task<JsonElement[]> ListAsync(ShopkeeperProcess service, Merchant shop, string more = "") =>
        [.. (await service.Operations.ReadAsync($"dead-letters?shop={shop.Domain}{more}")).GetProperty("items")
            .EnumerateArray()];

    private static (int Replayed, int Remaining) Counts(JsonElement answer) =>
        (answer.GetProperty("replayed").GetInt32(), answer.GetProperty("remaining").GetInt32());

    private static async Task AssertDropAsync(
        ShopkeeperProcess service, string path, int status, string? code = null, string? field = null)
    {
        using var answer = await service.Operations.DeleteAsync(path);
        if (code is not null) await answer.AssertProblemAsync(status, code, field);
        else Assert.Equal(status, (int)answer.StatusCode);
    }
}

using Shopkeeper.Grains.Abstractions.Compliance;
using Shopkeeper.Grains.Abstractions.Paging;
using Shopkeeper.Grains.Abstractions.Webhooks;
using Shopkeeper.Storage.Databases;

namespace Shopkeeper.Storage.Tests.Compliance;

/// <summary>A delivery that was answered 200 is a request of the desk: in one transaction, once, and bound.</summary>
public abstract class ComplianceIntakeTests(Dialect dialect) : StorageTests(dialect)
{
    private IWebhookInbox Inbox => Get<IWebhookInbox>();

    private IComplianceStore Store => Get<IComplianceStore>();

    [Theory]
    [InlineData(Deliveries.DataRequest)]
    [InlineData(Deliveries.CustomerRedact)]
    [InlineData(Deliveries.ShopRedact)]
    public async Task Delivery_when_recorded_is_a_request_due_in_thirty_days_that_names_nobody_in_plain(string topic)
    {
        var stay = await Services.StartAsync("blue", Cancel);
        await RecordAsync(topic, "blue", "one");

        var request = Assert.Single(await ListAsync());
        Assert.Equal((topic, ComplianceState.Open, (string?)null), (request.Topic, request.State, request.Code));
        Assert.Equal(stay.Id, request.Installation);
        Assert.Equal(30, (request.DueAt - request.RecordedAt).TotalDays, precision: 4);
        Assert.Equal([request.Id], await Store.FindDueAsync(10, Cancel));
        Assert.True(Store.IsOf(request, Stays.Shop("blue")));
        Assert.False(Store.IsOf(request, Stays.Shop("red")));
        var subject = (await Store.ReadSubjectAsync(request.Id, Cancel))!;
        Assert.Equal(548_380_009, subject.ShopId);
        Assert.Equal(topic == Deliveries.ShopRedact ? null : Deliveries.Email, subject.Email);
        Assert.Equal(topic == Deliveries.ShopRedact ? [] : [280_263L, 299_938L], subject.Orders);
        Assert.Equal(topic == Deliveries.DataRequest ? 9999L : null, subject.DataRequestId);
    }

    [Fact]
    public async Task Delivery_when_its_id_is_repeated_is_one_request_and_under_another_id_it_is_grouped()
    {
        await Services.StartAsync("blue", Cancel);
        foreach (var topic in (string[])[Deliveries.DataRequest, Deliveries.CustomerRedact, Deliveries.ShopRedact])
        {
            await RecordAsync(topic, "blue", $"{topic}-1");
            Assert.Equal(
                RecordOutcome.Duplicate, await Inbox.RecordAsync(Deliveries.Of(topic, "blue", $"{topic}-1"), Cancel));
            await RecordAsync(topic, "blue", $"{topic}-2");
        }

        await RecordAsync(
            Deliveries.DataRequest, "blue", "other", Deliveries.Body(Deliveries.DataRequest, "blue", request: 7));
        await RecordAsync(
            Deliveries.CustomerRedact, "blue", "mary",
            Deliveries.Body(Deliveries.CustomerRedact, "blue", email: "mary@customer.example"));

        var all = await ListAsync();
        Assert.Equal(5, all.Count);
        Assert.Equal([0, 0, 1, 1, 1], all.Select(one => one.Repeated).Order());
    }

    [Fact]
    public async Task Deliveries_when_many_come_at_once_are_one_request_each()
    {
        await Services.StartAsync("blue", Cancel);
        await Task.WhenAll(Enumerable.Range(0, 60).Select(number => Task.Run(() => Inbox.RecordAsync(
            Deliveries.Of(
                Deliveries.DataRequest, "blue", $"id-{number}",
                Deliveries.Body(Deliveries.DataRequest, "blue", request: (number % 20) + 1)),
            Cancel))));

        var all = await ListAsync();
        Assert.Equal(20, all.Count);
        Assert.All(all, one => Assert.Equal(2, one.Repeated));
    }

    [Theory]
    [InlineData(Deliveries.DataRequest)]
    [InlineData(Deliveries.CustomerRedact)]
    [InlineData(Deliveries.ShopRedact)]
    public async Task Request_of_an_unknown_shop_is_closed_with_what_was_counted_and_nobodys_data_is_kept(string topic)
    {
        await Services.StartAsync("red", Cancel);
        await RecordAsync(topic, "blue", "one");

        var request = Assert.Single(await ListAsync());
        Assert.Equal((ComplianceState.Closed, ComplianceCodes.NothingHeld), (request.State, request.Code));
        Assert.NotNull(request.ClosedAt);
        Assert.Null(request.Installation);
        Assert.Equal(
            ["installations", "teardowns", "certificates"], request.Evidence.Counts.Select(count => count.Store));
        Assert.All(request.Evidence.Counts, count => Assert.Equal(0, count.Count));
        Assert.Empty(await Store.FindDueAsync(10, Cancel));
        Assert.Null(await Store.ReadSubjectAsync(request.Id, Cancel));
    }

    [Fact]
    public async Task Request_whose_body_names_another_shop_is_closed_and_one_of_another_form_stands_in_sight()
    {
        await Services.StartAsync("blue", Cancel);
        await RecordAsync(
            Deliveries.CustomerRedact, "blue", "moved", Deliveries.Body(Deliveries.CustomerRedact, "red"));
        // Captured bodies of other topics, under an unsigned header that was changed.
        await RecordAsync(
            Deliveries.CustomerRedact, "blue", "order", """{"id":1,"customer":{"id":191167,"email":"a@b.example"}}""");
        await RecordAsync(
            Deliveries.ShopRedact, "blue", "customer", Deliveries.Body(Deliveries.CustomerRedact, "blue"));
        await RecordAsync(
            Deliveries.CustomerRedact, "blue", "request", Deliveries.Body(Deliveries.DataRequest, "blue"));
        await RecordAsync(Deliveries.DataRequest, "blue", "broken", "{");

        var all = await ListAsync();
        var moved = Assert.Single(all, one => one.State == ComplianceState.Closed);
        Assert.Equal(ComplianceCodes.ShopMismatch, moved.Code);
        Assert.Equal(4, all.Count(one => one is
        {
            State: ComplianceState.Stalled, Code: ComplianceCodes.Unreadable, NextAttemptAt: null,
        }));
        Assert.Empty(await Store.FindDueAsync(10, Cancel));
        Assert.Null(await Store.ReadBodyAsync(moved.Id, Cancel));
        // Somebody may have been meant: what came is kept until the request is closed.
        var broken = all.Single(one => one.Topic == Deliveries.DataRequest);
        Assert.Equal("{"u8.ToArray(), await Store.ReadBodyAsync(broken.Id, Cancel));
        Assert.Null(await Store.ReadSubjectAsync(broken.Id, Cancel));
        await Store.SaveAsync(broken with { State = ComplianceState.Closed, Code = "handled-elsewhere" }, null, Cancel);
        Assert.Null(await Store.ReadBodyAsync(broken.Id, Cancel));
    }

    [Fact]
    public async Task Request_is_written_or_the_delivery_is_not()
    {
        await Services.StartAsync("blue", Cancel);
        await RunAsync(Dialect == Dialect.Postgres
            ? "alter table compliance_requests rename to away"
            : "alter table compliance_requests rename to away;");

        await Assert.ThrowsAnyAsync<Exception>(
            () => Inbox.RecordAsync(Deliveries.Of(Deliveries.CustomerRedact, "blue", "one"), Cancel));

        Assert.Equal([0L], await QueryAsync<long>("select count(*) from webhook_ids"));
        Assert.Equal([0L], await QueryAsync<long>("select count(*) from webhook_inbox"));
        await RunAsync("alter table away rename to compliance_requests");
        await RecordAsync(Deliveries.CustomerRedact, "blue", "one");
        Assert.Single(await ListAsync());
    }

    [Fact]
    public async Task Stored_requests_hold_no_name_in_plain()
    {
        await Services.StartAsync("blue", Cancel);
        await RecordAsync(Deliveries.DataRequest, "blue", "one");
        var request = Assert.Single(await ListAsync());
        await Store.SaveAsync(request with { State = ComplianceState.Ready }, Deliveries.Email, Cancel);
        Assert.Equal(Deliveries.Email, await Store.ReadExportAsync(request.Id, Cancel));

        foreach (var column in (string[])["payload", "bundle"])
        {
            var stored = Assert.Single(await QueryAsync<byte[]>($"select {column} from compliance_requests"));
            Assert.DoesNotContain(
                Deliveries.Email, System.Text.Encoding.Latin1.GetString(stored), StringComparison.Ordinal);
        }
    }

    private async Task RecordAsync(string topic, string shop, string id, string? body = null) => Assert.Equal(
        RecordOutcome.Recorded, await Inbox.RecordAsync(Deliveries.Of(topic, shop, id, body), Cancel));

    private async Task<IReadOnlyList<ComplianceRequest>> ListAsync() =>
        (await Store.ListAsync(Deliveries.All, new PageRequest(null, 100), Cancel)).Items;

    public sealed class OnPostgres() : ComplianceIntakeTests(Dialect.Postgres);

    public sealed class OnSqlite() : ComplianceIntakeTests(Dialect.Sqlite);
}

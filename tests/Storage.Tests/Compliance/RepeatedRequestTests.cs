using Shopkeeper.Grains.Abstractions.Compliance;
using Shopkeeper.Grains.Abstractions.Paging;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Grains.Abstractions.Teardown;
using Shopkeeper.Grains.Abstractions.Webhooks;
using Shopkeeper.Storage.Databases;

namespace Shopkeeper.Storage.Tests.Compliance;

/// <summary>Who asks again asks for what came in between, too; and asks the stay that is there now.</summary>
public abstract class RepeatedRequestTests(Dialect dialect) : StorageTests(dialect)
{
    private static readonly ComplianceEvidence Evidence = new()
    {
        Participants =
        [
            new ComplianceParticipant { Name = "reviews", State = "answered" },
            new ComplianceParticipant { Name = "mail", State = "failed", Attempts = 60 },
        ],
        Counts = [new StoreCount { Store = "webhook_inbox", Count = 3 }],
    };

    private IComplianceStore Store => Get<IComplianceStore>();

    [Theory]
    [InlineData(Deliveries.CustomerRedact)]
    [InlineData(Deliveries.DataRequest)]
    public async Task Request_that_waits_on_an_ended_stay_and_comes_again_in_the_next_one_is_one_for_each(string topic)
    {
        var old = await Services.StartAsync("blue", Cancel);
        await RecordAsync(topic, "one");
        await Services.FenceAsync(old.Id, Cancel);
        var current = await Services.StartAsync("blue", Cancel);

        await RecordAsync(topic, "two");
        await Services.CertifyAsync(old, Cancel);

        var all = await ListAsync();
        Assert.Equal(ComplianceState.Closed, all.Single(one => one.Installation == old.Id).State);
        var open = all.Single(one => one.Installation == current.Id);
        Assert.Equal((ComplianceState.Open, 0), (open.State, open.Repeated));
        Assert.NotNull(await Store.ReadSubjectAsync(open.Id, Cancel));
        Assert.Equal(2, all.Count);
    }

    [Theory]
    [InlineData(ComplianceState.Open, ComplianceCodes.AwaitsParticipants)]
    [InlineData(ComplianceState.Waiting, ComplianceCodes.AwaitsCertificate)]
    [InlineData(ComplianceState.Stalled, "participant-failed:mail")]
    public async Task Redaction_that_comes_again_while_it_is_open_asks_all_participants_anew_and_moves_its_cut_off(
        ComplianceState state, string code)
    {
        await Services.StartAsync("blue", Cancel);
        var before = await SaveAsync(await RecordAsync(Deliveries.CustomerRedact, "one"), state, code);
        await RunAsync("update compliance_requests set recorded_at = recorded_at - 432000000, "
            + "next_attempt_at = next_attempt_at + 3600000");

        var again = await RecordAsync(Deliveries.CustomerRedact, "two");

        Assert.Equal(before.Id, again.Id);
        Assert.Equal((ComplianceState.Open, null, 1), (again.State, again.Code, again.Repeated));
        Assert.True(again.RecordedAt >= before.RecordedAt);
        Assert.Equal(before.DueAt, again.DueAt);
        Assert.NotEqual(before.DeliveryHash, again.DeliveryHash);
        Assert.Empty(again.Evidence.Participants);
        Assert.Equal(3, Assert.Single(again.Evidence.Counts).Count);
        Assert.Equal([again.Id], await Store.FindDueAsync(10, Cancel));
        // A round that began before the second request answers the first one only.
        Assert.Null(await Store.SaveAsync(before with { State = ComplianceState.Closed, Code = "done" }, null, Cancel));
    }

    [Fact]
    public async Task Data_request_that_comes_again_is_taken_up_when_it_stands_still_and_else_only_counted()
    {
        await Services.StartAsync("blue", Cancel);
        var first = await RecordAsync(Deliveries.DataRequest, "one");
        var stalled = await SaveAsync(first, ComplianceState.Stalled, "participant-failed:mail");

        var again = await RecordAsync(Deliveries.DataRequest, "two");

        Assert.Equal((ComplianceState.Open, 1, stalled.RecordedAt), (again.State, again.Repeated, again.RecordedAt));
        Assert.Empty(again.Evidence.Participants);
        Assert.Equal([again.Id], await Store.FindDueAsync(10, Cancel));
        await Store.SaveAsync(again with { State = ComplianceState.Ready, NextAttemptAt = null }, "{}", Cancel);
        var ready = await RecordAsync(Deliveries.DataRequest, "three");
        Assert.Equal((ComplianceState.Ready, true, 2), (ready.State, ready.HasExport, ready.Repeated));
        Assert.Empty(await Store.FindDueAsync(10, Cancel));
    }

    [Theory]
    [InlineData("red")]
    [InlineData(null)]
    public async Task Shop_redact_that_is_judged_false_is_a_row_of_its_own_and_leaves_a_closed_stand_in_alone(
        string? named)
    {
        var stay = await Services.StartAsync("blue", Cancel);
        await Services.FenceAsync(stay.Id, Cancel);
        await Services.CertifyAsync(stay, Cancel);
        await RunAsync("update certificates set ended_at = ended_at - 7200000, issued_at = ended_at");
        Assert.Equal(1, await Store.WatchAsync(TimeSpan.FromHours(1), 10, Cancel));
        var standIn = Assert.Single(await ListAsync());
        standIn = (await Store.SaveAsync(
            standIn with { State = ComplianceState.Closed, Code = ComplianceCodes.DoneByErasure }, null, Cancel))!;

        await RecordAsync(
            Deliveries.ShopRedact, "captured", named is null ? "{" : Deliveries.Body(Deliveries.ShopRedact, named));

        var left = (await Store.FindAsync(standIn.Id, Cancel))!;
        Assert.Equal((0, standIn.DeliveryHash, standIn.Version), (left.Repeated, left.DeliveryHash, left.Version));
        var own = (await ListAsync()).Single(one => one.Id != standIn.Id);
        Assert.Equal(named is null ? ComplianceCodes.Unreadable : ComplianceCodes.ShopMismatch, own.Code);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Redaction_recorded_while_a_reset_went_on_is_the_new_stays_before_the_old_one_is_certified(
        bool isRepeated)
    {
        var old = await Services.StartAsync("blue", Cancel);
        var reset = await Get<IInstallationStore>().FenceAsync(Stays.Reset(old), Cancel);
        var successor = reset.Successor!.Id;
        if (isRepeated)
            await SaveAsync(await RecordAsync(Deliveries.CustomerRedact, "known"), ComplianceState.Open, "x");
        await RunAsync("update compliance_requests set recorded_at = recorded_at - 1000, next_attempt_at = null");
        // As it stands when what it read of the shop was older than the reset.
        var late = await RecordAsync(
            Deliveries.CustomerRedact, "late",
            isRepeated ? Deliveries.Body(Deliveries.CustomerRedact, "blue", email: "mary@customer.example") : null);
        await RunAsync(
            $"update compliance_requests set installation_id = '{old.Id}', state = 3, request_hash = "
            + $"(select request_hash from compliance_requests order by id limit 1) where id = '{late.Id}'");

        await Services.CertifyAsync(old, Cancel);

        var open = Assert.Single(await ListAsync(), one => one.State != ComplianceState.Closed);
        Assert.Equal((successor, ComplianceState.Open), (open.Installation!.Value, open.State));
        Assert.Equal(isRepeated, open.Id != late.Id);
        Assert.True(open.RecordedAt >= late.RecordedAt);
        Assert.Empty(open.Evidence.Participants);
        Assert.Equal([open.Id], await Store.FindDueAsync(10, Cancel));
    }

    private async Task<ComplianceRequest> SaveAsync(ComplianceRequest request, ComplianceState state, string code) =>
        (await Store.SaveAsync(
            request with
            {
                State = state,
                Code = code,
                Evidence = Evidence,
                NextAttemptAt = state == ComplianceState.Stalled ? null : request.NextAttemptAt,
            },
            null, Cancel))!;

    private async Task<ComplianceRequest> RecordAsync(string topic, string id, string? body = null)
    {
        Assert.Equal(
            RecordOutcome.Recorded,
            await Get<IWebhookInbox>().RecordAsync(Deliveries.Of(topic, "blue", id, body), Cancel));
        return (await ListAsync()).MaxBy(one => one.Id.ToString())!;
    }

    private async Task<IReadOnlyList<ComplianceRequest>> ListAsync() =>
        (await Store.ListAsync(Deliveries.All, new PageRequest(null, 100), Cancel)).Items;

    public sealed class OnPostgres() : RepeatedRequestTests(Dialect.Postgres);

    public sealed class OnSqlite() : RepeatedRequestTests(Dialect.Sqlite);
}

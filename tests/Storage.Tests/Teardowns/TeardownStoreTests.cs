using Shopkeeper.Grains.Abstractions.Billing;
using Shopkeeper.Grains.Abstractions.Certificates;
using Shopkeeper.Grains.Abstractions.Paging;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Grains.Abstractions.Teardown;
using Shopkeeper.Grains.Abstractions.Webhooks;
using Shopkeeper.Storage.Databases;
using Shopkeeper.Storage.Tests.ShopData;

namespace Shopkeeper.Storage.Tests.Teardowns;

public abstract class TeardownStoreTests(Dialect dialect) : ShopDataTests(dialect)
{
    private ITeardownStore Store => Get<ITeardownStore>();

    [Fact]
    public async Task Claim_of_an_end_takes_up_its_delivery_and_a_second_one_joins_it()
    {
        var installation = await InstallAsync();
        await DeliverAsync("first", "second");
        var opened = await Store.OpenAsync(
            Samples.Confirming(installation, "first"), Samples.Delivery(installation, 1, "first"), Cancel);
        Assert.Equal((TeardownStatus.Confirming, 1L), (opened.Status, opened.Version));
        Assert.Equal($"{(int)Verdict.Accepted}", await VerdictAsync("first"));
        Assert.Equal(1, await CountAsync("webhook_inbox"));

        var proof = Samples.Confirming(installation, "second") with { BodyNamesShop = true, BodyHash = "b0d2" };
        var joined = await Store.OpenAsync(proof, Samples.Delivery(installation, 2, "second"), Cancel);
        Assert.Equal((opened.Id, 2L), (joined.Id, joined.Version));
        Assert.Equal((true, "b0d2", 2), (joined.BodyNamesShop, joined.BodyHash, joined.Deliveries.Count));
        Assert.Equal(0, await CountAsync("webhook_inbox"));

        // The same once more, as after a crash before the answer.
        var again = await Store.OpenAsync(proof, Samples.Delivery(installation, 2, "second"), Cancel);
        Assert.Equal((opened.Id, 2L), (again.Id, again.Version));
        Assert.Equal([installation.Id], await Store.FindDueAsync(5, Cancel));
    }

    [Fact]
    public async Task Delivery_when_its_claim_was_denied_opens_nothing_again()
    {
        var installation = await InstallAsync();
        await DeliverAsync("first");
        var claim = Samples.Confirming(installation, "first");
        var opened = await Store.OpenAsync(claim, Samples.Delivery(installation, 1, "first"), Cancel);
        Assert.False(await Store.SupersedeAsync(opened with { Version = 7 }, Cancel));
        Assert.True(await Store.SupersedeAsync(opened, Cancel));
        Assert.False(await Store.SupersedeAsync(opened, Cancel));
        Assert.Equal($"{(int)Verdict.Superseded}", await VerdictAsync("first"));

        await Assert.ThrowsAsync<InvalidOperationException>(
            () => Store.OpenAsync(claim, Samples.Delivery(installation, 1, "first"), Cancel));
        Assert.Equal(0, await CountAsync("teardowns"));
    }

    [Fact]
    public async Task Teardown_when_the_fence_ends_a_stay_tells_its_subscriptions_to_the_app_by_status()
    {
        var installation = await InstallAsync();
        var neighbour = await InstallAsync(Neighbour);
        string[] statuses = ["ACTIVE", "CANCELLED", "CANCELLED"];
        foreach (var (number, status) in statuses.Index())
        {
            await Get<IAppSubscriptionStore>().SaveNewerAsync(
                installation.Id, Planting.AppSubscription($"gid://shopify/AppSubscription/{number}", status), Cancel);
        }

        var teardown = await Store.FindAsync(await FenceAsync(installation.Id), Cancel);
        Assert.Equal(
            [new AppSubscriptionCount("ACTIVE", 1), new AppSubscriptionCount("CANCELLED", 2)], teardown!.Billing);
        Assert.Empty((await Store.FindAsync(await FenceAsync(neighbour.Id), Cancel))!.Billing);
    }

    [Fact]
    public async Task Write_with_an_old_version_is_refused_and_changes_nothing()
    {
        var (_, teardown) = await EndAsync();
        var saved = await Store.SaveAsync(teardown with { StalledBecause = "one" }, Cancel);
        Assert.Equal(teardown.Version + 1, saved!.Version);
        Assert.Null(await Store.SaveAsync(teardown with { StalledBecause = "two" }, Cancel));
        Assert.Equal("one", (await Store.FindAsync(teardown.Id, Cancel))!.StalledBecause);

        var answers = await Task.WhenAll(Enumerable.Range(0, 6)
            .Select(i => Store.SaveAsync(saved with { StalledBecause = $"{i}" }, Cancel)));
        Assert.Single(answers, answer => answer is not null);
        Assert.Equal(saved.Version + 1, (await Store.FindAsync(teardown.Id, Cancel))!.Version);
        await Assert.ThrowsAsync<ArgumentException>(
            () => Store.SaveAsync(saved with { Status = TeardownStatus.Certified }, Cancel));
    }

    [Fact]
    public async Task Confirmation_that_is_saved_after_the_fence_does_not_undo_it()
    {
        var installation = await InstallAsync();
        await DeliverAsync("first");
        var confirming = await Store.OpenAsync(
            Samples.Confirming(installation, "first"), Samples.Delivery(installation, 1, "first"), Cancel);
        var teardownId = await FenceAsync(installation.Id);
        Assert.NotEqual(confirming.Id, teardownId);

        Assert.Null(await Store.SaveAsync(confirming with { StalledBecause = "late" }, Cancel));
        Assert.False(await Store.SupersedeAsync(confirming, Cancel));
        var running = await Store.FindByInstallationAsync(installation.Id, Cancel);
        Assert.Equal(TeardownStatus.Running, running!.Status);

        // Not even by someone who has read the row since.
        Assert.False(await Store.SupersedeAsync(running, Cancel));
    }

    [Fact]
    public async Task Confirmations_that_are_saved_while_the_fence_runs_never_undo_it()
    {
        var installation = await InstallAsync();
        await DeliverAsync("first");
        await Store.OpenAsync(
            Samples.Confirming(installation, "first"), Samples.Delivery(installation, 1, "first"), Cancel);
        var saving = Enumerable.Range(0, 4).Select(_ => SaveWhileConfirmingAsync(installation.Id)).ToArray();
        await FenceAsync(installation.Id);
        await Task.WhenAll(saving);

        var teardown = await Store.FindByInstallationAsync(installation.Id, Cancel);
        Assert.Equal(TeardownStatus.Running, teardown!.Status);
        Assert.NotNull(teardown.EndedAt);
    }

    [Fact]
    public async Task Certificate_comes_and_the_teardown_goes_in_one_transaction_and_twice_is_safe()
    {
        var (installation, teardown) = await EndAsync();
        var certificate = Samples.Certificate(teardown);
        await Assert.ThrowsAsync<InvalidOperationException>(() => Store.CertifyAsync(teardown, certificate, Cancel));

        await PurgeAllAsync(SubjectOf(installation));
        await RunAsync($"""
            insert into permits(id, shop, installation_id, expires_at)
            values ('{NewId()}', '{Shop}', '{installation.Id}', 1)
            """);
        await Planting.DeliverAsync(Database, Shop, "orders/create", "bound", Cancel);
        await RunAsync($"update webhook_inbox set installation_id = '{installation.Id}'");

        Assert.False(await Store.CertifyAsync(teardown with { Version = 99 }, certificate, Cancel));
        Assert.True(await Store.CertifyAsync(teardown, certificate, Cancel));
        Assert.True(await Store.CertifyAsync(teardown, certificate, Cancel));
        foreach (var table in (string[])["teardowns", "permits", "webhook_inbox"])
            Assert.Equal(0, await CountAsync(table));
        Assert.Equal($"{(int)Verdict.Purged}", await VerdictAsync("bound"));
        Assert.Equal(certificate, await Get<ICertificateStore>().FindByTeardownAsync(teardown.Id, Cancel));
        Assert.Equal(certificate, await Get<ICertificateStore>().FindAsync(certificate.Id, Cancel));
        Assert.Null(await Store.SaveAsync(teardown, Cancel));
        Assert.Equal(2, (await InstallAsync()).Generation);
    }

    [Fact]
    public async Task Body_that_ended_an_installation_is_known_while_it_is_torn_down_and_ever_after()
    {
        var installation = await InstallAsync();
        await DeliverAsync("first");
        await Store.OpenAsync(
            Samples.Confirming(installation, "first"), Samples.Delivery(installation, 1, "first"), Cancel);
        Assert.False(await Store.HasSeenBodyAsync(Shop, "b0d1", Cancel));

        await FenceAsync(installation.Id);
        Assert.True(await Store.HasSeenBodyAsync(Shop, "b0d1", Cancel));
        await CertifyAsync(installation);
        Assert.True(await Store.HasSeenBodyAsync(Shop, "b0d1", Cancel));
        Assert.False(await Store.HasSeenBodyAsync(Shop, "0ther", Cancel));
        Assert.False(await Store.HasSeenBodyAsync(Neighbour, "b0d1", Cancel));
    }

    [Fact]
    public async Task Body_of_a_noted_redact_is_known_while_its_stay_is_torn_down_and_ever_after()
    {
        var first = await InstallAsync();
        await FenceAsync(first.Id);
        await Store.NoteRedactAsync(Shop, "5a3e", null, Cancel);
        Assert.True(await Store.HasSeenBodyAsync(Shop, "5a3e", Cancel));
        await CertifyAsync(first);
        Assert.True(await Store.HasSeenBodyAsync(Shop, "5a3e", Cancel));

        // With a certificate that stands already it is kept, too.
        var second = await InstallAsync();
        await FenceAsync(second.Id);
        await CertifyAsync(second);
        Assert.False(await Store.HasSeenBodyAsync(Shop, "1a7e", Cancel));
        await Store.NoteRedactAsync(Shop, "1a7e", null, Cancel);
        Assert.True(await Store.HasSeenBodyAsync(Shop, "1a7e", Cancel));
        Assert.False(await Store.HasSeenBodyAsync(Neighbour, "1a7e", Cancel));
    }

    // An operator ends the stay, and Shopify tells of it; no claim of an end holds that body.
    [Fact]
    public async Task Body_that_told_of_an_end_that_was_known_is_known_ever_after_and_with_the_next_stays_end()
    {
        var first = await InstallAsync();
        await NoteAsync("5a1d");
        Assert.False(await Store.HasSeenBodyAsync(Shop, "5a1d", Cancel));

        await FenceAsync(first.Id);
        foreach (var body in (string[])["5a1d", "5a1d", "5a2d"]) await NoteAsync(body);
        Assert.Equal(["5a1d,5a2d"], await ReadAsync("select spent_bodies from teardowns"));
        await CertifyAsync(first);
        await NoteAsync("5a3d");
        Assert.Equal(["5a1d,5a2d,5a3d"], await ReadAsync("select spent_bodies from certificates"));

        await FenceAsync((await InstallAsync()).Id);
        await NoteAsync("5a4d");
        foreach (var body in (string[])["5a1d", "5a2d", "5a3d", "5a4d"])
        {
            Assert.True(await Store.HasSeenBodyAsync(Shop, body, Cancel));
            Assert.False(await Store.HasSeenBodyAsync(Neighbour, body, Cancel));
        }

        Assert.False(await Store.HasSeenBodyAsync(Shop, "5a5d", Cancel));
    }

    // Whoever holds another stay, or none, does not know it: the body may be the only proof of the current one's end.
    [Fact]
    public async Task Body_that_was_recorded_since_the_current_stay_began_is_not_taken_for_an_earlier_ones()
    {
        await FenceAsync((await InstallAsync()).Id);
        var current = await InstallAsync();

        await Store.NoteSpentBodyAsync(Shop, "5a1d", current.StartedAt, Cancel);
        Assert.False(await Store.HasSeenBodyAsync(Shop, "5a1d", Cancel));

        await Store.NoteSpentBodyAsync(Shop, "5a1d", current.StartedAt.AddMilliseconds(-1), Cancel);
        Assert.True(await Store.HasSeenBodyAsync(Shop, "5a1d", Cancel));
    }

    [Fact]
    public async Task Body_that_joined_another_ones_claim_is_known_once_the_stay_has_ended()
    {
        var installation = await InstallAsync();
        await DeliverAsync("first", "second");
        await OpenAsync(installation, "first", 1, "b0d1");
        await OpenAsync(installation, "second", 2, "b0d2");
        Assert.False(await Store.HasSeenBodyAsync(Shop, "b0d2", Cancel));

        await FenceAsync(installation.Id);
        Assert.True(await Store.HasSeenBodyAsync(Shop, "b0d2", Cancel));
        await CertifyAsync(installation);
        Assert.True(await Store.HasSeenBodyAsync(Shop, "b0d1", Cancel));
        Assert.True(await Store.HasSeenBodyAsync(Shop, "b0d2", Cancel));
    }

    // The time is unsigned: a body from before the stay that is sent again under a fresh one is from before it still.
    [Fact]
    public async Task Body_that_tells_of_the_same_end_again_brings_no_later_time_and_another_body_does()
    {
        var installation = await InstallAsync();
        await DeliverAsync("first", "second", "third", "fourth");
        var opened = await OpenAsync(installation, "first", 1, "b0d1");

        var again = await OpenAsync(installation, "second", 2, "b0d1", minutes: 5);
        Assert.Equal((2, opened.TriggeredAt), (again.Deliveries.Count, again.TriggeredAt));
        var other = await OpenAsync(installation, "third", 3, "b0d2", minutes: 6);
        Assert.Equal(opened.TriggeredAt!.Value.AddMinutes(6), other.TriggeredAt);
        var replayed = await OpenAsync(installation, "fourth", 4, "b0d2", minutes: 7);
        Assert.Equal((4, other.TriggeredAt), (replayed.Deliveries.Count, replayed.TriggeredAt));
    }

    [Fact]
    public async Task Redact_is_awaited_for_each_uninstalled_stay_oldest_first_and_never_for_a_reset_one()
    {
        var first = await InstallAsync();
        Assert.False(await Store.AwaitsRedactAsync(Shop, Cancel));
        await FenceAsync(first.Id);
        await CertifyAsync(first);
        var second = await InstallAsync();
        await FenceAsync(second.Id);
        var third = await InstallAsync();
        var reset = await Get<IInstallationStore>().FenceAsync(Stays.Reset(third), Cancel);
        Assert.NotNull(reset.Successor);

        Assert.True(await Store.AwaitsRedactAsync(Shop, Cancel));
        await Store.NoteRedactAsync(Shop, "b0d1", null, Cancel);
        Assert.Equal(1, await CountAsync("certificates", RedactSeen));
        Assert.True(await Store.AwaitsRedactAsync(Shop, Cancel));
        await Store.NoteRedactAsync(Shop, "b0d1", null, Cancel);
        Assert.False(await Store.AwaitsRedactAsync(Shop, Cancel));
        await Store.NoteRedactAsync(Shop, "b0d1", null, Cancel);
        Assert.Equal(["2"], await ReadAsync($"select generation from teardowns where {RedactSeen}"));

        await CertifyAsync(second);
        await CertifyAsync(third);
        Assert.False(await Store.AwaitsRedactAsync(Shop, Cancel));
        Assert.False(await Store.AwaitsRedactAsync(Neighbour, Cancel));
    }

    [Fact]
    public async Task Teardowns_are_listed_newest_first_by_shop_and_status_over_pages()
    {
        var opened = new List<Guid>();
        for (var i = 0; i < 3; i++)
        {
            var ended = await InstallAsync();
            opened.Insert(0, await FenceAsync(ended.Id));
        }

        await RunAsync("update teardowns set opened_at = 5");
        await FenceAsync((await InstallAsync(Neighbour)).Id);
        var first = await Store.ListAsync(Shop, TeardownStatus.Running, new PageRequest(null, 2), Cancel);
        var second = await Store.ListAsync(
            Shop, TeardownStatus.Running, new PageRequest(first.NextCursor, 2), Cancel);
        Assert.Equal(opened, [.. first.Items.Select(one => one.Id), .. second.Items.Select(one => one.Id)]);
        Assert.Null(second.NextCursor);
        Assert.Empty((await Store.ListAsync(null, TeardownStatus.Stalled, FirstPage, Cancel)).Items);
        Assert.Equal(4, (await Store.ListAsync(null, null, FirstPage, Cancel)).Items.Count);
        Assert.Equal(opened[0], (await Store.FindLatestAsync(Shop, Cancel))!.Id);
        await Assert.ThrowsAsync<InvalidCursorException>(
            () => Store.ListAsync(Neighbour, null, new PageRequest("dGVhcmRvd25zOjU", 2), Cancel));
    }

    private string RedactSeen => Dialect == Dialect.Postgres ? "redact_seen" : "redact_seen = 1";

    private async Task DeliverAsync(params string[] webhookIds)
    {
        foreach (var id in webhookIds)
            await Planting.DeliverAsync(Database, Shop, "app/uninstalled", id, Cancel);
    }

    // Recorded before whatever stay is current.
    private Task NoteAsync(string bodyHash) =>
        Store.NoteSpentBodyAsync(Shop, bodyHash, DateTimeOffset.UnixEpoch, Cancel);

    private Task<TeardownRecord> OpenAsync(
        Installation installation, string webhookId, long delivery, string bodyHash, int minutes = 0) =>
        Store.OpenAsync(
            Samples.Confirming(installation, webhookId) with
            {
                BodyNamesShop = true,
                BodyHash = bodyHash,
                TriggeredAt = installation.StartedAt.AddMinutes(minutes),
            },
            Samples.Delivery(installation, delivery, webhookId),
            Cancel);

    private async Task<string> VerdictAsync(string webhookId)
    {
        var hash = Convert.ToHexStringLower(Samples.Hash(webhookId));
        var rows = await ReadAsync("select delivery_hash, verdict from webhook_ids");
        return rows.Single(row => row.StartsWith(hash, StringComparison.Ordinal)).Split('|')[1];
    }

    private async Task SaveWhileConfirmingAsync(InstallationId installation)
    {
        while (await Store.FindByInstallationAsync(installation, Cancel) is { Status: TeardownStatus.Confirming } read)
            await Store.SaveAsync(read with { StalledBecause = $"{read.Version}" }, Cancel);
    }

    private async Task<(Installation Installation, TeardownRecord Teardown)> EndAsync()
    {
        var installation = await InstallAsync();
        await FenceAsync(installation.Id);
        return (installation, (await Store.FindByInstallationAsync(installation.Id, Cancel))!);
    }

    private async Task CertifyAsync(Installation installation)
    {
        await PurgeAllAsync(SubjectOf(installation));
        var teardown = await Store.FindByInstallationAsync(installation.Id, Cancel);
        Assert.True(await Store.CertifyAsync(teardown!, Samples.Certificate(teardown!), Cancel));
    }

    public sealed class OnPostgres() : TeardownStoreTests(Dialect.Postgres);

    public sealed class OnSqlite() : TeardownStoreTests(Dialect.Sqlite);
}

using Shopkeeper.Grains.Abstractions.Compliance;
using Shopkeeper.Grains.Abstractions.Operations;
using Shopkeeper.Grains.Abstractions.Paging;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Grains.Abstractions.Teardown;
using Shopkeeper.Grains.Abstractions.Webhooks;
using Shopkeeper.Storage.Databases;

namespace Shopkeeper.Storage.Tests.Compliance;

/// <summary>What becomes of the desk's rows: written, closed, listed, certified, watched, forgotten.</summary>
public abstract class ComplianceStoreTests(Dialect dialect) : StorageTests(dialect)
{
    private IComplianceStore Store => Get<IComplianceStore>();

    private ITeardownStore Teardowns => Get<ITeardownStore>();

    [Fact]
    public async Task Request_when_closed_keeps_codes_and_loses_whom_it_is_about()
    {
        var stay = await Services.StartAsync("blue", Cancel);
        var open = await RecordAsync(Deliveries.DataRequest, "one");
        var ready = (await Store.SaveAsync(open with { State = ComplianceState.Ready }, "{}", Cancel))!;
        Assert.True(ready.HasExport);
        Assert.Null(await Store.SaveAsync(open with { State = ComplianceState.Stalled }, null, Cancel));

        var closed = (await Store.SaveAsync(
            ready with { State = ComplianceState.Closed, Code = "delivered", ClosedBy = "operator" }, null, Cancel))!;

        Assert.Equal((false, "operator", stay.Id), (closed.HasExport, closed.ClosedBy, closed.Installation!.Value));
        Assert.NotNull(closed.ClosedAt);
        Assert.Null(await Store.ReadSubjectAsync(open.Id, Cancel));
        Assert.Null(await Store.ReadExportAsync(open.Id, Cancel));
        Assert.Null(await Store.SaveAsync(closed with { State = ComplianceState.Open }, null, Cancel));
        // It may come again, and is another one then.
        await RecordAsync(Deliveries.DataRequest, "two");
        Assert.Equal([2L], await QueryAsync<long>("select count(*) from compliance_requests"));
    }

    [Fact]
    public async Task Requests_are_listed_by_due_date_over_pages_and_by_state_topic_shop_and_date()
    {
        await Services.StartAsync("blue", Cancel);
        for (var number = 1; number <= 5; number++)
        {
            await RecordAsync(
                Deliveries.DataRequest, $"{number}", Deliveries.Body(Deliveries.DataRequest, "blue", number));
        }

        await RunAsync("update compliance_requests set due_at = recorded_at - 1000 where repeated = 0 and id = "
            + "(select id from compliance_requests order by id desc limit 1)");
        var first = await Store.ListAsync(Deliveries.All, new PageRequest(null, 2), Cancel);
        var second = await Store.ListAsync(Deliveries.All, new PageRequest(first.NextCursor, 3), Cancel);

        Assert.True(first.Items[0].DueAt < first.Items[0].RecordedAt);
        Assert.Equal(5, first.Items.Concat(second.Items).Select(one => one.Id).Distinct().Count());
        Assert.Null(second.NextCursor);
        Assert.Equal(1, await CountAsync(new ComplianceFilter { DueBefore = first.Items[0].RecordedAt }));
        Assert.Equal(5, await CountAsync(new ComplianceFilter { Shop = Stays.Shop("blue") }));
        Assert.Equal(0, await CountAsync(new ComplianceFilter { Shop = Stays.Shop("red") }));
        Assert.Equal(5, await CountAsync(new ComplianceFilter { State = ComplianceState.Open }));
        Assert.Equal(0, await CountAsync(new ComplianceFilter { Topic = Deliveries.ShopRedact }));
        var levels = await Get<IWorkLevels>().ReadAsync(Cancel);
        Assert.Equal(
            (5, 1, 0, 0),
            (levels.ComplianceOpen, levels.ComplianceOverdue, levels.ComplianceDueSoon, levels.ComplianceStalled));
    }

    [Fact]
    public async Task Certificate_closes_what_its_stay_was_asked_and_leaves_an_export_that_is_ready()
    {
        var stay = await Services.StartAsync("blue", Cancel);
        var redact = await RecordAsync(Deliveries.CustomerRedact, "redact");
        var shop = await RecordAsync(Deliveries.ShopRedact, "shop");
        var missed = await RecordAsync(Deliveries.DataRequest, "missed");
        var ready = await RecordAsync(
            Deliveries.DataRequest, "ready", Deliveries.Body(Deliveries.DataRequest, "blue", 2));
        await Store.SaveAsync(ready with { State = ComplianceState.Ready }, "{}", Cancel);
        await RunAsync("update compliance_requests set recorded_at = recorded_at - 1000");
        await Services.FenceAsync(stay.Id, Cancel);
        var late = await RecordAsync(
            Deliveries.DataRequest, "late", Deliveries.Body(Deliveries.DataRequest, "blue", 3));
        Assert.Equal(stay.Id, late.Installation);
        Assert.Equal(2, await Store.CountUnexportedAsync(stay.Id, Cancel));

        var certificate = await Services.CertifyAsync(stay, Cancel);

        Assert.Equal(
            [ComplianceCodes.DoneByErasure, ComplianceCodes.DoneByErasure, ComplianceCodes.NotExported,
                ComplianceCodes.NothingHeld, null],
            [
                (await FindAsync(redact)).Code, (await FindAsync(shop)).Code, (await FindAsync(missed)).Code,
                (await FindAsync(late)).Code, (await FindAsync(ready)).Code,
            ]);
        Assert.Equal(certificate, (await FindAsync(redact)).Certificate);
        var kept = await FindAsync(ready);
        Assert.Equal((ComplianceState.Ready, true), (kept.State, kept.HasExport));
        var erased = await Store.FindStayAsync(stay.Id, Cancel);
        Assert.Equal((certificate, false), (erased.Certificate!.Value, erased.IsLive));
    }

    [Fact]
    public async Task Reset_hands_an_open_redaction_to_the_new_stay_and_leaves_the_rest_with_the_old_one()
    {
        var stay = await Services.StartAsync("blue", Cancel);
        var redact = await RecordAsync(Deliveries.CustomerRedact, "redact");
        var request = await RecordAsync(Deliveries.DataRequest, "request");
        var shop = await RecordAsync(Deliveries.ShopRedact, "shop");

        var reset = await Get<IInstallationStore>().FenceAsync(Stays.Reset(stay), Cancel);

        Assert.Equal(reset.Successor!.Id, (await FindAsync(redact)).Installation);
        Assert.Equal(stay.Id, (await FindAsync(request)).Installation);
        Assert.Equal(stay.Id, (await FindAsync(shop)).Installation);
    }

    [Fact]
    public async Task Redact_when_it_is_noted_is_about_the_oldest_stay_that_lacks_it()
    {
        var old = await Services.StartAsync("blue", Cancel);
        await Services.FenceAsync(old.Id, Cancel);
        var current = await Services.StartAsync("blue", Cancel);
        var redact = await RecordAsync(Deliveries.ShopRedact, "redact");
        Assert.Equal(current.Id, redact.Installation);

        await Teardowns.NoteRedactAsync(Stays.Shop("blue"), "b0d1", redact.DeliveryHash, Cancel);

        Assert.Equal(old.Id, (await FindAsync(redact)).Installation);
    }

    [Fact]
    public async Task Watchdog_opens_one_for_each_uninstalled_stay_that_none_came_for_and_none_twice()
    {
        var certified = await Services.StartAsync("blue", Cancel);
        await Services.FenceAsync(certified.Id, Cancel);
        var running = await Services.StartAsync("red", Cancel);
        await Services.FenceAsync(running.Id, Cancel);
        var reset = await Services.StartAsync("green", Cancel);
        await Get<IInstallationStore>().FenceAsync(Stays.Reset(reset), Cancel);
        var answered = await Services.StartAsync("grey", Cancel);
        await Services.FenceAsync(answered.Id, Cancel);
        await Teardowns.NoteRedactAsync(Stays.Shop("grey"), "b0d1", null, Cancel);
        Assert.Equal(0, await Store.WatchAsync(TimeSpan.FromHours(1), 10, Cancel));
        await Services.CertifyAsync(certified, Cancel);
        await RunAsync("update teardowns set ended_at = ended_at - 7200000; "
            + "update certificates set ended_at = ended_at - 7200000, issued_at = ended_at");

        var opened = await Task.WhenAll(Enumerable.Range(0, 4).Select(
            _ => Store.WatchAsync(TimeSpan.FromHours(1), 10, Cancel)));

        Assert.Equal(2, opened.Sum());
        Assert.Equal(0, await Store.WatchAsync(TimeSpan.FromHours(1), 10, Cancel));
        var all = (await Store.ListAsync(Deliveries.All, new PageRequest(null, 10), Cancel)).Items;
        Assert.Equal(
            new[] { certified.Id, running.Id }.OrderBy(id => id.Value),
            all.Select(one => one.Installation!.Value).OrderBy(id => id.Value));
        Assert.All(all, one => Assert.Equal(("watchdog", Deliveries.ShopRedact), (one.Origin, one.Topic)));

        // The real one is grouped with its stand-in: with the one that is open, and with the one that is closed.
        var done = all.Single(one => one.Installation == certified.Id);
        await Store.SaveAsync(
            done with { State = ComplianceState.Closed, Code = ComplianceCodes.DoneByErasure }, null, Cancel);
        foreach (var shop in (string[])["blue", "red"])
            await Get<IWebhookInbox>().RecordAsync(Deliveries.Of(Deliveries.ShopRedact, shop, shop), Cancel);
        Assert.Equal([2L], await QueryAsync<long>("select count(*) from compliance_requests"));
        Assert.Equal([2L], await QueryAsync<long>("select count(*) from compliance_requests where repeated = 1"));
    }

    [Fact]
    public async Task Watchdog_finds_an_uninstalled_stay_behind_more_resets_than_it_takes_at_once()
    {
        foreach (var name in (string[])["green", "grey", "white"])
        {
            var reset = await Services.StartAsync(name, Cancel);
            await Get<IInstallationStore>().FenceAsync(Stays.Reset(reset), Cancel);
        }

        await RunAsync("update teardowns set ended_at = ended_at - 1000");
        var uninstalled = await Services.StartAsync("blue", Cancel);
        await Services.FenceAsync(uninstalled.Id, Cancel);
        await RunAsync("update teardowns set ended_at = ended_at - 7200000");

        Assert.Equal(1, await Store.WatchAsync(TimeSpan.FromHours(1), 2, Cancel));

        var opened = Assert.Single((await Store.ListAsync(Deliveries.All, new PageRequest(null, 10), Cancel)).Items);
        Assert.Equal(uninstalled.Id, opened.Installation);
    }

    [Fact]
    public async Task Watchdog_passes_over_a_teardown_that_can_not_be_read_and_opens_the_others()
    {
        var bad = await Services.StartAsync("blue", Cancel);
        var good = await Services.StartAsync("red", Cancel);
        await Services.FenceAsync(bad.Id, Cancel);
        await Services.FenceAsync(good.Id, Cancel);
        await RunAsync("update teardowns set ended_at = ended_at - 7200000");
        await RunAsync(
            $"update teardowns set ended_at = ended_at - 1, payload = shop_hash where installation_id = '{bad.Id}'");

        Assert.Equal(1, await Store.WatchAsync(TimeSpan.FromHours(1), 10, Cancel));

        var opened = Assert.Single((await Store.ListAsync(Deliveries.All, new PageRequest(null, 10), Cancel)).Items);
        Assert.Equal(good.Id, opened.Installation);
    }

    [Fact]
    public async Task Retention_drops_an_export_that_nobody_took_in_sight_and_a_closed_request_in_the_end()
    {
        await Services.StartAsync("blue", Cancel);
        var ready = await RecordAsync(Deliveries.DataRequest, "one");
        await Store.SaveAsync(ready with { State = ComplianceState.Ready }, "{}", Cancel);
        await RecordAsync(Deliveries.CustomerRedact, "two");
        var redact = await RecordAsync(Deliveries.CustomerRedact, "two-again");
        await Store.SaveAsync(redact with { State = ComplianceState.Closed, Code = "done" }, null, Cancel);
        Assert.Equal(0, await Get<IRetention>().DropOldAsync(Cancel));

        await RunAsync("update compliance_requests set bundle_at = bundle_at - 2700000000 where bundle_at is not null; "
            + "update compliance_requests set closed_at = closed_at - 31700000000 where closed_at is not null");
        Assert.Equal(2, await Get<IRetention>().DropOldAsync(Cancel));

        var left = await FindAsync(ready);
        Assert.Equal(
            (ComplianceState.Stalled, ComplianceCodes.ExportExpired, false), (left.State, left.Code, left.HasExport));
        Assert.Null(await Store.FindAsync(redact.Id, Cancel));
    }

    [Fact]
    public async Task Retention_drops_half_an_export_and_in_the_end_whom_a_request_that_stands_still_is_about()
    {
        await Services.StartAsync("blue", Cancel);
        var half = await RecordAsync(Deliveries.DataRequest, "half");
        await Store.SaveAsync(
            half with { State = ComplianceState.Stalled, Code = "participant-failed:mail", NextAttemptAt = null },
            "{}", Cancel);
        await RunAsync("update compliance_requests set bundle_at = bundle_at - 2700000000");

        Assert.Equal(1, await Get<IRetention>().DropOldAsync(Cancel));
        var stalled = await FindAsync(half);
        Assert.Equal(
            (ComplianceState.Stalled, ComplianceCodes.ExportExpired, false),
            (stalled.State, stalled.Code, stalled.HasExport));
        Assert.NotNull(await Store.ReadSubjectAsync(half.Id, Cancel));

        await RunAsync("update compliance_requests set recorded_at = recorded_at - 31700000000");
        Assert.Equal(1, await Get<IRetention>().DropOldAsync(Cancel));
        Assert.Equal(0, await Get<IRetention>().DropOldAsync(Cancel));
        Assert.Equal(ComplianceCodes.SubjectExpired, (await FindAsync(half)).Code);
        Assert.Null(await Store.ReadSubjectAsync(half.Id, Cancel));
    }

    [Fact]
    public async Task Export_that_expires_after_its_stay_was_certified_closes_its_request()
    {
        var stay = await Services.StartAsync("blue", Cancel);
        var ready = await RecordAsync(Deliveries.DataRequest, "one");
        await Store.SaveAsync(ready with { State = ComplianceState.Ready, NextAttemptAt = null }, "{}", Cancel);
        await Services.FenceAsync(stay.Id, Cancel);
        var certificate = await Services.CertifyAsync(stay, Cancel);
        await RunAsync("update compliance_requests set bundle_at = bundle_at - 2700000000");

        Assert.Equal(1, await Get<IRetention>().DropOldAsync(Cancel));

        var closed = await FindAsync(ready);
        Assert.Equal(
            (ComplianceState.Closed, ComplianceCodes.ExportExpired, certificate),
            (closed.State, closed.Code, closed.Certificate!.Value));
        Assert.Null(await Store.ReadSubjectAsync(ready.Id, Cancel));
    }

    [Fact]
    public async Task Deliveries_of_a_shop_are_listed_until_a_moment_and_dropped_with_their_verdict()
    {
        await Services.StartAsync("blue", Cancel);
        var inbox = Get<IWebhookInbox>();
        foreach (var id in (string[])["a", "b"])
            await inbox.RecordAsync(Deliveries.Of("orders/create", "blue", id, $"{{\"id\":\"{id}\"}}"), Cancel);
        await inbox.RecordAsync(Deliveries.Of("orders/create", "red", "c", "{}"), Cancel);
        var own = Get<ICustomerDeliveries>();
        var until = TimeProvider.System.GetUtcNow().AddMinutes(1);

        var listed = await own.ListAsync(Stays.Shop("blue"), until, 0, 10, Cancel);
        Assert.Equal(["{\"id\":\"a\"}"u8.ToArray(), "{\"id\":\"b\"}"u8.ToArray()], listed.Select(one => one.Body));
        Assert.Empty(await own.ListAsync(Stays.Shop("blue"), until.AddDays(-1), 0, 10, Cancel));
        Assert.Equal(1, await own.DropAsync([listed[0]], Cancel));
        Assert.Equal(0, await own.DropAsync([listed[0]], Cancel));

        Assert.Equal(Verdict.Purged, await inbox.FindVerdictAsync("a", Cancel));
        Assert.Equal(Verdict.Pending, await inbox.FindVerdictAsync("b", Cancel));
        Assert.Equal([2L], await QueryAsync<long>("select count(*) from webhook_inbox"));
    }

    [Fact]
    public async Task Delivery_that_was_dead_when_it_was_listed_and_was_replayed_since_is_not_dropped()
    {
        await Services.StartAsync("blue", Cancel);
        await Get<IWebhookInbox>().RecordAsync(
            Deliveries.Of("app/uninstalled", "blue", "a", "{}") with
            {
                Hints = new DeliveryHints { ResourceId = "gid://shopify/Customer/191167" },
            },
            Cancel);
        await RunAsync("update webhook_inbox set dead_at = recorded_at");
        var own = Get<ICustomerDeliveries>();
        var until = TimeProvider.System.GetUtcNow().AddMinutes(1);
        var listed = await own.ListAsync(Stays.Shop("blue"), until, 0, 10, Cancel);
        await RunAsync("update webhook_inbox set dead_at = null");

        Assert.Equal(0, await own.DropAsync(listed, Cancel));

        Assert.Equal((true, "gid://shopify/Customer/191167"), (listed[0].IsDead, listed[0].ResourceId));
        Assert.Equal(Verdict.Pending, await Get<IWebhookInbox>().FindVerdictAsync("a", Cancel));
        Assert.Equal(1, await own.DropAsync(await own.ListAsync(Stays.Shop("blue"), until, 0, 10, Cancel), Cancel));
    }

    [Fact]
    public async Task Data_request_that_a_teardown_waited_for_in_vain_is_closed_as_not_exported_and_holds_nobody()
    {
        var stay = await Services.StartAsync("blue", Cancel);
        var open = await RecordAsync(Deliveries.DataRequest, "open");
        var half = await RecordAsync(
            Deliveries.DataRequest, "half", Deliveries.Body(Deliveries.DataRequest, "blue", 2));
        await Store.SaveAsync(
            half with { State = ComplianceState.Stalled, Code = "participant-timed-out:search" }, "{}", Cancel);
        var ready = await RecordAsync(
            Deliveries.DataRequest, "ready", Deliveries.Body(Deliveries.DataRequest, "blue", 3));
        await Store.SaveAsync(ready with { State = ComplianceState.Ready }, "{}", Cancel);
        await Services.FenceAsync(stay.Id, Cancel);

        Assert.Equal(2, await Store.GiveUpAsync(stay.Id, Cancel));

        Assert.All(
            [await FindAsync(open), await FindAsync(half)],
            one => Assert.Equal(
                (ComplianceState.Closed, ComplianceCodes.NotExported, false, true),
                (one.State, one.Code, one.HasExport, one.ClosedAt is not null)));
        Assert.Null(await Store.ReadSubjectAsync(open.Id, Cancel));
        Assert.Null(await Store.ReadExportAsync(half.Id, Cancel));
        var kept = await FindAsync(ready);
        Assert.Equal((ComplianceState.Ready, true), (kept.State, kept.HasExport));
        Assert.Equal(0, await Store.CountUnexportedAsync(stay.Id, Cancel));
        Assert.Equal(0, await Store.GiveUpAsync(stay.Id, Cancel));
    }

    [Fact]
    public async Task Data_requests_of_before_that_are_not_closed_say_whom_they_hold_also_after_a_reset()
    {
        var stay = await Services.StartAsync("blue", Cancel);
        await RecordAsync(Deliveries.DataRequest, "one");
        var closed = await RecordAsync(
            Deliveries.DataRequest, "two", Deliveries.Body(Deliveries.DataRequest, "blue", 2));
        await Store.SaveAsync(closed with { State = ComplianceState.Closed, Code = "delivered" }, null, Cancel);
        var redact = await RecordAsync(Deliveries.CustomerRedact, "redact");
        await Get<IInstallationStore>().FenceAsync(Stays.Reset(stay), Cancel);

        var asked = await Store.ListAskedBeforeAsync(await FindAsync(redact), Cancel);

        Assert.Equal(Deliveries.Email, Assert.Single(asked).Email);
        Assert.Empty(await Store.ListAskedBeforeAsync(
            redact with { RecordedAt = redact.RecordedAt.AddDays(-1) }, Cancel));
    }

    private async Task<int> CountAsync(ComplianceFilter filter) =>
        (await Store.ListAsync(filter, new PageRequest(null, 10), Cancel)).Items.Count;

    private async Task<ComplianceRequest> RecordAsync(string topic, string id, string? body = null)
    {
        await Get<IWebhookInbox>().RecordAsync(Deliveries.Of(topic, "blue", id, body), Cancel);
        var newest = (await Store.ListAsync(
            new ComplianceFilter { Topic = topic }, new PageRequest(null, 100), Cancel)).Items
            .Where(one => one.State != ComplianceState.Closed).MaxBy(one => one.Id.ToString())!;
        return newest;
    }

    private async Task<ComplianceRequest> FindAsync(ComplianceRequest request) =>
        (await Store.FindAsync(request.Id, Cancel))!;

    public sealed class OnPostgres() : ComplianceStoreTests(Dialect.Postgres);

    public sealed class OnSqlite() : ComplianceStoreTests(Dialect.Sqlite);
}

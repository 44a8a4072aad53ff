using Shopkeeper.Grains.Abstractions.ApiLogs;
using Shopkeeper.Grains.Abstractions.Jobs;
using Shopkeeper.Grains.Abstractions.Sessions;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Grains.Abstractions.Teardown;
using Shopkeeper.Grains.Abstractions.Webhooks;
using Shopkeeper.Storage.Databases;
using Shopkeeper.Storage.Erasure;
using Shopkeeper.Storage.Keys;
using Shopkeeper.Storage.Tests.ShopData;

namespace Shopkeeper.Storage.Tests.Erasure;

public abstract class ErasureTests(Dialect dialect) : ShopDataTests(dialect)
{
    private IErasure Erasure => Get<IErasure>();

    private IResidue Residue => Get<IResidue>();

    [Fact]
    public async Task Installation_when_everything_is_planted_is_counted_erased_and_counted_as_nothing()
    {
        var installation = await InstallAsync();
        await Planting.PlantAsync(Services, installation, Cancel);
        var subject = SubjectOf(installation);
        var plan = await Erasure.PlanAsync(subject, TeardownKind.Uninstall, Cancel);
        Assert.Equal(Planting.Counts, Nonzero(plan.Erased));

        await FenceAsync(installation.Id);
        Assert.Equal(Planting.Counts, Nonzero(await Residue.CountAsync(subject, Cancel)));

        Assert.Equal(1, await Erasure.PurgeDeliveriesAsync(subject, Cancel));
        var jobs = await Erasure.PurgeJobsAsync(subject, null, Cancel);
        Assert.Equal(1, Nonzero(jobs.Counts)["jobs"]);
        var purged = await Erasure.PurgeBatchAsync(subject, null, Cancel);
        var batch = Nonzero(purged.Counts);
        Assert.Equal(
            ["api_logs", "cache_entries", "catalogue_products", "seen_resources", "sessions", "user_preferences"],
            batch.Keys.Order());
        Assert.Empty((await Erasure.PurgeBatchAsync(subject, purged.Place, Cancel)).Counts);
        var rest = Nonzero(await Erasure.PurgeRestAsync(subject, Cancel));
        Assert.Equal(
            [
                "app_subscriptions", "grain_state", "install_intents", "installations", "permits", "reminders",
                "subscription_checks", "subscription_records", "webhook_subscriptions",
            ],
            rest.Keys.Order());

        var left = await Residue.CountAsync(subject, Cancel);
        Assert.Empty(Nonzero(left));
        Assert.Superset(Planting.Counts.Keys.ToHashSet(), left.Select(count => count.Store).ToHashSet());
        Assert.Null(Get<DataKeys>().FindWrapped(installation.Id));
    }

    [Fact]
    public async Task Erasure_when_run_again_finds_nothing_and_fails_nowhere()
    {
        var installation = await InstallAsync();
        await Planting.PlantAsync(Services, installation, Cancel);
        await FenceAsync(installation.Id);
        var subject = SubjectOf(installation);
        await PurgeAllAsync(subject);

        Assert.Equal(0, await Erasure.PurgeDeliveriesAsync(subject, Cancel));
        Assert.Empty((await Erasure.PurgeJobsAsync(subject, null, Cancel)).Counts);
        Assert.Empty((await Erasure.PurgeBatchAsync(subject, null, Cancel)).Counts);
        Assert.Empty(Nonzero(await Erasure.PurgeRestAsync(subject, Cancel)));
        Assert.Empty(Nonzero(await Residue.CountAsync(subject, Cancel)));
    }

    [Fact]
    public async Task Erasure_of_an_installation_that_has_not_ended_is_refused_and_touches_nothing()
    {
        var installation = await InstallAsync();
        await Planting.PlantAsync(Services, installation, Cancel);
        var subject = SubjectOf(installation);

        await Assert.ThrowsAsync<InvalidOperationException>(() => Erasure.PurgeDeliveriesAsync(subject, Cancel));
        await Assert.ThrowsAsync<InvalidOperationException>(() => Erasure.PurgeJobsAsync(subject, null, Cancel));
        await Assert.ThrowsAsync<InvalidOperationException>(() => Erasure.PurgeBatchAsync(subject, null, Cancel));
        await Assert.ThrowsAsync<InvalidOperationException>(() => Erasure.PurgeRestAsync(subject, Cancel));
        Assert.Equal(Planting.Counts, Nonzero(await Residue.CountAsync(subject, Cancel)));
    }

    [Fact]
    public async Task Neighbour_when_a_shop_is_erased_keeps_every_row_byte_for_byte()
    {
        var installation = await InstallAsync();
        var neighbour = await InstallAsync(Neighbour);
        await Planting.PlantAsync(Services, installation, Cancel);
        await Planting.PlantAsync(Services, neighbour, Cancel);
        var before = await SnapshotAsync(neighbour);
        Assert.Equal(Planting.Counts.Count, before.Count);

        await FenceAsync(installation.Id);
        await PurgeAllAsync(SubjectOf(installation));

        Assert.Equal(before, await SnapshotAsync(neighbour));
        var sessions = await Get<ISessionStore>().ListAsync(neighbour.Id, 10, Cancel);
        Assert.Equal(Planting.Session(), Assert.Single(sessions));
    }

    [Fact]
    public async Task Newer_installation_of_the_shop_is_never_touched_by_the_erasure_of_the_older()
    {
        var older = await InstallAsync();
        await FenceAsync(older.Id);
        await RunAsync($"update installations set started_at = started_at - 60000, ended_at = ended_at - 30000");
        var newer = await InstallAsync();
        await Planting.PlantAsync(Services, newer, Cancel);
        await RunAsync("delete from install_intents");
        var before = await SnapshotAsync(newer);

        Assert.Equal(
            ["installations", "subscription_checks"],
            Nonzero(await Residue.CountAsync(SubjectOf(older), Cancel)).Keys.Order());
        await PurgeAllAsync(SubjectOf(older));

        Assert.Equal(before, await SnapshotAsync(newer));
        Assert.Empty(Nonzero(await Residue.CountAsync(SubjectOf(older), Cancel)));

        // Nor when nothing of the older one is known any more.
        await RunAsync("delete from teardowns");
        await PurgeAllAsync(SubjectOf(older));
        Assert.Equal(before, await SnapshotAsync(newer));
    }

    [Fact]
    public async Task Deliveries_recorded_before_the_next_installation_go_with_the_older_and_later_ones_stay()
    {
        var older = await InstallAsync();
        await Planting.DeliverAsync(Database, Shop, "orders/create", "early", Cancel);
        await Planting.DeliverAsync(Database, Shop, "shop/redact", "lifecycle", Cancel);
        await FenceAsync(older.Id);
        await RunAsync("update webhook_inbox set recorded_at = recorded_at - 1000");
        await InstallAsync();
        await RunAsync("update installations set started_at = started_at - 1 where ended_at is null");
        await Planting.DeliverAsync(Database, Shop, "orders/paid", "late", Cancel);

        Assert.Equal(1, await Erasure.PurgeDeliveriesAsync(SubjectOf(older), Cancel));

        Assert.Equal(["orders/paid", "shop/redact"], (await ReadAsync("select topic from webhook_inbox")).Order());
        Assert.Equal([$"{(int)Verdict.Pending}", $"{(int)Verdict.Pending}", $"{(int)Verdict.Purged}"],
            (await ReadAsync("select verdict from webhook_ids")).Order());

        // A lifecycle delivery that nobody could handle goes, too, once it is dead; until then it counts as residue.
        Assert.Equal(1, Nonzero(await Residue.CountAsync(SubjectOf(older), Cancel))["webhook_inbox"]);
        await RunAsync("update webhook_inbox set dead_at = 1 where topic = 'shop/redact'");
        Assert.Equal(1, await Erasure.PurgeDeliveriesAsync(SubjectOf(older), Cancel));
        Assert.Equal(["orders/paid"], await ReadAsync("select topic from webhook_inbox"));
    }

    [Fact]
    public async Task Batch_never_deletes_more_than_a_thousand_rows()
    {
        var installation = await InstallAsync();
        await Get<IApiLogStore>().AppendAsync(installation.Id, Planting.LogEntry(), Cancel);
        await MultiplyAsync("api_logs", 1_500);
        await FenceAsync(installation.Id);

        var subject = SubjectOf(installation);
        var batches = await Batches.Of(subject, Erasure.PurgeBatchAsync, Cancel)
            .Select(batch => Nonzero(batch.Counts)["api_logs"]).ToListAsync(Cancel);
        Assert.Equal([1_000, 501], batches);
    }

    [Fact]
    public async Task Permit_that_is_still_valid_outlives_the_purge_and_is_counted_until_it_expires()
    {
        var installation = await InstallAsync();
        await FenceAsync(installation.Id);
        var subject = SubjectOf(installation);
        await RunAsync($"""
            insert into permits(id, shop, installation_id, expires_at)
            values ('{NewId()}', '{Shop}', '{installation.Id}', 9000000000000)
            """);
        await PurgeAllAsync(subject);
        Assert.Equal(1, Nonzero(await Residue.CountAsync(subject, Cancel))["permits"]);

        await RunAsync("update permits set expires_at = 1");
        await Erasure.PurgeRestAsync(subject, Cancel);
        Assert.Empty(Nonzero(await Residue.CountAsync(subject, Cancel)));
    }

    [Fact]
    public async Task Residue_counts_what_an_eraser_that_does_nothing_leaves_in_a_table_that_it_never_heard_of()
    {
        var installation = await InstallAsync();
        await RunAsync($"""
            create table gift_cards(id integer primary key, installation_id {IdType} not null);
            insert into gift_cards values (1, '{installation.Id}'), (2, '{installation.Id}'), (3, '{NewId()}');
            create table newsletter(shop text not null);
            insert into newsletter values ('{Shop}'), ('{Neighbour}');
            """);
        await FenceAsync(installation.Id);
        await PurgeAllAsync(SubjectOf(installation));

        var left = Nonzero(await Residue.CountAsync(SubjectOf(installation), Cancel));
        Assert.Equal(2, left["gift_cards"]);
        Assert.Equal(1, left["newsletter"]);
        Assert.Equal(2, left.Count);
    }

    [Fact]
    public async Task Reminders_of_the_installation_s_grains_are_residue_and_the_teardown_s_own_is_not()
    {
        var installation = await InstallAsync();
        await FenceAsync(installation.Id);
        var subject = SubjectOf(installation);
        await PurgeAllAsync(subject);
        var key = installation.Id.Value.ToString("N");
        await RunAsync($"""
            insert into reminders(grain_id, grain_key, name, grain_hash, start_at, period_ms, version)
            values ('teardown/{key}', '{key}', 'go-on', 1, 1, 60000, 1),
                ('jobqueue/{key}', '{key}', 'x', 1, 1, 60000, 1)
            """);
        Assert.Equal(1, Nonzero(await Residue.CountAsync(subject, Cancel))["reminders"]);
        Assert.Equal(1, Nonzero(await Erasure.PurgeRestAsync(subject, Cancel))["reminders"]);
        Assert.Empty(Nonzero(await Residue.CountAsync(subject, Cancel)));
        Assert.Equal([$"teardown/{key}"], await ReadAsync("select grain_id from reminders"));
    }

    [Fact]
    public async Task Purge_takes_a_job_s_row_while_its_runner_still_believes_in_it()
    {
        var installation = await InstallAsync();
        var jobs = Get<IJobStore>();
        await jobs.EnqueueAsync(installation.Id, Planting.Job(), Cancel);
        var claimed = Assert.Single(await jobs.ClaimAsync(
            installation.Id, new JobClaim("runner", 1, TimeSpan.FromMinutes(1)), Cancel));
        await FenceAsync(installation.Id);
        await PurgeAllAsync(SubjectOf(installation));

        Assert.False(await jobs.FinishAsync(claimed, new JobEnd(JobStatus.Completed, default), Cancel));
        await Assert.ThrowsAsync<InstallationEndedException>(
            () => jobs.RenewAsync(claimed, TimeSpan.FromMinutes(1), default, Cancel));
        Assert.Equal(0, await CountAsync("jobs"));
    }

    private string IdType => Dialect == Dialect.Postgres ? "uuid" : "text";

    private static SortedDictionary<string, long> Nonzero(IEnumerable<StoreCount> counts) =>
        new(counts.Where(count => count.Count > 0).ToDictionary(count => count.Store, count => count.Count));

    private async Task<SortedDictionary<string, string>> SnapshotAsync(Installation installation)
    {
        var rows = new SortedDictionary<string, string>();
        foreach (var table in ErasableTables.BeforeCertificate)
        {
            var where = table.RefersBy switch
            {
                "shop" => $"shop = '{installation.Shop}'",
                "grain_key" => $"grain_key = '{installation.Shop}'",
                _ => $"{table.RefersBy} = {Id(installation.Id)}",
            };
            var found = await ReadAsync($"select * from {table.Name} where {where}");
            if (found.Count > 0)
                rows.Add(table.Name, string.Join('\n', found.Order(StringComparer.Ordinal)));
        }

        return rows;
    }

    private Task MultiplyAsync(string table, int copies) => RunAsync(Dialect == Dialect.Postgres
        ? $"""
            insert into {table}(installation_id, id, at, operation, outcome, duration_us)
            select installation_id, gen_random_uuid(), at, operation, outcome, duration_us
            from {table}, generate_series(1, {copies})
            """
        : $"""
            with recursive n(i) as (select 1 union all select i + 1 from n where i < {copies})
            insert into {table}(installation_id, id, at, operation, outcome, duration_us)
            select installation_id, 'copy-' || i, at, operation, outcome, duration_us from {table}, n
            """);

    public sealed class OnPostgres() : ErasureTests(Dialect.Postgres);

    public sealed class OnSqlite() : ErasureTests(Dialect.Sqlite);
}

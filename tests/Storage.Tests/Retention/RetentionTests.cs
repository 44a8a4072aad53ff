using Microsoft.Extensions.Options;
using Shopkeeper.Grains.Abstractions.ApiLogs;
using Shopkeeper.Grains.Abstractions.Caching;
using Shopkeeper.Grains.Abstractions.Jobs;
using Shopkeeper.Grains.Abstractions.Lifecycle;
using Shopkeeper.Grains.Abstractions.Operations;
using Shopkeeper.Storage.Databases;
using Shopkeeper.Storage.Retention;
using Shopkeeper.Storage.Tests.ShopData;

namespace Shopkeeper.Storage.Tests.Retention;

public abstract class RetentionTests(Dialect dialect) : ShopDataTests(dialect)
{
    private const long Day = 86_400_000;
    private static readonly long Then = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();

    private IRetention Store => Get<IRetention>();

    [Fact]
    public async Task Jobs_that_ended_long_ago_go_and_open_and_young_ones_stay()
    {
        var installation = await InstallAsync();
        foreach (var kind in new[] { "old", "young", "open" })
            await Get<IJobStore>().EnqueueAsync(installation.Id, Planting.Job(kind), Cancel);
        await RunAsync($"""
            update jobs set created_at = 1;
            update jobs set status = 3, run_at = null, finished_at = {Then - (31 * Day)} where kind = 'old';
            update jobs set status = 3, run_at = null, finished_at = {Then - (29 * Day)} where kind = 'young'
            """);

        Assert.Equal(1, await Store.DropOldAsync(Cancel));
        Assert.Equal(0, await Store.DropOldAsync(Cancel));
        Assert.Equal(["open", "young"], (await ReadAsync("select kind from jobs")).Order());
    }

    [Fact]
    public async Task Log_entries_of_every_installation_go_by_their_age_beyond_one_batch()
    {
        var blue = await InstallAsync();
        var red = await InstallAsync(Neighbour);
        var old = Planting.LogEntry() with { At = DateTimeOffset.FromUnixTimeMilliseconds(Then - (31 * Day)) };
        foreach (var installation in new[] { blue.Id, red.Id })
        {
            await Get<IApiLogStore>().AppendAsync(
                installation,
                Planting.LogEntry() with { At = DateTimeOffset.FromUnixTimeMilliseconds(Then) },
                Cancel);
            await Get<IApiLogStore>().AppendAsync(installation, old with { Id = NewId() }, Cancel);
        }

        await RunAsync(Dialect == Dialect.Postgres
            ? $"""
                insert into api_logs(installation_id, id, at, operation, outcome, duration_us)
                select '{blue.Id}', gen_random_uuid(), 1, 'products', 'ok', 1 from generate_series(1, 1500)
                """
            : $"""
                with recursive n(i) as (select 1 union all select i + 1 from n where i < 1500)
                insert into api_logs(installation_id, id, at, operation, outcome, duration_us)
                select '{blue.Id}', 'copy-' || i, 1, 'products', 'ok', 1 from n
                """);

        Assert.Equal(1_502, await Store.DropOldAsync(Cancel));
        Assert.Equal(1, await CountAsync("api_logs", $"installation_id = {Id(blue.Id)}"));
        Assert.Equal(1, await CountAsync("api_logs", $"installation_id = {Id(red.Id)}"));
    }

    [Fact]
    public async Task Permits_and_intents_that_nobody_gave_back_go_once_they_have_expired()
    {
        var ended = await InstallAsync();
        await FenceAsync(ended.Id);
        var permits = Get<IPermitStore>();
        foreach (var _ in (int[])[1, 2])
        {
            Assert.NotNull(await permits.TryTakePermitAsync(ended.Shop, ended.Id, null, Cancel));
        }

        await permits.RecordIntentAsync(ended.Shop, Cancel);
        await permits.RecordIntentAsync(Neighbour, Cancel);
        Assert.Equal(0, await Store.DropOldAsync(Cancel));
        await RunAsync($"""
            update permits set expires_at = 1 where id in (select id from permits limit 1);
            update install_intents set expires_at = 1 where shop = '{ended.Shop.Value}'
            """);

        Assert.Equal(2, await Store.DropOldAsync(Cancel));
        Assert.Equal(1, await CountAsync("permits"));
        Assert.Equal(1, await CountAsync("install_intents", $"shop = '{Neighbour.Value}'"));
    }

    [Fact]
    public async Task Cache_entries_that_have_expired_go_and_others_stay()
    {
        var installation = (await InstallAsync()).Id;
        foreach (var key in (string[])["over", "young"])
            await Get<ISharedCache>().SaveAsync(installation, key, new byte[1], TimeSpan.FromHours(1), Cancel);
        await RunAsync("""
            update cache_entries set expires_at = 1
            where key_hash = (select key_hash from cache_entries order by expires_at limit 1)
            """);

        Assert.Equal(1, await Store.DropOldAsync(Cancel));
        Assert.Equal(1, await CountAsync("cache_entries"));
    }

    [Fact]
    public async Task Dead_letters_of_a_shop_without_any_installation_go_after_72_hours_and_others_after_30_days()
    {
        var ended = await InstallAsync();
        await FenceAsync(ended.Id);
        foreach (var (shop, id) in new[] { (Shop, "a"), (Shop, "b"), (Neighbour, "c"), (Neighbour, "d") })
            await Planting.DeliverAsync(Database, shop, $"topic/{id}", id, Cancel);
        await Planting.DeliverAsync(Database, Neighbour, "topic/alive", "alive", Cancel);
        await RunAsync($"""
            update webhook_inbox set recorded_at = 1;
            update webhook_inbox set dead_at = {Then - (31 * Day)} where topic = 'topic/a';
            update webhook_inbox set dead_at = {Then - (4 * Day)} where topic in ('topic/b', 'topic/c');
            update webhook_inbox set dead_at = {Then - (2 * Day)} where topic = 'topic/d'
            """);

        Assert.Equal(2, await Store.DropOldAsync(Cancel));
        Assert.Equal(
            ["topic/alive", "topic/b", "topic/d"], (await ReadAsync("select topic from webhook_inbox")).Order());
    }

    public sealed class OnPostgres() : RetentionTests(Dialect.Postgres);

    public sealed class OnSqlite() : RetentionTests(Dialect.Sqlite);

    public sealed class Limits() : StorageTests(Dialect.Sqlite)
    {
        protected override IEnumerable<(string Key, string Value)> Settings => [("Retention:ApiLogs", "00:59:59")];

        [Fact]
        public void Retention_when_shorter_than_an_hour_is_refused_by_name()
        {
            var refusal = Assert.Throws<OptionsValidationException>(
                () => Get<IOptions<RetentionOptions>>().Value);
            Assert.Contains("ApiLogs is from 01:00:00", refusal.Message, StringComparison.Ordinal);
        }
    }
}

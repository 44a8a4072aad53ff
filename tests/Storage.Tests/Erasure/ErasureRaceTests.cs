using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Grains.Abstractions.Teardown;
using Shopkeeper.Storage.Databases;
using Shopkeeper.Storage.Tests.ShopData;
using Shopkeeper.Testing;

namespace Shopkeeper.Storage.Tests.Erasure;

/// <summary>Erasures while something else goes on in the shop.</summary>
public abstract class ErasureRaceTests(Dialect dialect) : ShopDataTests(dialect)
{
    private IErasure Erasure => Get<IErasure>();

    [Fact]
    public async Task Deliveries_and_reminder_of_a_stay_that_begins_during_the_erasure_of_the_older_are_kept()
    {
        var older = await InstallAsync();
        await FenceAsync(older.Id);
        await Planting.DeliverAsync(Database, Shop, "orders/paid", "for the newer", Cancel);
        await RunAsync($"""
            update installations set started_at = started_at - 60000, ended_at = ended_at - 30000;
            insert into reminders(grain_id, grain_key, name, grain_hash, start_at, period_ms, version)
            values ('shop/{Shop}', '{Shop}', 'go-on', 1, 1, 60000, 1)
            """);

        // A stay as it begins: under the shop's lock, and nobody sees its row before it commits.
        Task<IReadOnlyList<StoreCount>>? rest = null;
        await Database.WriteAsync(
            async session =>
            {
                await session.LockShopAsync(Shop);
                await session.RunScriptAsync($"""
                    insert into installations(
                        id, shop, shop_hash, shop_id, generation, app_installation_id, scopes, started_at,
                        grant_state, grant_ciphertext, data_key)
                    select '{NewId()}', shop, shop_hash, shop_id, generation + 1, app_installation_id, scopes,
                        started_at + 30000, grant_state, grant_ciphertext, data_key
                    from installations
                    """);
                rest = Task.Run(() => Erasure.PurgeRestAsync(SubjectOf(older), Cancel), Cancel);
                if (Dialect == Dialect.Postgres) await UntilWaitingAsync();
            },
            Cancel);

        var counts = await rest!;
        Assert.Equal(0, counts.Single(count => count.Store == "webhook_inbox").Count);
        Assert.Equal(["orders/paid"], await ReadAsync("select topic from webhook_inbox"));
        Assert.Equal(["go-on"], await ReadAsync("select name from reminders"));
        Assert.Equal(1, await CountAsync("installations"));
    }

    [Fact]
    public async Task Counts_of_a_purge_when_a_reader_keeps_the_log_busy_are_told_and_the_log_goes_later()
    {
        var installation = await InstallAsync();
        await Planting.PlantAsync(Services, installation, Cancel);
        await FenceAsync(installation.Id);
        var reads = new TaskCompletionSource();
        var leave = new TaskCompletionSource();
        var reader = Database.ReadAsync(
            async session =>
            {
                await session.RunScriptAsync("begin; select count(*) from installations");
                reads.SetResult();
                await leave.Task;
                await session.RunScriptAsync("commit");
                return true;
            },
            Cancel);
        await reads.Task.WaitAsync(Cancel);

        var counts = await Erasure.PurgeRestAsync(SubjectOf(installation), Cancel);
        Assert.Equal(1, counts.Single(count => count.Store == "installations").Count);
        if (Dialect == Dialect.Sqlite)
        {
            var busy = await Assert.ThrowsAsync<StorageUnavailableException>(() => Erasure.TruncateAsync(Cancel));
            Assert.Equal("log-busy", busy.Code);
        }

        leave.SetResult();
        await reader;
        await Erasure.TruncateAsync(Cancel);
        await Erasure.TruncateAsync(Cancel);
    }

    private Task UntilWaitingAsync() => Eventually.UntilAsync(
        "the erasure waits for the shop's lock",
        async () => await CountAsync("pg_locks", "locktype = 'advisory' and not granted") == 1,
        TimeSpan.FromSeconds(4),
        Cancel);

    public sealed class OnPostgres() : ErasureRaceTests(Dialect.Postgres);

    public sealed class OnSqlite() : ErasureRaceTests(Dialect.Sqlite);
}

using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Grains.Abstractions.Teardown;
using Shopkeeper.Storage.Databases;
using Shopkeeper.Testing;

namespace Shopkeeper.Storage.Tests.Databases;

public abstract class GuardTests(Dialect dialect) : StorageTests(dialect)
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(20);

    private IInstallationStore Store => Get<IInstallationStore>();

    [Fact]
    public async Task Guarded_work_when_the_installation_is_unknown_or_ended_does_not_run()
    {
        var stay = await Services.StartAsync("blue", Cancel);
        await Services.FenceAsync(stay.Id, Cancel);
        var runs = 0;

        foreach (var id in new[] { stay.Id, InstallationId.New(DateTimeOffset.UnixEpoch) })
        {
            var refusal = await Assert.ThrowsAsync<InstallationEndedException>(
                () => Database.GuardedAsync(id, _ => Task.FromResult(++runs), Cancel));
            Assert.Equal(id, refusal.Installation);
        }

        Assert.Equal(0, runs);
    }

    [Fact]
    public async Task Fence_when_32_writers_hammer_ends_in_time_and_nothing_is_written_after_it()
    {
        var stay = await Services.StartAsync("blue", Cancel);
        var written = 0;
        var writers = Enumerable.Range(0, 32)
            .Select(_ => Task.Run(() => HammerAsync(stay.Id, () => Interlocked.Increment(ref written))))
            .ToList();
        await Eventually.UntilAsync(
            "every writer is at work", () => Volatile.Read(ref written) > 200, cancellationToken: Cancel);

        var result = await Services.FenceAsync(stay.Id, Cancel).WaitAsync(Deadline, Cancel);
        var frozen = await CountAsync(stay.Id);

        // Each writer goes on until it is refused.
        await Task.WhenAll(writers).WaitAsync(Deadline, Cancel);
        Assert.Equal(FenceOutcome.Ended, result.Outcome);
        Assert.Equal(frozen, await CountAsync(stay.Id));
        Assert.Equal(written, frozen);
    }

    [Fact]
    public async Task Fence_waits_for_a_writer_inside_and_not_for_other_installations()
    {
        if (Dialect == Dialect.Sqlite) return;
        var (blue, green) = (await Services.StartAsync("blue", Cancel), await Services.StartAsync("green", Cancel));
        var (inside, leave) = (new TaskCompletionSource(), new TaskCompletionSource());
        var writer = Database.GuardedAsync(
            blue.Id,
            async session =>
            {
                await WriteAsync(session, blue.Id);
                inside.SetResult();
                await leave.Task;
            },
            Cancel);
        await inside.Task.WaitAsync(Deadline, Cancel);

        var fence = Services.FenceAsync(blue.Id, Cancel);
        Assert.Equal(
            FenceOutcome.Ended, (await Services.FenceAsync(green.Id, Cancel).WaitAsync(Deadline, Cancel)).Outcome);
        Assert.False(fence.IsCompleted);
        leave.SetResult();

        await writer.WaitAsync(Deadline, Cancel);
        Assert.Equal(FenceOutcome.Ended, (await fence.WaitAsync(Deadline, Cancel)).Outcome);
        Assert.Equal(1, await CountAsync(blue.Id));
    }

    [Fact]
    public async Task Fence_when_asked_many_times_at_once_ends_once_and_names_one_teardown()
    {
        var stay = await Services.StartAsync("blue", Cancel);

        var results = await Task.WhenAll(Enumerable.Range(0, 16)
            .Select(_ => Task.Run(() => Services.FenceAsync(stay.Id, Cancel))));

        Assert.Single(results, result => result.Outcome == FenceOutcome.Ended);
        Assert.Equal(15, results.Count(result => result.Outcome == FenceOutcome.AlreadyEnded));
        Assert.Single(results.Select(result => result.TeardownId).Distinct());
        Assert.Equal([results[0].TeardownId], await QueryAsync<Guid>("select id from teardowns"));
    }

    [Fact]
    public async Task Fence_when_the_installation_is_unknown_says_so()
    {
        var result = await Services.FenceAsync(InstallationId.New(DateTimeOffset.UnixEpoch), Cancel);
        Assert.Equal(new FenceResult(FenceOutcome.Unknown, Guid.Empty), result);
    }

    [Fact]
    public async Task Fence_inserts_a_running_teardown_that_says_what_ended()
    {
        var stay = await Services.StartAsync("blue", Cancel);
        var fence = Stays.Fence(stay.Id, EndCause.Operator);

        var result = await Store.FenceAsync(fence, Cancel);

        Assert.Equal(new FenceResult(FenceOutcome.Ended, fence.TeardownId), result);
        var teardown = (await Get<ITeardownStore>().FindByInstallationAsync(stay.Id, Cancel))!;
        var ended = (await Store.FindAsync(stay.Id, Cancel))!.EndedAt;
        Assert.Equal(TeardownStatus.Running, teardown.Status);
        Assert.Equal((stay.Shop, stay.ShopId, stay.Generation), (teardown.Shop, teardown.ShopId, teardown.Generation));
        Assert.Equal(EndCause.Operator, teardown.Cause);
        Assert.Equal(fence.Evidence, teardown.Evidence);
        Assert.NotNull(ended);
        Assert.Equal(ended, teardown.EndedAt);
        Assert.Equal([stay.Id], await Get<ITeardownStore>().FindDueAsync(10, Cancel));
        Assert.Null(await Store.FindCurrentAsync(stay.Shop, Cancel));
    }

    [Fact]
    public async Task Shop_when_its_stay_is_being_torn_down_starts_anew_at_once()
    {
        var old = await Services.StartAsync("blue", Cancel);
        await Services.FenceAsync(old.Id, Cancel);

        var stay = await Services.StartAsync("blue", Cancel);

        Assert.Equal(2, stay.Generation);
        await Database.GuardedAsync(stay.Id, session => WriteAsync(session, stay.Id), Cancel);
        await Assert.ThrowsAsync<InstallationEndedException>(
            () => Database.GuardedAsync(old.Id, session => WriteAsync(session, old.Id), Cancel));
    }

    private async Task HammerAsync(InstallationId installation, Action wrote)
    {
        try
        {
            while (true)
            {
                await Database.GuardedAsync(installation, session => WriteAsync(session, installation), Cancel);
                wrote();
            }
        }
        catch (InstallationEndedException)
        {
            Assert.NotNull((await Store.FindAsync(installation, Cancel))!.EndedAt);
        }
    }

    private static Task WriteAsync(DbSession session, InstallationId installation)
    {
        var id = Guid.CreateVersion7(TimeProvider.System.GetUtcNow());
        return session.RunScriptAsync(
            "insert into api_logs(installation_id, id, at, operation, outcome, duration_us) "
            + $"values ('{installation}', '{id}', 1, 'test', 'ok', 1)");
    }

    private async Task<long> CountAsync(InstallationId installation) =>
        (await QueryAsync<long>($"select count(*) from api_logs where installation_id = '{installation}'"))[0];

    public sealed class OnPostgres() : GuardTests(Dialect.Postgres);

    public sealed class OnSqlite() : GuardTests(Dialect.Sqlite);
}

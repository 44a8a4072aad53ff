using Shopkeeper.Grains.Abstractions.Jobs;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Grains.Abstractions.Tokens;
using Shopkeeper.Grains.Abstractions.Webhooks;
using Shopkeeper.Storage.Databases;
using Shopkeeper.Storage.Tests.Tokens;

namespace Shopkeeper.Storage.Tests.Subscriptions;

/// <summary>When which stay is compared with Shopify.</summary>
public abstract class SubscriptionCheckTests(Dialect dialect) : StorageTests(dialect)
{
    private const string Kind = "reconcile-webhooks";

    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    private ISubscriptionChecks Checks => Get<ISubscriptionChecks>();

    [Fact]
    public async Task New_stay_is_due_only_when_the_job_that_it_starts_with_came_to_no_end()
    {
        var stay = await Services.StartAsync("blue", Cancel);
        await Checks.AnnounceAsync("one", Cancel);
        Assert.Empty(await FindAsync("one"));
        var begun = (await Checks.FindAsync(stay.Id, Cancel))!;
        Assert.Equal((null, null, "one"), (begun.WantedHash, begun.CheckedAt, begun.LatestHash));
        Assert.InRange(begun.DueAt!.Value - begun.Now, TimeSpan.FromMinutes(59), Hour);

        await ExpireAsync();
        Assert.Equal([stay.Id], await FindAsync("one"));
        Assert.True(await Checks.TakeAsync(stay.Id, Job(), Hour, Cancel));
        Assert.Empty(await FindAsync("one"));
        Assert.False(await Checks.TakeAsync(stay.Id, Job(), Hour, Cancel));
    }

    [Fact]
    public async Task Completed_stay_is_due_again_after_the_time_given_and_a_mark_made_meanwhile_stays()
    {
        var stay = await Services.StartAsync("blue", Cancel);
        var begun = (await Checks.FindAsync(stay.Id, Cancel))!;
        await Checks.CompleteAsync(stay.Id, begun, "one", TimeSpan.FromDays(1), Cancel);
        var after = (await Checks.FindAsync(stay.Id, Cancel))!;
        Assert.Equal("one", after.WantedHash);
        Assert.InRange(after.DueAt!.Value - after.Now, TimeSpan.FromHours(23), TimeSpan.FromHours(24));

        // Shed while the comparison runs: it says nothing about what came after its list.
        await Checks.MarkAsync(stay.Shop, CheckCause.Shedding, TimeSpan.FromMinutes(1), Cancel);
        await Checks.CompleteAsync(stay.Id, after, null, TimeSpan.FromDays(1), Cancel);
        var marked = (await Checks.FindAsync(stay.Id, Cancel))!;
        Assert.Equal((CheckCause.Shedding, "one"), (marked.Cause, marked.WantedHash));
        Assert.InRange(marked.DueAt!.Value - marked.Now, TimeSpan.Zero, TimeSpan.FromMinutes(1));

        // One that begins before the delay is over leaves it to the next, too.
        await Checks.CompleteAsync(stay.Id, marked, "one", TimeSpan.FromDays(1), Cancel);
        Assert.Equal(marked.DueAt, (await Checks.FindAsync(stay.Id, Cancel))!.DueAt);
    }

    [Fact]
    public async Task Marks_coalesce_to_the_soonest()
    {
        var stay = await Services.StartAsync("blue", Cancel);
        await Checks.MarkAsync(stay.Id, CheckCause.Shedding, TimeSpan.FromMinutes(5), Cancel);
        var first = (await Checks.FindAsync(stay.Id, Cancel))!.DueAt;
        await Checks.MarkAsync(stay.Id, CheckCause.Shedding, TimeSpan.FromMinutes(10), Cancel);
        Assert.Equal(first, (await Checks.FindAsync(stay.Id, Cancel))!.DueAt);
        await Checks.MarkAsync(Stays.Shop("unknown"), CheckCause.Shedding, TimeSpan.Zero, Cancel);
    }

    [Fact]
    public async Task Release_that_wants_another_set_marks_those_compared_with_another_and_each_once()
    {
        var (same, other, never) = (
            await Services.StartAsync("same", Cancel), await Services.StartAsync("other", Cancel),
            await Services.StartAsync("never", Cancel));
        await CompleteAsync(same, "new");
        await CompleteAsync(other, "old");

        Assert.Equal(1, await Checks.MarkOutdatedAsync("new", Hour, Cancel));
        Assert.Equal(0, await Checks.MarkOutdatedAsync("new", Hour, Cancel));

        var marked = (await Checks.FindAsync(other.Id, Cancel))!;
        Assert.Equal(CheckCause.Deploy, marked.Cause);
        Assert.InRange(marked.DueAt!.Value - marked.Now, TimeSpan.FromSeconds(-10), Hour);
        Assert.Equal(CheckCause.Timer, (await Checks.FindAsync(never.Id, Cancel))!.Cause);
    }

    [Fact]
    public async Task Due_stays_are_found_by_the_latest_release_alone_and_no_more_than_may_be_open()
    {
        foreach (var shop in (string[])["a", "b", "c"]) await Services.StartAsync(shop, Cancel);
        await Checks.AnnounceAsync("old", Cancel);
        await Checks.AnnounceAsync("new", Cancel);
        await ExpireAsync();
        Assert.Empty(await FindAsync("old"));
        Assert.Equal(3, (await FindAsync("new")).Count);
        Assert.Equal(2, (await Checks.FindDueAsync("new", Kind, 2, 10, Cancel)).Count);

        var due = await FindAsync("new");
        Assert.True(await Checks.TakeAsync(due[0], Job(), Hour, Cancel));
        Assert.Single(await Checks.FindDueAsync("new", Kind, 2, 10, Cancel));
        Assert.Empty(await Checks.FindDueAsync("new", Kind, 1, 10, Cancel));

        // Back to the earlier release: the one announced last has the say.
        await Checks.AnnounceAsync("old", Cancel);
        Assert.Equal(2, (await FindAsync("old")).Count);
    }

    [Fact]
    public async Task Stay_with_a_job_in_the_queue_gets_no_second_one()
    {
        var stay = await Services.StartAsync("blue", Cancel);
        await Get<IJobStore>().EnqueueAsync(stay.Id, Job(), Cancel);
        await ExpireAsync();
        Assert.False(await Checks.TakeAsync(stay.Id, Job(), Hour, Cancel));
        Assert.Equal((1, 0), await Get<IJobStore>().CountOpenAsync(stay.Id, Cancel));
    }

    [Fact]
    public async Task Dormant_stay_is_left_alone_until_its_access_is_back()
    {
        var stay = await Services.StartAsync("blue", Cancel);
        var installations = Get<IInstallationStore>();
        await installations.SetAccessAsync(stay.Id, AccessState.Frozen, DateTimeOffset.UnixEpoch, Cancel);
        await Checks.AnnounceAsync("one", Cancel);
        await ExpireAsync();
        Assert.False(await Checks.TakeAsync(stay.Id, Job(), Hour, Cancel));
        Assert.Null((await Checks.FindAsync(stay.Id, Cancel))!.DueAt);
        Assert.Empty(await FindAsync("one"));

        await installations.SetAccessAsync(stay.Id, AccessState.Fine, DateTimeOffset.UnixEpoch, Cancel);
        Assert.Equal([stay.Id], await FindAsync("one"));
        Assert.Equal(CheckCause.AccessRegained, (await Checks.FindAsync(stay.Id, Cancel))!.Cause);
        var marks = (await Checks.FindAsync(stay.Id, Cancel))!.Marks;
        await installations.SetAccessAsync(stay.Id, AccessState.Fine, DateTimeOffset.UnixEpoch, Cancel);
        Assert.Equal(marks, (await Checks.FindAsync(stay.Id, Cancel))!.Marks);
    }

    [Fact]
    public async Task Frozen_shops_whose_jobs_are_put_off_keep_no_other_from_being_compared()
    {
        const int openLimit = 64;
        await Checks.AnnounceAsync("one", Cancel);
        for (var index = 0; index <= openLimit; index++)
        {
            // The grant is fine when the job begins; its call is what finds the shop frozen.
            var frozen = await Services.StartAsync($"frozen-{index}", Cancel);
            await ExpireAsync(frozen);
            Assert.True(await Checks.TakeAsync(frozen.Id, Job(), Hour, Cancel));
            await Get<IInstallationStore>().SetAccessAsync(
                frozen.Id, AccessState.Frozen, DateTimeOffset.UnixEpoch, Cancel);
            await Get<IJobStore>().PutOffAsync(frozen.Id, [Kind], TimeSpan.FromMinutes(1), Cancel);
        }

        var stay = await Services.StartAsync("blue", Cancel);
        await ExpireAsync(stay);
        Assert.Equal([stay.Id], await Checks.FindDueAsync("one", Kind, openLimit, 10, Cancel));
    }

    // Shopify refused the token, and takes the one that a refresh brought: nobody notes the access as fine.
    [Fact]
    public async Task Stay_that_waits_for_its_access_is_due_again_when_a_refresh_brings_it_back()
    {
        await Checks.AnnounceAsync("one", Cancel);
        var stay = await Services.StartAsync("blue", Cancel);
        await ExpireAsync();
        await Get<IInstallationStore>().SetAccessAsync(
            stay.Id, AccessState.Refused, DateTimeOffset.UnixEpoch, Cancel);
        Assert.False(await Checks.TakeAsync(stay.Id, Job(), Hour, Cancel));
        Assert.Empty(await FindAsync("one"));

        Assert.True(await Get<IGrantStore>().StoreRefreshedAsync(
            stay.Id, 0, Guid.Empty, GrantStoreTests.Pair("2"), Cancel));

        Assert.Equal([stay.Id], await FindAsync("one"));
        Assert.Equal(CheckCause.AccessRegained, (await Checks.FindAsync(stay.Id, Cancel))!.Cause);
    }

    [Fact]
    public async Task Jobs_that_wait_for_long_and_those_of_installs_keep_no_other_from_being_compared()
    {
        await Checks.AnnounceAsync("one", Cancel);
        var (rejected, installed, blue) = (
            await Services.StartAsync("rejected", Cancel), await Services.StartAsync("installed", Cancel),
            await Services.StartAsync("blue", Cancel));
        await Get<IJobStore>().EnqueueAsync(installed.Id, Job(), Cancel);
        await ExpireAsync(rejected);
        Assert.True(await Checks.TakeAsync(rejected.Id, Job(), Hour, Cancel));
        await ExpireAsync(blue);
        Assert.Empty(await Checks.FindDueAsync("one", Kind, 1, 10, Cancel));

        await Get<IJobStore>().PutOffAsync(rejected.Id, [Kind], Hour, Cancel);
        Assert.Equal([blue.Id], await Checks.FindDueAsync("one", Kind, 1, 10, Cancel));
    }

    [Fact]
    public async Task Scopes_that_change_make_the_stay_due()
    {
        var stay = await Services.StartAsync("blue", Cancel);
        var at = TimeProvider.System.GetUtcNow() + Hour;
        Assert.True(await Get<IInstallationStore>().UpdateScopesAsync(stay.Id, "read_orders", at, Cancel));
        var check = (await Checks.FindAsync(stay.Id, Cancel))!;
        Assert.Equal((CheckCause.ScopesChanged, true), (check.Cause, check.DueAt <= check.Now));
        Assert.False(await Get<IInstallationStore>().UpdateScopesAsync(stay.Id, "read_products", at, Cancel));
        Assert.Equal(check.Marks, (await Checks.FindAsync(stay.Id, Cancel))!.Marks);
    }

    [Fact]
    public async Task Reset_gives_the_new_stay_a_row_of_its_own()
    {
        var stay = await Services.StartAsync("blue", Cancel);
        await CompleteAsync(stay, "one");
        var result = await Get<IInstallationStore>().FenceAsync(Stays.Reset(stay), Cancel);
        var check = (await Checks.FindAsync(result.Successor!.Id, Cancel))!;
        Assert.Null(check.WantedHash);
        await ExpireAsync();
        await Checks.AnnounceAsync("one", Cancel);
        Assert.Equal([result.Successor.Id], await FindAsync("one"));
        await Assert.ThrowsAsync<InstallationEndedException>(() => Checks.TakeAsync(stay.Id, Job(), Hour, Cancel));
    }

    [Fact]
    public async Task Stay_that_a_process_of_the_release_before_began_is_compared_once_the_next_process_starts()
    {
        var stay = await Services.StartAsync("blue", Cancel);
        var ended = await Services.StartAsync("ended", Cancel);
        await Services.FenceAsync(ended.Id, Cancel);
        await RunAsync("delete from subscription_checks");

        await Checks.AnnounceAsync("one", Cancel);

        Assert.Equal([stay.Id], await FindAsync("one"));
        await CompleteAsync(stay, "one");
        await Checks.AnnounceAsync("one", Cancel);
        Assert.Empty(await FindAsync("one"));
    }

    [Fact]
    public async Task Failure_is_told_until_a_comparison_comes_to_its_end()
    {
        var stay = await Services.StartAsync("blue", Cancel);
        await Checks.FailAsync(stay.Id, "shopify-unreachable", Cancel);
        var failed = (await Checks.FindAsync(stay.Id, Cancel))!;
        Assert.Equal(("shopify-unreachable", failed.Now.Date), (failed.Failure, failed.FailedAt!.Value.Date));

        await Checks.CompleteAsync(stay.Id, failed, "one", Hour, Cancel);
        var after = (await Checks.FindAsync(stay.Id, Cancel))!;
        Assert.Equal((null, null), (after.Failure, after.FailedAt));
    }

    private Task<IReadOnlyList<InstallationId>> FindAsync(string hash) =>
        Checks.FindDueAsync(hash, Kind, 64, 10, Cancel);

    private async Task CompleteAsync(Installation stay, string hash) =>
        await Checks.CompleteAsync(
            stay.Id, (await Checks.FindAsync(stay.Id, Cancel))!, hash, TimeSpan.FromDays(1), Cancel);

    private Task ExpireAsync(Installation stay) =>
        RunAsync($"update subscription_checks set due_at = 1 where installation_id = '{stay.Id}'");

    private Task ExpireAsync() => RunAsync("update subscription_checks set due_at = 1");

    private static NewJob Job() => new()
    {
        Id = Guid.CreateVersion7(TimeProvider.System.GetUtcNow()), Kind = Kind, Arguments = "{}",
    };

    public sealed class OnPostgres() : SubscriptionCheckTests(Dialect.Postgres);

    public sealed class OnSqlite() : SubscriptionCheckTests(Dialect.Sqlite);
}

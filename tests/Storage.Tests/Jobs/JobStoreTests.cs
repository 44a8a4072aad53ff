using System.Collections.Concurrent;
using Shopkeeper.Grains.Abstractions.Jobs;
using Shopkeeper.Grains.Abstractions.Paging;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Storage.Databases;
using Shopkeeper.Storage.Tests.ShopData;

namespace Shopkeeper.Storage.Tests.Jobs;

public abstract class JobStoreTests(Dialect dialect) : ShopDataTests(dialect)
{
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(1);

    private IJobStore Jobs => Get<IJobStore>();

    [Fact]
    public async Task Job_when_enqueued_again_under_its_key_is_the_first_one()
    {
        var installation = (await InstallAsync()).Id;
        var other = (await InstallAsync(Neighbour)).Id;
        var first = await Jobs.EnqueueAsync(installation, Planting.Job("sync", "k"), Cancel);
        var again = await Jobs.EnqueueAsync(installation, Planting.Job("sync", "k"), Cancel);
        var otherKind = await Jobs.EnqueueAsync(installation, Planting.Job("report", "k"), Cancel);
        var elsewhere = await Jobs.EnqueueAsync(other, Planting.Job("sync", "k"), Cancel);
        var withoutKey = await Jobs.EnqueueAsync(installation, Planting.Job("sync"), Cancel);

        Assert.True(first.Created);
        Assert.False(again.Created);
        Assert.Equal(first.Job, again.Job);
        Assert.True(otherKind.Created && elsewhere.Created && withoutKey.Created);
        Assert.Equal((3, 0), await Jobs.CountOpenAsync(installation, Cancel));
    }

    [Fact]
    public async Task Job_when_its_order_is_repeated_after_an_unknown_outcome_is_there_once()
    {
        var installation = (await InstallAsync()).Id;
        var order = Planting.Job();
        Assert.True((await Jobs.EnqueueAsync(installation, order, Cancel)).Created);
        var again = await Jobs.EnqueueAsync(installation, order, Cancel);
        Assert.False(again.Created);
        Assert.Equal(order.Id, again.Job.Id);

        // The id of another installation's job is a mistake and shows nothing of it.
        var other = (await InstallAsync(Neighbour)).Id;
        await Assert.ThrowsAsync<InvalidOperationException>(() => Jobs.EnqueueAsync(other, order, Cancel));
    }

    [Fact]
    public async Task Enqueuers_that_race_under_one_key_get_one_job()
    {
        var installation = (await InstallAsync()).Id;
        var answers = await Task.WhenAll(Enumerable.Range(0, 8)
            .Select(_ => Jobs.EnqueueAsync(installation, Planting.Job("sync", "k"), Cancel)));
        Assert.Single(answers, answer => answer.Created);
        Assert.Single(answers.Select(answer => answer.Job.Id).Distinct());
    }

    [Fact]
    public async Task Jobs_are_claimed_in_the_order_in_which_they_were_enqueued()
    {
        var installation = (await InstallAsync()).Id;
        var orders = new List<Guid>();
        for (var i = 0; i < 6; i++)
            orders.Add((await Jobs.EnqueueAsync(installation, Planting.Job(), Cancel)).Job.Id);

        var first = await ClaimAsync(installation, "a", 4);
        Assert.Equal(orders[..4], first.Select(job => job.Id));
        Assert.Equal(orders[4..], (await ClaimAsync(installation, "b", 4)).Select(job => job.Id));
        Assert.All(first, job => Assert.Equal((1, "a", false), (job.Attempt, job.Runner, job.CancelRequested)));
        Assert.Equal(Planting.Job().Arguments, first[0].Arguments);
        Assert.Empty(await ClaimAsync(installation, "c", 4));
        Assert.Equal((0, 6), await Jobs.CountOpenAsync(installation, Cancel));
    }

    [Fact]
    public async Task Kinds_that_are_not_wanted_are_passed_over()
    {
        var installation = (await InstallAsync()).Id;
        await Jobs.EnqueueAsync(installation, Planting.Job("sync"), Cancel);
        await Jobs.EnqueueAsync(installation, Planting.Job("report"), Cancel);
        var claim = new JobClaim("a", 5, Lease) { ExceptKinds = ["sync", "it's"] };
        Assert.Equal(["report"], (await Jobs.ClaimAsync(installation, claim, Cancel)).Select(job => job.Kind));
    }

    [Fact]
    public async Task Job_that_may_run_later_is_not_due_before()
    {
        var installation = (await InstallAsync()).Id;
        var later = TimeProvider.System.GetUtcNow().AddHours(1);
        var job = (await Jobs.EnqueueAsync(installation, Planting.Job() with { RunAt = later }, Cancel)).Job;
        Assert.Equal(later.ToUnixTimeMilliseconds(), job.RunAt!.Value.ToUnixTimeMilliseconds());
        Assert.Empty(await ClaimAsync(installation, "a", 1));
        Assert.Empty(await Jobs.FindDueInstallationsAsync(5, Cancel));

        await RunAsync("update jobs set run_at = 1");
        Assert.Equal([installation], await Jobs.FindDueInstallationsAsync(5, Cancel));
        Assert.Single(await ClaimAsync(installation, "a", 1));
    }

    [Fact]
    public async Task Job_is_never_given_to_two_runners_under_valid_leases()
    {
        var installation = (await InstallAsync()).Id;
        for (var i = 0; i < 60; i++)
            await Jobs.EnqueueAsync(installation, Planting.Job(), Cancel);

        var given = new ConcurrentBag<Guid>();
        await Task.WhenAll(Enumerable.Range(0, 8).Select(async runner =>
        {
            for (var i = 0; i < 40 && given.Count < 60; i++)
            {
                foreach (var job in await ClaimAsync(installation, $"runner-{runner}", 3))
                    given.Add(job.Id);
            }
        }));
        Assert.Equal(60, given.Count);
        Assert.Equal(60, given.Distinct().Count());
    }

    [Fact]
    public async Task Job_whose_lease_expired_goes_to_another_runner_and_the_first_one_can_end_nothing()
    {
        var installation = (await InstallAsync()).Id;
        await Jobs.EnqueueAsync(installation, Planting.Job(), Cancel);
        var lost = Assert.Single(await ClaimAsync(installation, "dead", 1));
        await ExpireLeasesAsync();
        Assert.Equal((0, 0), await Jobs.CountOpenAsync(installation, Cancel));
        Assert.Equal([installation], await Jobs.FindDueInstallationsAsync(5, Cancel));

        var taken = Assert.Single(await ClaimAsync(installation, "alive", 1));
        Assert.Equal((lost.Id, 2), (taken.Id, taken.Attempt));
        Assert.False((await Jobs.RenewAsync(lost, Lease, new JobProgress(9, 9), Cancel)).Held);
        Assert.False(await Jobs.FinishAsync(lost, new JobEnd(JobStatus.Failed, default, "late"), Cancel));

        Assert.True((await Jobs.RenewAsync(taken, Lease, new JobProgress(3, 10), Cancel)).Held);
        Assert.True(await Jobs.FinishAsync(taken, new JobEnd(JobStatus.Completed, new JobProgress(10, 10)), Cancel));
        Assert.False(await Jobs.FinishAsync(taken, new JobEnd(JobStatus.Failed, default, "twice"), Cancel));
        var ended = await Jobs.FindAsync(installation, taken.Id, Cancel);
        Assert.Equal((JobStatus.Completed, 10L, 10L), (ended!.Status, ended.Done, ended.Total!.Value));
        Assert.Null(ended.RunAt);
        Assert.NotNull(ended.FinishedAt);
    }

    [Fact]
    public async Task Attempt_when_it_fails_goes_back_to_the_queue_and_one_that_a_stop_cut_short_is_not_counted()
    {
        var installation = (await InstallAsync()).Id;
        await Jobs.EnqueueAsync(installation, Planting.Job(), Cancel);
        var first = Assert.Single(await ClaimAsync(installation, "a", 1));
        await Jobs.FinishAsync(
            first, new JobEnd(JobStatus.Queued, default, "busy", TimeSpan.FromHours(1)), Cancel);
        Assert.Empty(await ClaimAsync(installation, "a", 1));
        Assert.Equal("busy", (await Jobs.FindAsync(installation, first.Id, Cancel))!.ErrorCode);

        await RunAsync("update jobs set run_at = 1");
        var second = Assert.Single(await ClaimAsync(installation, "a", 1));
        await Jobs.FinishAsync(second, new JobEnd(JobStatus.Queued, default) { SpendsAttempt = false }, Cancel);
        Assert.Equal(2, Assert.Single(await ClaimAsync(installation, "a", 1)).Attempt);
        await Assert.ThrowsAsync<ArgumentException>(
            () => Jobs.FinishAsync(second, new JobEnd(JobStatus.Abandoned, default), Cancel));
    }

    [Fact]
    public async Task Cancellation_of_a_queued_job_is_immediate_and_of_a_running_one_waits_for_its_runner()
    {
        var installation = (await InstallAsync()).Id;
        await Jobs.EnqueueAsync(installation, Planting.Job(), Cancel);
        var running = Assert.Single(await ClaimAsync(installation, "a", 1));
        var queued = (await Jobs.EnqueueAsync(installation, Planting.Job(), Cancel)).Job.Id;

        Assert.Equal(JobStatus.Cancelled, (await Jobs.RequestCancelAsync(installation, queued, Cancel))!.Status);
        var flagged = await Jobs.RequestCancelAsync(installation, running.Id, Cancel);
        Assert.Equal((JobStatus.Running, true), (flagged!.Status, flagged.CancelRequested));
        Assert.Equal(new LeaseState(true, true), await Jobs.RenewAsync(running, Lease, default, Cancel));
        Assert.Null(await Jobs.RequestCancelAsync(installation, NewId(), Cancel));
        Assert.Null(await Jobs.FindAsync((await InstallAsync(Neighbour)).Id, running.Id, Cancel));

        // Its runner dies: whoever takes the job over learns of the flag, and a retry becomes a cancellation.
        await ExpireLeasesAsync();
        var taken = Assert.Single(await ClaimAsync(installation, "b", 1));
        Assert.True(taken.CancelRequested);
        Assert.True(await Jobs.FinishAsync(taken, new JobEnd(JobStatus.Queued, default, "busy"), Cancel));
        Assert.Equal(JobStatus.Cancelled, (await Jobs.FindAsync(installation, taken.Id, Cancel))!.Status);
        var ended = await Jobs.RequestCancelAsync(installation, taken.Id, Cancel);
        Assert.Equal(JobStatus.Cancelled, ended!.Status);
    }

    [Fact]
    public async Task Stop_of_all_jobs_after_the_fence_cancels_flags_and_lets_the_runner_acknowledge()
    {
        var installation = (await InstallAsync()).Id;
        for (var i = 0; i < 4; i++)
            await Jobs.EnqueueAsync(installation, Planting.Job(), Cancel);
        var running = await ClaimAsync(installation, "a", 2);
        await FenceAsync(installation);
        Assert.Empty(await Jobs.FindDueInstallationsAsync(5, Cancel));

        Assert.Equal((2, 2), await Jobs.StopAllAsync(installation, Cancel));
        Assert.Equal((0, 2), await Jobs.StopAllAsync(installation, Cancel));
        Assert.True(await Jobs.FinishAsync(running[0], new JobEnd(JobStatus.Cancelled, default), Cancel));
        Assert.Equal((0, 1), await Jobs.StopAllAsync(installation, Cancel));
        Assert.Equal(1, await Jobs.AbandonAllAsync(installation, Cancel));
        Assert.Equal(0, await Jobs.AbandonAllAsync(installation, Cancel));
        Assert.False(await Jobs.FinishAsync(running[1], new JobEnd(JobStatus.Completed, default), Cancel));
        Assert.Equal(
            JobStatus.Abandoned, (await Jobs.FindAsync(installation, running[1].Id, Cancel))!.Status);
    }

    [Fact]
    public async Task Due_installations_are_distinct_and_those_that_waited_longest_come_first()
    {
        var one = (await InstallAsync()).Id;
        var two = (await InstallAsync(Neighbour)).Id;
        await Jobs.EnqueueAsync(one, Planting.Job(), Cancel);
        await Jobs.EnqueueAsync(two, Planting.Job(), Cancel);
        await Jobs.EnqueueAsync(one, Planting.Job(), Cancel);
        await RunAsync($"update jobs set run_at = 1 where installation_id = {Id(two)}");
        Assert.Equal([two, one], await Jobs.FindDueInstallationsAsync(5, Cancel));
        Assert.Equal([two], await Jobs.FindDueInstallationsAsync(1, Cancel));
    }

    [Fact]
    public async Task Jobs_are_listed_newest_first_over_pages()
    {
        var installation = (await InstallAsync()).Id;
        var ids = new List<Guid>();
        for (var i = 0; i < 5; i++)
            ids.Add((await Jobs.EnqueueAsync(installation, Planting.Job(), Cancel)).Job.Id);
        ids.Reverse();

        var listed = new List<Guid>();
        string? cursor = null;
        do
        {
            var page = await Jobs.ListAsync(installation, new PageRequest(cursor, 2), Cancel);
            listed.AddRange(page.Items.Select(job => job.Id));
            cursor = page.NextCursor;
        }
        while (cursor is not null);

        Assert.Equal(ids, listed);
        await Assert.ThrowsAsync<InvalidCursorException>(
            () => Jobs.ListAsync(installation, new PageRequest("am9iczoxLjU", 2), Cancel));
    }

    private Task<IReadOnlyList<ClaimedJob>> ClaimAsync(InstallationId installation, string runner, int limit) =>
        Jobs.ClaimAsync(installation, new JobClaim(runner, limit, Lease), Cancel);

    private Task ExpireLeasesAsync() => RunAsync("update jobs set lease_until = 1 where status = 2");

    public sealed class OnPostgres() : JobStoreTests(Dialect.Postgres);

    public sealed class OnSqlite() : JobStoreTests(Dialect.Sqlite);
}

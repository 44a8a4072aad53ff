using Shopkeeper.Grains.Abstractions.Jobs;
using Shopkeeper.Grains.Abstractions.Shops;

namespace Shopkeeper.Grains.Tests.Jobs;

public sealed class JobRunnerTests
{
    [Fact]
    public async Task Runner_when_the_handler_returns_completes_the_job_and_frees_its_place()
    {
        using var bench = new RunnerBench((context, _) =>
        {
            context.Report(new JobProgress(7, 7));
            return Task.CompletedTask;
        });
        var job = await bench.StartOneAsync();

        await bench.UntilAsync("the job is completed", () => bench.Store.Of(job).Status == JobStatus.Completed);
        await bench.UntilAsync("the place is free", () => bench.Runner.KindsOf(bench.Installation.Id).Count == 0);
        Assert.Equal(new JobProgress(7, 7), bench.Store.Of(job).Progress);
        await bench.UntilAsync("the poller is woken", () => bench.Signals.Jobs == 1);
    }

    [Fact]
    public async Task Runner_when_a_job_takes_long_renews_its_lease_and_stores_progress()
    {
        var release = new TaskCompletionSource();
        using var bench = new RunnerBench((context, token) =>
        {
            context.Report(new JobProgress(3, null));
            return release.Task.WaitAsync(token);
        });
        var job = await bench.StartOneAsync();

        await bench.MoveUntilAsync("ten leases' thirds have passed", () => bench.Store.Renewals >= 40);
        Assert.Equal(JobStatus.Running, bench.Store.Of(job).Status);
        Assert.True(bench.Store.Of(job).LeaseUntil > bench.Clock.GetUtcNow());
        Assert.Equal(new JobProgress(3, null), bench.Store.Of(job).Progress);

        release.SetResult();
        await bench.MoveUntilAsync("the job is completed", () => bench.Store.Of(job).Status == JobStatus.Completed);
    }

    [Fact]
    public async Task Runner_when_the_row_asks_to_stop_learns_it_within_a_renewal_and_acknowledges()
    {
        using var bench = new RunnerBench((_, token) => ScriptedHandler.UntilToldAsync(token));
        var job = await bench.StartOneAsync();
        await bench.UntilAsync("the handler runs", () => bench.Handler.Runs == 1);
        var renewals = bench.Store.Renewals;
        bench.Store.Change(job, row => row.CancelRequested = true);

        await bench.MoveUntilAsync("the runner acknowledges", () => bench.Store.Of(job).Status == JobStatus.Cancelled);
        Assert.InRange(bench.Store.Renewals - renewals, 1, 2);
    }

    [Fact]
    public async Task Runner_when_told_to_cancel_stops_without_waiting_for_a_renewal()
    {
        using var bench = new RunnerBench((_, token) => ScriptedHandler.UntilToldAsync(token));
        var job = await bench.StartOneAsync();
        await bench.UntilAsync("the handler runs", () => bench.Handler.Runs == 1);

        Assert.Equal(1, bench.Runner.Cancel(bench.Installation.Id, job: null));

        // The clock stands still: only the call can have stopped it.
        await bench.UntilAsync("the runner acknowledges", () => bench.Store.Of(job).Status == JobStatus.Cancelled);
    }

    [Fact]
    public async Task Runner_when_told_to_cancel_another_installation_leaves_the_job_alone()
    {
        var release = new TaskCompletionSource();
        using var bench = new RunnerBench((_, token) => release.Task.WaitAsync(token));
        var job = await bench.StartOneAsync();

        var neighbour = FakeInstallationStore.Current("neighbour.myshopify.com").Id;
        Assert.Equal(0, bench.Runner.Cancel(neighbour, job: null));
        Assert.Equal(0, bench.Runner.Cancel(bench.Installation.Id, Guid.Empty));

        release.SetResult();
        await bench.MoveUntilAsync("the job is completed", () => bench.Store.Of(job).Status == JobStatus.Completed);
    }

    [Fact]
    public async Task Runner_when_the_guard_refuses_stops_the_job_and_acknowledges()
    {
        using var bench = new RunnerBench((_, token) => ScriptedHandler.UntilToldAsync(token));
        var job = await bench.StartOneAsync();
        await bench.UntilAsync("the handler runs", () => bench.Handler.Runs == 1);
        bench.Store.Ended.Add(bench.Installation.Id);

        await bench.MoveUntilAsync("the runner acknowledges", () => bench.Store.Of(job).Status == JobStatus.Cancelled);
    }

    [Fact]
    public async Task Runner_when_a_write_of_the_handler_meets_the_fence_acknowledges()
    {
        InstallationId ended = default;
        using var bench = new RunnerBench((_, _) => throw new InstallationEndedException(ended));
        ended = bench.Installation.Id;
        var job = await bench.StartOneAsync();

        await bench.UntilAsync("the runner acknowledges", () => bench.Store.Of(job).Status == JobStatus.Cancelled);
    }

    [Fact]
    public async Task Runner_when_the_installation_ended_before_the_start_never_calls_the_handler()
    {
        using var bench = new RunnerBench((_, _) => Task.CompletedTask);
        bench.Installations.Rows[bench.Installation.Id] =
            bench.Installation with { EndedAt = bench.Clock.GetUtcNow() };
        var job = await bench.StartOneAsync();

        await bench.UntilAsync("the runner acknowledges", () => bench.Store.Of(job).Status == JobStatus.Cancelled);
        Assert.Equal(0, bench.Handler.Runs);
    }

    [Fact]
    public async Task Runner_when_the_job_was_cancelled_under_a_dead_runner_acknowledges_without_running_it()
    {
        using var bench = new RunnerBench((_, _) => Task.CompletedTask);
        var job = await bench.EnqueueAsync();
        bench.Store.Change(job, row => row.CancelRequested = true);
        await bench.ClaimAndStartAsync();

        await bench.UntilAsync("the runner acknowledges", () => bench.Store.Of(job).Status == JobStatus.Cancelled);
        Assert.Equal(0, bench.Handler.Runs);
    }

    [Fact]
    public async Task Runner_when_all_places_are_taken_gives_none_until_one_is_back()
    {
        using var bench = new RunnerBench((_, _) => Task.CompletedTask, options => options.ConcurrencyPerSilo = 1);
        var place = bench.Runner.TryTakePlace();

        Assert.NotNull(place);
        Assert.Null(bench.Runner.TryTakePlace());
        place.Dispose();
        place.Dispose();
        Assert.NotNull(bench.Runner.TryTakePlace());
        Assert.Null(bench.Runner.TryTakePlace());
    }

    [Theory]
    [InlineData("no json")]
    [InlineData("[1]")]
    [InlineData("{\"a\":1,\"a\":2}")]
    public async Task Runner_when_stored_arguments_are_no_object_fails_the_job_for_good(string arguments)
    {
        using var bench = new RunnerBench((_, _) => Task.CompletedTask);
        var job = await bench.EnqueueAsync(arguments: arguments);
        await bench.ClaimAndStartAsync();

        await bench.UntilAsync("the job has failed", () => bench.Store.Of(job).Status == JobStatus.Failed);
        Assert.Equal("invalid-arguments", bench.Store.Of(job).ErrorCode);
        Assert.Equal(0, bench.Handler.Runs);
    }

    [Fact]
    public async Task Runner_when_no_handler_knows_the_kind_puts_the_job_back_for_a_later_release()
    {
        using var bench = new RunnerBench((_, _) => Task.CompletedTask);
        var job = await bench.EnqueueAsync("kind-of-another-release");
        await bench.ClaimAndStartAsync();

        await bench.UntilAsync("the job is back", () => bench.Store.Of(job).ErrorCode == "unknown-kind");
        Assert.Equal(JobStatus.Queued, bench.Store.Of(job).Status);
    }

    [Fact]
    public async Task Runner_when_a_handler_blocks_its_thread_renews_the_lease_all_the_same()
    {
        using var release = new ManualResetEventSlim();
        using var bench = new RunnerBench((_, token) =>
        {
            release.Wait(token);
            return Task.CompletedTask;
        });
        var job = await bench.StartOneAsync();

        await bench.MoveUntilAsync("the lease is renewed", () => bench.Store.Renewals >= 3);
        release.Set();
        await bench.MoveUntilAsync("the job is completed", () => bench.Store.Of(job).Status == JobStatus.Completed);
    }
}

using Shopkeeper.Grains.Abstractions.Jobs;
using Shopkeeper.Grains.Abstractions.Shops;

namespace Shopkeeper.Grains.Tests.Jobs;

/// <summary>Failing handlers, a failing database, lost leases and handlers that do not stop.</summary>
public sealed class JobRunnerFailureTests
{
    [Fact]
    public async Task Runner_when_the_handler_fails_puts_the_job_back_with_a_code_and_no_text()
    {
        using var bench = new RunnerBench((_, _) => throw new InvalidOperationException("alice@example.com"));
        var job = await bench.StartOneAsync();

        await bench.UntilAsync("the job is back", () => bench.Store.Of(job).Ends.Count == 1);
        var row = bench.Store.Of(job);
        Assert.Equal(JobStatus.Queued, row.Status);
        Assert.Equal("unexpected-invalid-operation", row.ErrorCode);
        Assert.InRange(row.DueAt - bench.Clock.GetUtcNow(), TimeSpan.FromSeconds(8), TimeSpan.FromSeconds(12));
        Assert.Equal(1, row.Attempts);
    }

    [Fact]
    public async Task Runner_when_the_handler_fails_every_time_stops_after_the_last_attempt()
    {
        using var bench = new RunnerBench(
            (_, _) => throw new JobFailedException("shop-is-shy"), options => options.MaxAttempts = 3);
        var job = await bench.EnqueueAsync();
        for (var attempt = 1; attempt <= 3; attempt++)
        {
            await bench.ClaimAndStartAsync();
            await bench.UntilAsync("the attempt has ended", () => bench.Store.Of(job).Ends.Count == attempt);
            bench.Clock.Advance(TimeSpan.FromHours(1));
        }

        Assert.Equal(JobStatus.Failed, bench.Store.Of(job).Status);
        Assert.Equal("shop-is-shy", bench.Store.Of(job).ErrorCode);
        Assert.Equal(3, bench.Handler.Runs);
    }

    [Fact]
    public async Task Runner_when_every_runner_died_with_the_job_gives_it_up_without_running_it()
    {
        using var bench = new RunnerBench((_, _) => Task.CompletedTask, options => options.MaxAttempts = 2);
        var job = await bench.EnqueueAsync();
        bench.Store.Change(job, row => row.Attempts = 2);
        await bench.ClaimAndStartAsync();

        await bench.UntilAsync("the job has failed", () => bench.Store.Of(job).Status == JobStatus.Failed);
        Assert.Equal("attempts-exhausted", bench.Store.Of(job).ErrorCode);
        Assert.Equal(0, bench.Handler.Runs);
    }

    [Fact]
    public async Task Runner_when_the_lease_cannot_be_renewed_for_its_time_cancels_the_handler_itself()
    {
        DateTimeOffset? cancelledAt = null;
        RunnerBench? bench = null;
        using var owner = bench = new RunnerBench(async (_, token) =>
        {
            try
            {
                await ScriptedHandler.UntilToldAsync(token);
            }
            finally
            {
                cancelledAt = bench!.Clock.GetUtcNow();
            }
        });
        var job = await bench.StartOneAsync();
        await bench.MoveUntilAsync("the lease is renewed once", () => bench.Store.Renewals == 1);
        bench.Store.Fault = call => call is "RenewAsync" or "FinishAsync" ? new StorageUnavailableException("x") : null;
        var last = bench.Store.Of(job).LeaseUntil;

        await bench.MoveUntilAsync("the handler is cancelled", () => cancelledAt is not null);
        Assert.InRange(cancelledAt!.Value, last - TimeSpan.FromSeconds(1), last + TimeSpan.FromSeconds(10));

        // Nothing could be written, so the row says running, and it is due again by its lease.
        await bench.MoveUntilAsync("the place is free", () => bench.Runner.KindsOf(bench.Installation.Id).Count == 0);
        bench.Store.Fault = _ => null;
        await bench.MoveUntilAsync("the lease is over", () => bench.Clock.GetUtcNow() > last);
        var claim = new JobClaim("another", 1, bench.Options.Lease);
        Assert.Single(await bench.Store.ClaimAsync(
            bench.Installation.Id, claim, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Runner_when_the_database_hiccups_within_the_lease_goes_on()
    {
        var release = new TaskCompletionSource();
        using var bench = new RunnerBench((_, token) => release.Task.WaitAsync(token));
        var failures = 0;
        bench.Store.Fault = call =>
            call == "RenewAsync" && ++failures <= 5 ? new InvalidOperationException("any fault at all") : null;
        var job = await bench.StartOneAsync();

        await bench.MoveUntilAsync("the lease is renewed again", () => bench.Store.Renewals >= 2);
        release.SetResult();
        await bench.MoveUntilAsync("the job is completed", () => bench.Store.Of(job).Status == JobStatus.Completed);
        Assert.Equal(1, bench.Handler.Runs);
    }

    [Fact]
    public async Task Runner_when_the_end_cannot_be_stored_at_once_tries_again()
    {
        using var bench = new RunnerBench((_, _) => Task.CompletedTask);
        var failures = 0;
        bench.Store.Fault = call =>
            call == "FinishAsync" && ++failures <= 3 ? new StorageUnavailableException("x") : null;
        var job = await bench.StartOneAsync();

        await bench.MoveUntilAsync("the job is completed", () => bench.Store.Of(job).Status == JobStatus.Completed);
    }

    [Fact]
    public async Task Runner_when_another_took_the_job_over_stops_and_its_end_is_refused()
    {
        var cancelled = new TaskCompletionSource();
        using var bench = new RunnerBench(async (context, token) =>
        {
            if (context.Attempt > 1) return;
            try
            {
                await ScriptedHandler.UntilToldAsync(token);
            }
            finally
            {
                cancelled.SetResult();
            }
        });
        var job = await bench.StartOneAsync();
        await bench.UntilAsync("the first attempt runs", () => bench.Handler.Runs == 1);

        // The first runner stands still for longer than its lease, as a process that was suspended does.
        bench.Store.Change(job, row => row.LeaseUntil = bench.Clock.GetUtcNow());
        await bench.ClaimAndStartAsync(bench.NewRunner());
        await bench.UntilAsync("the second runner is done", () => bench.Store.Of(job).Status == JobStatus.Completed);

        await bench.MoveUntilAsync("the first is cancelled", () => cancelled.Task.IsCompleted);
        await bench.MoveUntilAsync("the first is gone", () => bench.Runner.KindsOf(bench.Installation.Id).Count == 0);
        Assert.Equal([JobStatus.Completed], bench.Store.Of(job).Ends.Select(end => end.Status));
    }

    [Fact]
    public async Task Runner_when_a_handler_ignores_its_token_leaves_it_behind_and_keeps_its_place()
    {
        var release = new TaskCompletionSource();
        using var bench = new RunnerBench(
            (context, _) => context.Attempt == 1 ? release.Task : Task.CompletedTask,
            options => options.ConcurrencyPerSilo = 1);
        var job = await bench.StartOneAsync();
        await bench.UntilAsync("the handler runs", () => bench.Handler.Runs == 1);
        bench.Store.Change(job, row => row.CancelRequested = true);

        await bench.MoveUntilAsync(
            "its lease runs out", () => bench.Store.Of(job).LeaseUntil <= bench.Clock.GetUtcNow());
        Assert.Null(bench.Runner.TryTakePlace());
        Assert.Equal([RunnerBench.Kind], bench.Runner.KindsOf(bench.Installation.Id));

        // Another runner takes the expired lease and acknowledges in its stead.
        await bench.ClaimAndStartAsync(bench.NewRunner());
        await bench.UntilAsync("it is acknowledged", () => bench.Store.Of(job).Status == JobStatus.Cancelled);

        release.SetResult();
        await bench.MoveUntilAsync("it returns", () => bench.Runner.KindsOf(bench.Installation.Id).Count == 0);
        using var place = bench.Runner.TryTakePlace();
        Assert.NotNull(place);
        Assert.Single(bench.Store.Of(job).Ends);
    }

    [Fact]
    public async Task Runner_when_the_service_stops_puts_running_jobs_back_without_spending_an_attempt()
    {
        using var bench = new RunnerBench((_, token) => ScriptedHandler.UntilToldAsync(token));
        var job = await bench.StartOneAsync();
        await bench.UntilAsync("the handler runs", () => bench.Handler.Runs == 1);

        await bench.Runner.StoppingAsync(TestContext.Current.CancellationToken);

        var row = bench.Store.Of(job);
        Assert.Equal(JobStatus.Queued, row.Status);
        Assert.Equal(0, row.Attempts);
        Assert.True(row.DueAt <= bench.Clock.GetUtcNow());
        Assert.Null(bench.Runner.TryTakePlace());
    }

    [Fact]
    public async Task Runner_when_a_job_comes_while_the_service_stops_puts_it_back()
    {
        using var bench = new RunnerBench((_, token) => ScriptedHandler.UntilToldAsync(token));
        var job = await bench.EnqueueAsync();
        var place = bench.Runner.TryTakePlace()!;
        var stopping = bench.Runner.StoppingAsync(TestContext.Current.CancellationToken);
        var claim = new JobClaim(bench.Runner.Id, 1, bench.Options.Lease);
        var claimed = await bench.Store.ClaimAsync(
            bench.Installation.Id, claim, TestContext.Current.CancellationToken);
        bench.Runner.Start(place, claimed[0]);

        await stopping;
        Assert.Equal(JobStatus.Queued, bench.Store.Of(job).Status);
        Assert.Equal(0, bench.Store.Of(job).Attempts);
    }

    [Fact]
    public async Task Runner_when_the_service_stops_and_a_handler_does_not_waits_no_longer_than_the_grace()
    {
        var release = new TaskCompletionSource();
        using var bench = new RunnerBench((_, _) => release.Task);
        await bench.StartOneAsync();
        await bench.UntilAsync("the handler runs", () => bench.Handler.Runs == 1);

        var begun = bench.Clock.GetUtcNow();
        var stopping = bench.Runner.StoppingAsync(TestContext.Current.CancellationToken);
        await bench.MoveUntilAsync("the runner gives up waiting", () => stopping.IsCompleted);
        await stopping;
        Assert.InRange(bench.Clock.GetUtcNow() - begun, bench.Options.StopGrace, bench.Options.StopGrace * 2);
        release.SetResult();
        await bench.MoveUntilAsync("it returns", () => bench.Runner.KindsOf(bench.Installation.Id).Count == 0);
    }

    [Fact]
    public async Task Runner_when_a_callback_on_the_token_throws_still_acknowledges()
    {
        using var bench = new RunnerBench(async (_, token) =>
        {
            token.Register(() => throw new InvalidOperationException("a bad callback"));
            await ScriptedHandler.UntilToldAsync(token);
        });
        var job = await bench.StartOneAsync();
        await bench.UntilAsync("the handler runs", () => bench.Handler.Runs == 1);
        bench.Runner.Cancel(bench.Installation.Id, job);

        await bench.UntilAsync("the runner acknowledges", () => bench.Store.Of(job).Status == JobStatus.Cancelled);
    }
}

using System.Collections.Concurrent;
using Shopkeeper.Cluster.Tests.Clusters;
using Shopkeeper.Grains.Abstractions.Jobs;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Testing;

namespace Shopkeeper.Cluster.Tests.Jobs;

public sealed class JobQueueTests
{
    public static TheoryData<ClusterDatabase> Databases => ShopkeeperCluster.Databases;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Databases))]
    public async Task Job_when_enqueued_runs_with_its_arguments_and_stores_its_progress(ClusterDatabase database)
    {
        var seen = new ConcurrentQueue<(InstallationId Installation, string Arguments, int Attempt)>();
        await using var cluster = await ShopkeeperCluster.StartAsync(database, setup => setup.Handle(
            "greet",
            (context, _) =>
            {
                seen.Enqueue((context.Installation.Id, context.Arguments.GetRawText(), context.Attempt));
                context.Report(new JobProgress(3, 4));
                return Task.CompletedTask;
            }));
        var installation = await cluster.SettledAsync(JobActs.Shop);

        var job = await cluster.EnqueuedAsync(installation, "greet", """{"whom":"Ada"}""");

        var view = await cluster.JobIsAsync(installation, job, JobStatus.Completed);
        Assert.Equal([(installation.Id, """{"whom":"Ada"}""", 1)], seen);
        Assert.Equal((3, 4L, 1, null), (view.Done, view.Total, view.Attempts, view.ErrorCode));
        Assert.NotNull(view.FinishedAt);
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task Order_when_repeated_with_its_key_answers_the_first_job(ClusterDatabase database)
    {
        await using var cluster = await ShopkeeperCluster.StartAsync(
            database, setup => setup.Handle("greet", (_, _) => Task.CompletedTask));
        var installation = await cluster.SettledAsync(JobActs.Shop);
        var neighbour = await cluster.SettledAsync(JobActs.Neighbour);

        var first = await cluster.OrderAsync(installation, "greet", key: "order-1");
        var replies = await Task.WhenAll(
            Enumerable.Range(0, 5).Select(_ => cluster.OrderAsync(installation, "greet", key: "order-1")));
        var other = await cluster.OrderAsync(neighbour, "greet", key: "order-1");

        Assert.Equal(EnqueueOutcome.Enqueued, first.Outcome);
        Assert.All(replies, reply => Assert.Equal(EnqueueOutcome.AlreadyEnqueued, reply.Outcome));
        Assert.All(replies, reply => Assert.Equal(first.Job!.Id, reply.Job!.Id));
        Assert.Equal(EnqueueOutcome.Enqueued, other.Outcome);
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task Order_when_it_cannot_be_taken_says_why_and_stores_nothing(ClusterDatabase database)
    {
        await using var cluster = await ShopkeeperCluster.StartAsync(database, setup =>
        {
            setup.Settings["Jobs:QueueLimit"] = "2";
            setup.Settings["Jobs:ConcurrencyPerInstallation"] = "1";
            setup.Handle("wait", (_, token) => TestJob.UntilToldAsync(token));
        });
        var installation = await cluster.SettledAsync(JobActs.Shop);

        Assert.Equal(EnqueueOutcome.UnknownKind, await OutcomeAsync("nobody-knows"));
        Assert.Equal(EnqueueOutcome.UnknownKind, await OutcomeAsync("reconcile-webhooks", fromSession: true));
        Assert.Equal(EnqueueOutcome.InvalidArguments, await OutcomeAsync("wait", "[]"));
        Assert.Equal(EnqueueOutcome.InvalidArguments, await OutcomeAsync("catalog-sync", """{"pageSize":0}"""));
        Assert.Equal((0, 0), await cluster.Get<IJobStore>().CountOpenAsync(installation.Id, Cancellation));

        Assert.Equal(EnqueueOutcome.Enqueued, await OutcomeAsync("wait"));
        var last = new EnqueueJob
        {
            Kind = "wait", Arguments = "{}", Job = Guid.CreateVersion7(TimeProvider.System.GetUtcNow()),
        };
        Assert.Equal(
            EnqueueOutcome.Enqueued, (await cluster.Queue(installation).EnqueueAsync(last, Cancellation)).Outcome);
        // The same order once more, as the edge sends it when the silo of the first one is gone: the same job.
        var again = await cluster.Queue(installation).EnqueueAsync(last, Cancellation);
        Assert.Equal((EnqueueOutcome.AlreadyEnqueued, last.Job), (again.Outcome, again.Job?.Id));
        Assert.Equal(EnqueueOutcome.QueueFull, await OutcomeAsync("wait"));

        await cluster.EndByOperatorAsync(JobActs.Shop);
        await cluster.CertifiedAsync(installation);
        Assert.Equal(EnqueueOutcome.InstallationEnded, await OutcomeAsync("wait"));

        async Task<EnqueueOutcome> OutcomeAsync(string kind, string arguments = "{}", bool fromSession = false) =>
            (await cluster.OrderAsync(installation, kind, arguments, fromSession: fromSession)).Outcome;
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task Jobs_when_many_are_due_never_exceed_the_limits_of_installation_and_kind(ClusterDatabase database)
    {
        var gauges = new ConcurrentDictionary<(InstallationId, string), Gauge>();
        var allEnqueued = new TaskCompletionSource();
        await using var cluster = await ShopkeeperCluster.StartAsync(database, setup =>
        {
            setup.Settings["Jobs:ConcurrencyPerInstallation"] = "3";
            setup.Settings["Jobs:Kinds:lonely:ConcurrencyPerInstallation"] = "1";
            foreach (var kind in new[] { "lonely", "social" })
                setup.Handle(kind, (context, token) => WorkAsync(context.Installation.Id, kind, token));
        });
        Installation[] shops =
            [await cluster.SettledAsync(JobActs.Shop), await cluster.SettledAsync(JobActs.Neighbour)];

        List<(Installation Shop, Guid Job)> jobs = [];
        for (var index = 0; index < 12; index++)
        {
            foreach (var shop in shops)
                jobs.Add((shop, await cluster.EnqueuedAsync(shop, index % 2 == 0 ? "lonely" : "social")));
        }

        await Eventually.UntilAsync(
            "each shop runs as many as it may",
            () => shops.All(shop => gauges.TryGetValue((shop.Id, "all"), out var gauge) && gauge.Most >= 3),
            cancellationToken: Cancellation);
        allEnqueued.SetResult();
        foreach (var (shop, job) in jobs) await cluster.JobIsAsync(shop, job, JobStatus.Completed);
        foreach (var shop in shops)
        {
            Assert.Equal(1, gauges[(shop.Id, "lonely")].Most);
            Assert.Equal(3, gauges[(shop.Id, "all")].Most);
        }

        async Task WorkAsync(InstallationId installation, string kind, CancellationToken token)
        {
            using var all = gauges.GetOrAdd((installation, "all"), _ => new Gauge()).Enter();
            using var own = gauges.GetOrAdd((installation, kind), _ => new Gauge()).Enter();
            await allEnqueued.Task.WaitAsync(token);
        }
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task Job_when_it_fails_is_tried_again_with_waits_and_then_failed(ClusterDatabase database)
    {
        var attempts = new ConcurrentQueue<int>();
        await using var cluster = await ShopkeeperCluster.StartAsync(database, setup =>
        {
            setup.Settings["Jobs:MaxAttempts"] = "3";
            setup.Handle("stumble", (context, _) =>
            {
                attempts.Enqueue(context.Attempt);
                return context.Attempt < 3 ? throw new IOException("disk of alice@example.com") : Task.CompletedTask;
            });
            setup.Handle("fall", (_, _) => throw new JobFailedException("always-falls"));
            setup.Handle("refuse", (_, _) => throw new JobFailedException("never-again", retry: false));
        });
        var installation = await cluster.SettledAsync(JobActs.Shop);

        var stumble = await cluster.EnqueuedAsync(installation, "stumble");
        var fall = await cluster.EnqueuedAsync(installation, "fall");
        var refuse = await cluster.EnqueuedAsync(installation, "refuse");

        Assert.Equal(3, (await cluster.JobIsAsync(installation, stumble, JobStatus.Completed)).Attempts);
        Assert.Equal([1, 2, 3], attempts);
        var fallen = await cluster.JobIsAsync(installation, fall, JobStatus.Failed);
        Assert.Equal((3, "always-falls"), (fallen.Attempts, fallen.ErrorCode));
        var refused = await cluster.JobIsAsync(installation, refuse, JobStatus.Failed);
        Assert.Equal((1, "never-again"), (refused.Attempts, refused.ErrorCode));
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task Job_when_cancelled_while_it_runs_is_acknowledged_by_its_runner(ClusterDatabase database)
    {
        var running = new TaskCompletionSource();
        await using var cluster = await ShopkeeperCluster.StartAsync(database, setup => setup.Handle(
            "wait",
            (_, token) =>
            {
                running.TrySetResult();
                return TestJob.UntilToldAsync(token);
            }));
        var installation = await cluster.SettledAsync(JobActs.Shop);
        var job = await cluster.EnqueuedAsync(installation, "wait");
        await running.Task.WaitAsync(Eventually.DeadlineDefault, Cancellation);

        var asked = await cluster.Queue(installation).CancelAsync(job, Cancellation);
        Assert.True(asked!.CancelRequested);
        var view = await cluster.JobIsAsync(installation, job, JobStatus.Cancelled);
        Assert.NotNull(view.FinishedAt);

        // An ended job stays as it is; one that never was is null.
        Assert.Equal(JobStatus.Cancelled, (await cluster.Queue(installation).CancelAsync(job, Cancellation))!.Status);
        Assert.Null(await cluster.Queue(installation).CancelAsync(installation.Id.Value, Cancellation));
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task Job_when_its_runner_died_is_taken_over_and_the_dead_runners_end_is_refused(
        ClusterDatabase database)
    {
        var release = new TaskCompletionSource();
        await using var cluster = await ShopkeeperCluster.StartAsync(database, setup =>
        {
            setup.Settings["Jobs:ConcurrencyPerInstallation"] = "1";
            setup.Handle("wait", (_, token) => release.Task.WaitAsync(token));
            setup.Handle("greet", (_, _) => Task.CompletedTask);
        });
        var installation = await cluster.SettledAsync(JobActs.Shop);
        var store = cluster.Get<IJobStore>();

        // While the only place is taken, another process claims the next job, and dies at once.
        var wait = await cluster.EnqueuedAsync(installation, "wait");
        await cluster.JobIsAsync(installation, wait, JobStatus.Running);
        var job = await cluster.EnqueuedAsync(installation, "greet");
        var claim = new JobClaim("a-runner-that-died", 1, TimeSpan.FromMilliseconds(500));
        var dead = Assert.Single(await store.ClaimAsync(installation.Id, claim, Cancellation));
        Assert.Equal(job, dead.Id);
        release.SetResult();

        var view = await cluster.JobIsAsync(installation, job, JobStatus.Completed);
        Assert.Equal(2, view.Attempts);
        Assert.False(await store.FinishAsync(dead, new JobEnd(JobStatus.Failed, default), Cancellation));
        Assert.False((await store.RenewAsync(dead, TimeSpan.FromSeconds(9), default, Cancellation)).Held);
        Assert.Equal(JobStatus.Completed, (await cluster.FindAsync(installation, job))!.Status);
    }
}

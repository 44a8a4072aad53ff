using System.Collections.Concurrent;
using Shopkeeper.Cluster.Tests.Clusters;
using Shopkeeper.Grains.Abstractions.ApiLogs;
using Shopkeeper.Grains.Abstractions.Catalogue;
using Shopkeeper.Grains.Abstractions.Jobs;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Grains.Abstractions.Teardown;
using Shopkeeper.Grains.Abstractions.Webhooks;
using Shopkeeper.Testing;

namespace Shopkeeper.Cluster.Tests.Jobs;

/// <summary>Jobs of an installation that ends.</summary>
public sealed class JobFenceTests
{
    public static TheoryData<ClusterDatabase> Databases => ShopkeeperCluster.Databases;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Databases))]
    public async Task Job_when_its_installation_ends_stops_and_the_queue_is_purged(ClusterDatabase database)
    {
        var stopped = new ConcurrentBag<InstallationId>();
        await using var cluster = await ShopkeeperCluster.StartAsync(database, setup => setup.Handle(
            "wait",
            async (context, token) =>
            {
                try
                {
                    await TestJob.UntilToldAsync(token);
                }
                finally
                {
                    stopped.Add(context.Installation.Id);
                }
            }));
        var installation = await cluster.SettledAsync(JobActs.Shop);
        var neighbour = await cluster.SettledAsync(JobActs.Neighbour);
        for (var index = 0; index < 5; index++) await cluster.EnqueuedAsync(installation, "wait");
        var safe = await cluster.EnqueuedAsync(neighbour, "wait");
        await cluster.JobIsAsync(neighbour, safe, JobStatus.Running);
        await Eventually.UntilAsync(
            "two jobs run and three wait",
            async () => await cluster.Get<IJobStore>().CountOpenAsync(installation.Id, Cancellation) is (3, 2),
            cancellationToken: Cancellation);

        await cluster.EndByOperatorAsync(JobActs.Shop);
        var certificate = await cluster.CertifiedAsync(installation);

        Assert.Equal([installation.Id, installation.Id], stopped);
        Assert.Equal((0, 0), await cluster.Get<IJobStore>().CountOpenAsync(installation.Id, Cancellation));
        Assert.Equal(JobStatus.Running, (await cluster.FindAsync(neighbour, safe))!.Status);
        Assert.Equal(installation.Id, certificate.Installation);
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task Job_when_it_ignores_its_token_writes_nothing_after_the_fence(ClusterDatabase database)
    {
        var running = new TaskCompletionSource();
        var fenced = new TaskCompletionSource();
        var purged = new TaskCompletionSource();
        var first = new TaskCompletionSource<IReadOnlyList<string>>();
        var second = new TaskCompletionSource<IReadOnlyList<string>>();
        ShopkeeperCluster? writer = null;
        await using var cluster = await ShopkeeperCluster.StartAsync(database, setup =>
        {
            setup.Settings["Teardown:JobGrace"] = "00:00:00.500";
            setup.Handle("zombie", async (context, _) =>
            {
                running.SetResult();
                await fenced.Task;
                first.SetResult(await WriteEverywhereAsync(writer!, context.Installation));
                await purged.Task;
                second.SetResult(await WriteEverywhereAsync(writer!, context.Installation));
            });
        });
        writer = cluster;
        var installation = await cluster.SettledAsync(JobActs.Shop);
        await cluster.EnqueuedAsync(installation, "zombie");
        await running.Task.WaitAsync(Eventually.DeadlineDefault, Cancellation);

        // While the installation lives all of it is written: so it is the fence that refuses later.
        Assert.Empty(await WriteEverywhereAsync(cluster, installation, accepted: true));

        await cluster.EndByOperatorAsync(JobActs.Shop);
        fenced.SetResult();
        Assert.Empty(await first.Task.WaitAsync(Eventually.DeadlineDefault, Cancellation));

        await cluster.CertifiedAsync(installation);
        purged.SetResult();
        Assert.Empty(await second.Task.WaitAsync(Eventually.DeadlineDefault, Cancellation));

        var subject = new ErasureSubject { Installation = installation.Id, Shop = installation.Shop };
        var residue = await cluster.Get<IResidue>().CountAsync(subject, Cancellation);
        Assert.Equal([], residue.Where(store => store.Count > 0));
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task Reinstall_when_a_job_of_the_stay_before_still_runs_starts_its_own(ClusterDatabase database)
    {
        var release = new TaskCompletionSource();
        var ran = new ConcurrentQueue<InstallationId>();
        await using var cluster = await ShopkeeperCluster.StartAsync(database, setup =>
        {
            setup.Settings["Jobs:ConcurrencyPerInstallation"] = "1";
            setup.Handle("stubborn", (context, _) =>
            {
                ran.Enqueue(context.Installation.Id);
                return ran.Count == 1 ? release.Task : Task.CompletedTask;
            });
        });
        var old = await cluster.SettledAsync(JobActs.Shop);
        var left = await cluster.EnqueuedAsync(old, "stubborn");
        await cluster.JobIsAsync(old, left, JobStatus.Running);

        await cluster.UninstallAtShopifyAsync(JobActs.Shop);
        await cluster.EndByOperatorAsync(JobActs.Shop);
        var next = await cluster.InstalledAsync(JobActs.Shop, reinstall: true);
        var job = await cluster.EnqueuedAsync(next, "stubborn");

        await cluster.JobIsAsync(next, job, JobStatus.Completed);
        Assert.Equal([old.Id, next.Id], ran);
        release.SetResult();
        await cluster.CertifiedAsync(old);
    }

    // Tries one write of each kind that a job can make; returns what went otherwise than expected.
    private static async Task<IReadOnlyList<string>> WriteEverywhereAsync(
        ShopkeeperCluster cluster, Installation installation, bool accepted = false)
    {
        var now = cluster.Get<TimeProvider>().GetUtcNow();
        var id = installation.Id;
        Dictionary<string, Func<Task>> writes = new()
        {
            ["api log"] = () => cluster.Get<IApiLogStore>().AppendAsync(id, Entry(now), CancellationToken.None),
            ["catalogue"] = () => cluster.Get<ICatalogueStore>().SaveAsync(
                id,
                [new CatalogueProduct { Id = "gid://1", Title = "T", Handle = "h", SeenAt = now }],
                CancellationToken.None),
            ["job"] = () => cluster.Get<IJobStore>().EnqueueAsync(
                id,
                new NewJob
                {
                    Id = Guid.CreateVersion7(now),
                    Kind = "zombie",
                    Arguments = "{}",
                    RunAt = now + TimeSpan.FromHours(1),
                },
                CancellationToken.None),
            ["subscription"] = () => cluster.Get<IWebhookSubscriptionStore>().SaveAsync(
                id, [NeverMade(now)], CancellationToken.None),
        };
        List<string> wrong = [];
        foreach (var (name, write) in writes)
        {
            try
            {
                await write();
                if (!accepted) wrong.Add($"{name} was written");
            }
            catch (InstallationEndedException)
            {
                if (accepted) wrong.Add($"{name} was refused");
            }
        }

        return wrong;
    }

    private static ApiLogEntry Entry(DateTimeOffset now) => new()
    {
        Id = Guid.CreateVersion7(now),
        At = now,
        Operation = "products",
        Outcome = "ok",
        Duration = TimeSpan.FromMilliseconds(1),
    };

    private static WebhookSubscriptionRecord NeverMade(DateTimeOffset now) => new()
    {
        Name = "orders-create",
        Topic = "orders/create",
        Uri = "https://app.example/webhooks",
        State = SubscriptionState.Missing,
        Reason = "never-made",
        CheckedAt = now,
    };
}

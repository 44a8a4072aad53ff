using Microsoft.Extensions.DependencyInjection;
using Shopkeeper.Cluster.Tests.Clusters;
using Shopkeeper.Grains.Abstractions.Jobs;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Shopify;
using Shopkeeper.Testing;

namespace Shopkeeper.Cluster.Tests.Jobs;

/// <summary>What the tests do with jobs, in a line each.</summary>
internal static class JobActs
{
    public static readonly ShopDomain Shop = ShopDomain.Parse("blue-widgets.myshopify.com");

    public static readonly ShopDomain Neighbour = ShopDomain.Parse("red-widgets.myshopify.com");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Registers a handler on every silo.</summary>
    public static void Handle(
        this ClusterSetup setup, string kind, Func<JobContext, CancellationToken, Task> work)
    {
        var before = setup.Services;
        setup.Services = services =>
        {
            before(services);
            services.AddSingleton<IJobHandler>(new TestJob(kind, work));
        };
    }

    public static IJobQueue Queue(this ShopkeeperCluster cluster, Installation installation) =>
        cluster.Grains.GetGrain<IJobQueue>(installation.Id.Value);

    public static Task<EnqueueReply> OrderAsync(
        this ShopkeeperCluster cluster,
        Installation installation,
        string kind,
        string arguments = "{}",
        string? key = null,
        bool fromSession = false) =>
        cluster.Queue(installation).EnqueueAsync(
            new EnqueueJob { Kind = kind, Arguments = arguments, IdempotencyKey = key, FromSession = fromSession },
            Cancellation);

    /// <summary>Enqueues and expects a new job.</summary>
    public static async Task<Guid> EnqueuedAsync(
        this ShopkeeperCluster cluster, Installation installation, string kind, string arguments = "{}")
    {
        var reply = await cluster.OrderAsync(installation, kind, arguments);
        Assert.Equal(EnqueueOutcome.Enqueued, reply.Outcome);
        return reply.Job!.Id;
    }

    public static Task<JobView?> FindAsync(this ShopkeeperCluster cluster, Installation installation, Guid job) =>
        cluster.Get<IJobStore>().FindAsync(installation.Id, job, Cancellation);

    /// <summary>Waits until a job has a status.</summary>
    public static async Task<JobView> JobIsAsync(
        this ShopkeeperCluster cluster, Installation installation, Guid job, JobStatus status) =>
        (await Eventually.PollAsync(
            $"the job is {status}",
            () => cluster.FindAsync(installation, job),
            view => view?.Status == status,
            cancellationToken: Cancellation))!;

    /// <summary>Installs, and waits until the job that an install starts with is done.</summary>
    public static async Task<Installation> SettledAsync(this ShopkeeperCluster cluster, ShopDomain shop)
    {
        var installation = await cluster.InstalledAsync(shop);
        await Eventually.UntilAsync(
            "the install's own jobs are done",
            async () => await cluster.Get<IJobStore>().CountOpenAsync(installation.Id, Cancellation) is (0, 0),
            cancellationToken: Cancellation);
        return installation;
    }
}

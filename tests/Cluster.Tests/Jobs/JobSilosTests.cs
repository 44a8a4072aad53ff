using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Shopkeeper.Cluster.Tests.Clusters;
using Shopkeeper.Grains.Abstractions.Jobs;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Grains.Jobs;
using Shopkeeper.Testing;

namespace Shopkeeper.Cluster.Tests.Jobs;

/// <summary>Jobs in a cluster of two silos.</summary>
public sealed class JobSilosTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Cancellation_when_the_job_runs_on_another_silo_reaches_it_without_a_renewal()
    {
        await using var cluster = await ShopkeeperCluster.StartAsync(ClusterDatabase.Postgres, setup =>
        {
            setup.Silos = 2;
            // No renewal comes in time, so only the message can bring it.
            setup.Settings["Jobs:Lease"] = "00:10:00";
            setup.Settings["Jobs:RenewEvery"] = "00:01:00";
            setup.Handle("wait", (_, token) => TestJob.UntilToldAsync(token));
        });
        var installation = await cluster.SettledAsync(JobActs.Shop);

        foreach (var silo in cluster.Silos.Silos)
        {
            var job = await cluster.EnqueuedAsync(installation, "wait");
            await cluster.JobIsAsync(installation, job, JobStatus.Running);
            await Eventually.UntilAsync(
                "a runner has it", () => RunnersOf(cluster, installation) == 1, cancellationToken: Cancellation);
            await silo.ServiceProvider.GetRequiredService<IJobCancellation>()
                .CancelAsync(installation.Id, Cancellation);
            await cluster.JobIsAsync(installation, job, JobStatus.Cancelled);
        }
    }

    [Fact]
    public async Task Job_when_its_silo_stops_goes_on_elsewhere_and_no_attempt_is_spent()
    {
        var attempts = new ConcurrentQueue<int>();
        var release = new TaskCompletionSource();
        await using var cluster = await ShopkeeperCluster.StartAsync(ClusterDatabase.Postgres, setup =>
        {
            setup.Silos = 2;
            setup.Handle("wait", (context, token) =>
            {
                attempts.Enqueue(context.Attempt);
                return release.Task.WaitAsync(token);
            });
        });
        var installation = await cluster.SettledAsync(JobActs.Shop);
        var job = await cluster.EnqueuedAsync(installation, "wait");
        await Eventually.UntilAsync("it runs", () => attempts.Count == 1, cancellationToken: Cancellation);

        var home = cluster.Silos.Silos.Single(silo => Runner(silo.ServiceProvider).KindsOf(installation.Id).Count > 0);
        var store = cluster.Silos.Silos.Single(silo => silo != home).ServiceProvider.GetRequiredService<IJobStore>();
        await cluster.Silos.StopSiloAsync(home, Cancellation);

        await Eventually.UntilAsync("it runs again", () => attempts.Count == 2, cancellationToken: Cancellation);
        Assert.Equal([1, 1], attempts);
        release.SetResult();
        await Eventually.UntilAsync(
            "it is completed",
            async () => await store.FindAsync(installation.Id, job, Cancellation) is { Status: JobStatus.Completed },
            cancellationToken: Cancellation);
    }

    private static int RunnersOf(ShopkeeperCluster cluster, Installation installation) =>
        cluster.Silos.Silos.Sum(silo => Runner(silo.ServiceProvider).KindsOf(installation.Id).Count);

    private static IJobRunner Runner(IServiceProvider services) => services.GetRequiredService<IJobRunner>();
}

using Microsoft.Extensions.DependencyInjection;
using Shopkeeper.Cluster.Tests.Clusters;
using Shopkeeper.Cluster.Tests.Jobs;
using Shopkeeper.Grains.Abstractions.Jobs;
using Shopkeeper.Grains.Abstractions.Operations;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Grains.Abstractions.Teardown;
using Shopkeeper.Grains.Abstractions.Webhooks;
using Shopkeeper.Testing;

namespace Shopkeeper.Cluster.Tests.Participants;

/// <summary>
/// Stays of one shop in a store that is keyed by shop: what the next one writes there waits until the one before is
/// erased, so no erasure ever takes what is the next one's.
/// </summary>
public sealed class KeyedByShopTests
{
    private const string Writing = "write-member";
    private const string Other = "count-orders";
    private const string Topic = "customers/create";

    public static TheoryData<ClusterDatabase> Databases => ShopkeeperCluster.Databases;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Work_of_the_next_stay_waits_until_the_store_has_erased_the_one_before(ClusterDatabase database)
    {
        var store = new SharedStore();
        await using var cluster = await StartAsync(database, store);
        var first = await cluster.InstalledAsync(JobActs.Shop);
        await WrittenAsync(cluster, first);
        store.IsDown = true;
        var end = await cluster.EndByOperatorAsync(JobActs.Shop);
        await FailingAsync(cluster, first);

        var second = await cluster.InstalledAsync(JobActs.Shop, reinstall: true);
        var held = await cluster.EnqueuedAsync(second, Writing);
        await cluster.RecordAsync(JobActs.Shop, Topic, "{}", "held");
        var free = await cluster.EnqueuedAsync(second, Other);
        await cluster.RecordAsync(JobActs.Shop, "orders/create", "{}", "free");

        // Later work that writes elsewhere passes them by.
        await cluster.JobIsAsync(second, free, JobStatus.Completed);
        await cluster.VerdictIsAsync("free", Verdict.Accepted);
        await PutOffAsync(cluster, second, held);
        Assert.Equal(Verdict.Pending, await cluster.Get<IWebhookInbox>().FindVerdictAsync("held", Cancellation));
        Assert.Equal([first.Generation], store.Held(JobActs.Shop.Value));
        var holds = await cluster.Get<IParticipantReader>().FindHoldsAsync(
            JobActs.Shop, second.Generation, Cancellation);
        Assert.Equal([new ParticipantHold { Participant = SharedStore.StoreName, TeardownId = end.TeardownId }], holds);

        store.IsDown = false;
        await cluster.CertifiedAsync(first);
        await cluster.JobIsAsync(second, held, JobStatus.Completed);
        await cluster.VerdictIsAsync("held", Verdict.Accepted);
        Assert.Equal([second.Generation, second.Generation], store.Held(JobActs.Shop.Value));
        Assert.Equal(1, (await cluster.FindAsync(second, held))!.Attempts);
        Assert.Empty(await cluster.Get<IParticipantReader>().FindHoldsAsync(
            JobActs.Shop, second.Generation, Cancellation));
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Stays_that_ended_while_the_store_was_down_are_erased_there_in_their_order(
        ClusterDatabase database)
    {
        var store = new SharedStore();
        await using var cluster = await StartAsync(database, store);
        var first = await cluster.InstalledAsync(JobActs.Shop);
        await WrittenAsync(cluster, first);
        store.IsDown = true;
        await cluster.EndByOperatorAsync(JobActs.Shop);
        await FailingAsync(cluster, first);
        var second = await cluster.InstalledAsync(JobActs.Shop, reinstall: true);
        await cluster.EndByOperatorAsync(JobActs.Shop);
        await Eventually.UntilAsync(
            "the second teardown waits for the first",
            async () => (await AskedAsync(cluster, second))?.LastCode == "awaits-earlier-stay",
            cancellationToken: Cancellation);

        store.IsDown = false;

        await cluster.CertifiedAsync(first);
        await cluster.CertifiedAsync(second);
        Assert.Equal([first.Generation, second.Generation], store.Erased);
    }

    private static async Task WrittenAsync(ShopkeeperCluster cluster, Installation installation)
    {
        var job = await cluster.EnqueuedAsync(installation, Writing);
        await cluster.JobIsAsync(installation, job, JobStatus.Completed);
    }

    private static Task FailingAsync(ShopkeeperCluster cluster, Installation installation) => Eventually.UntilAsync(
        "the store is asked and does not answer",
        async () => await AskedAsync(cluster, installation) is { State: ParticipantState.Failed },
        cancellationToken: Cancellation);

    // It was looked at, and set to a later time.
    private static async Task PutOffAsync(ShopkeeperCluster cluster, Installation installation, Guid job)
    {
        var before = (await cluster.FindAsync(installation, job))!;
        var after = await Eventually.PollAsync(
            "the job is put off once more",
            () => cluster.FindAsync(installation, job),
            view => view!.RunAt > before.RunAt,
            cancellationToken: Cancellation);
        Assert.Equal((JobStatus.Queued, 0), (after!.Status, after.Attempts));
    }

    private static async Task<ParticipantProgress?> AskedAsync(ShopkeeperCluster cluster, Installation installation)
    {
        var record = await cluster.Get<ITeardownStore>().FindByInstallationAsync(installation.Id, Cancellation);
        return record?.Steps.FirstOrDefault(step => step.Name == "erase-participants")
            ?.Asked.FirstOrDefault(asked => asked.Name == SharedStore.StoreName);
    }

    private static Task<ShopkeeperCluster> StartAsync(ClusterDatabase database, SharedStore store) =>
        ShopkeeperCluster.StartAsync(database, setup =>
        {
            setup.Settings["Teardown:HoldPoll"] = "00:00:00.2";
            setup.Settings["Teardown:ParticipantAttempts"] = "10000";
            setup.Handle(Other, (_, _) => Task.CompletedTask);
            var before = setup.Services;
            setup.Services = services =>
            {
                before(services);
                services.AddSingleton<IErasureParticipant>(store);
                services.AddSingleton<IJobHandler>(new Writer(store));
                services.AddSingleton<IWebhookHandler>(new Listener(store));
            };
        });

    private sealed class Writer(SharedStore store) : IJobHandler
    {
        public string Kind => Writing;

        public IReadOnlyList<string> Participants => [SharedStore.StoreName];

        public Task RunAsync(JobContext context, CancellationToken cancellationToken)
        {
            store.Write(context.Installation.Shop.Value, context.Installation.Generation);
            return Task.CompletedTask;
        }
    }

    private sealed class Listener(SharedStore store) : IWebhookHandler
    {
        public string Topic => KeyedByShopTests.Topic;

        public IReadOnlyList<string> Participants => [SharedStore.StoreName];

        public Task HandleAsync(WebhookContext context, CancellationToken cancellationToken)
        {
            store.Write(context.Installation.Shop.Value, context.Installation.Generation);
            return Task.CompletedTask;
        }
    }
}

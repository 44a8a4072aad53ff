using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Shopkeeper.Cluster.Tests.Clusters;
using Shopkeeper.Grains.Abstractions;
using Shopkeeper.Grains.Abstractions.Webhooks;
using Shopkeeper.Shopify;

namespace Shopkeeper.Cluster.Tests.Webhooks;

/// <summary>A shop with thousands of deliveries holds up no other, counted in deliveries and not in seconds.</summary>
public sealed class FairShareTests
{
    private const string Topic = "orders/create";
    private const int Backlog = 3_000;
    private const int BatchSize = 32;
    private static readonly ShopDomain Noisy = ShopDomain.Parse("noisy.myshopify.com");

    // One before the noisy shop in the order in which shops are found, one behind it.
    private static readonly ShopDomain[] Quiet =
        [ShopDomain.Parse("a-quiet.myshopify.com"), ShopDomain.Parse("z-quiet.myshopify.com")];

    public static TheoryData<ClusterDatabase> Databases => ShopkeeperCluster.Databases;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Shop_with_thousands_due_delays_another_by_a_few_of_its_batches_even_one_at_a_time(
        ClusterDatabase database)
    {
        var handler = new Counting();
        await using var cluster = await ShopkeeperCluster.StartAsync(database, setup =>
        {
            setup.Settings["Polling:Concurrency"] = "1";
            setup.Settings["Webhooks:BatchSize"] = $"{BatchSize}";
            setup.Services = services => services.AddSingleton<IWebhookHandler>(handler);
        });
        foreach (var shop in Quiet.Append(Noisy)) await cluster.InstalledAsync(shop);
        await cluster.Get<IWebhookInbox>().RecordAsync(Delivery(Noisy, 0), Cancellation);
        await Task.WhenAll(Enumerable.Range(1, Backlog).Select(number =>
            cluster.Get<IWebhookInbox>().RecordAsync(Delivery(Noisy, number), Cancellation)));
        cluster.Get<IWorkSignals>().Notify(WorkKind.Deliveries);
        await handler.Busy.Task.WaitAsync(TimeSpan.FromSeconds(60), Cancellation);

        foreach (var shop in Quiet) await cluster.RecordAsync(shop, Topic, "{}", $"of-{shop.Value}");
        var before = handler.Count;
        foreach (var shop in Quiet) await cluster.VerdictIsAsync($"of-{shop.Value}", Verdict.Accepted);

        Assert.InRange(before, BatchSize, Backlog - (8 * BatchSize));
        foreach (var shop in Quiet) Assert.InRange(handler.CountWhen[shop] - before, -BatchSize, 4 * BatchSize);
    }

    private static IncomingDelivery Delivery(ShopDomain shop, int number) => new()
    {
        Shop = shop,
        Topic = Topic,
        WebhookId = $"{shop.Value}-{number}",
        Body = "{}"u8.ToArray(),
    };

    private sealed class Counting : IWebhookHandler
    {
        private int _count;

        public string Topic => FairShareTests.Topic;

        /// <summary>How many of the noisy shop were handled.</summary>
        public int Count => Volatile.Read(ref _count);

        /// <summary>How many that were when a quiet shop's was.</summary>
        public ConcurrentDictionary<ShopDomain, int> CountWhen { get; } = [];

        /// <summary>The noisy shop is at its second batch.</summary>
        public TaskCompletionSource Busy { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task HandleAsync(WebhookContext context, CancellationToken cancellationToken)
        {
            var shop = context.Installation.Shop;
            if (shop != Noisy) CountWhen[shop] = Count;
            else if (Interlocked.Increment(ref _count) > BatchSize) Busy.TrySetResult();
            return Task.CompletedTask;
        }
    }
}

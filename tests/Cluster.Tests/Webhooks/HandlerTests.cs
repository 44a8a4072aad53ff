using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Shopkeeper.Cluster.Tests.Clusters;
using Shopkeeper.Grains.Abstractions.Jobs;
using Shopkeeper.Grains.Abstractions.Paging;
using Shopkeeper.Grains.Abstractions.Webhooks;
using Shopkeeper.Shopify;

namespace Shopkeeper.Cluster.Tests.Webhooks;

public sealed class HandlerTests
{
    private const string Topic = "orders/create";
    private static readonly ShopDomain Shop = ShopDomain.Parse("blue-widgets.myshopify.com");

    public static TheoryData<ClusterDatabase> Databases => ShopkeeperCluster.Databases;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Deliveries_when_handled_come_in_order_with_their_installation(ClusterDatabase database)
    {
        var handler = new Handler();
        await using var cluster = await StartAsync(database, handler);
        var installation = await cluster.InstalledAsync(Shop);

        for (var number = 1; number <= 50; number++)
            await cluster.RecordAsync(Shop, Topic, $$"""{"number":{{number}}}""", $"id-{number}");

        await cluster.VerdictIsAsync("id-50", Verdict.Accepted);
        Assert.Equal(Enumerable.Range(1, 50), handler.Handled.Select(one => one.Number));
        Assert.All(handler.Handled, one => Assert.Equal(installation.Id, one.Context.Installation.Id));
        Assert.Empty(await cluster.Get<IWebhookInbox>().ReadDueAsync(Shop, 10, Cancellation));
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Delivery_when_its_handler_fails_for_a_while_is_handled_in_the_end(ClusterDatabase database)
    {
        var handler = new Handler { FailuresOf = { [1] = 3 } };
        await using var cluster = await StartAsync(database, handler);
        await cluster.InstalledAsync(Shop);

        await cluster.RecordAsync(Shop, Topic, """{"number":1}""", "poor");

        await cluster.VerdictIsAsync("poor", Verdict.Accepted);
        Assert.Single(handler.Handled);
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Delivery_when_its_handler_always_fails_becomes_a_dead_letter_and_blocks_nothing(
        ClusterDatabase database)
    {
        var handler = new Handler { FailuresOf = { [1] = int.MaxValue } };
        await using var cluster = await StartAsync(database, handler);
        await cluster.InstalledAsync(Shop);

        await cluster.RecordAsync(Shop, Topic, """{"number":1}""", "poison");
        await cluster.RecordAsync(Shop, Topic, """{"number":2}""", "next");

        await cluster.VerdictIsAsync("next", Verdict.Accepted);
        await cluster.VerdictIsAsync("poison", Verdict.DeadLetter);
        Assert.Equal(10, handler.Attempts[1]);
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Delivery_when_its_handler_hangs_fails_after_its_time_and_blocks_nothing(ClusterDatabase database)
    {
        var handler = new Handler { HangsOn = 1 };
        await using var cluster = await StartAsync(
            database, handler, setup => setup.Settings["Webhooks:HandlerTimeout"] = "00:00:00.050");
        await cluster.InstalledAsync(Shop);

        await cluster.RecordAsync(Shop, Topic, """{"number":1}""", "hanging");
        await cluster.RecordAsync(Shop, Topic, """{"number":2}""", "next");

        await cluster.VerdictIsAsync("next", Verdict.Accepted);
        await cluster.VerdictIsAsync("hanging", Verdict.DeadLetter);
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Job_when_a_handler_enqueues_it_and_fails_afterwards_is_there_once(ClusterDatabase database)
    {
        var handler = new Handler { Enqueues = "catalog-sync", FailuresOf = { [1] = 3 } };
        await using var cluster = await StartAsync(database, handler);
        var installation = await cluster.InstalledAsync(Shop);

        await cluster.RecordAsync(Shop, Topic, """{"number":1}""", "enqueuing");

        await cluster.VerdictIsAsync("enqueuing", Verdict.Accepted);
        var jobs = await cluster.Get<IJobStore>().ListAsync(installation.Id, new PageRequest(null, 50), Cancellation);
        Assert.Single(jobs.Items, job => job.Kind == "catalog-sync");
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Delivery_when_its_body_is_no_json_object_is_refused(ClusterDatabase database)
    {
        var handler = new Handler();
        await using var cluster = await StartAsync(database, handler);
        await cluster.InstalledAsync(Shop);

        await cluster.RecordAsync(Shop, Topic, "{", "broken");
        await cluster.RecordAsync(Shop, Topic, "[1]", "array");

        await cluster.VerdictIsAsync("broken", Verdict.Refused);
        await cluster.VerdictIsAsync("array", Verdict.Refused);
        Assert.Empty(handler.Attempts);
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Delivery_when_recorded_before_the_stay_is_purged_and_not_handled(ClusterDatabase database)
    {
        var handler = new Handler();
        await using var cluster = await StartAsync(
            database, handler, setup => setup.Settings["Polling:Period"] = "00:01:00");
        await cluster.Get<IWebhookInbox>().RecordAsync(
            new IncomingDelivery { Shop = Shop, Topic = Topic, WebhookId = "early", Body = "{}"u8.ToArray() },
            Cancellation);

        await cluster.InstalledAsync(Shop);
        await cluster.RecordAsync(Shop, Topic, """{"number":2}""", "after");

        await cluster.VerdictIsAsync("after", Verdict.Accepted);
        // The pollers' first look may come before the install.
        Assert.True(await cluster.VerdictAsync("early") is Verdict.Purged or Verdict.UnknownShop);
        Assert.Equal([2], handler.Handled.Select(one => one.Number));
    }

    private static Task<ShopkeeperCluster> StartAsync(
        ClusterDatabase database, Handler handler, Action<ClusterSetup>? configure = null) =>
        ShopkeeperCluster.StartAsync(database, setup =>
        {
            setup.Services = services => services.AddSingleton<IWebhookHandler>(handler);
            configure?.Invoke(setup);
        });

    private sealed class Handler : IWebhookHandler
    {
        public string Topic => HandlerTests.Topic;

        public ConcurrentQueue<(int Number, WebhookContext Context)> Handled { get; } = new();

        public ConcurrentDictionary<int, int> Attempts { get; } = new();

        public Dictionary<int, int> FailuresOf { get; } = [];

        public int? HangsOn { get; init; }

        public string? Enqueues { get; init; }

        public async Task HandleAsync(WebhookContext context, CancellationToken cancellationToken)
        {
            var number = context.Body.GetProperty("number").GetInt32();
            var attempt = Attempts.AddOrUpdate(number, 1, (_, attempts) => attempts + 1);
            if (Enqueues is not null) await context.EnqueueAsync(Enqueues, JsonSerializer.SerializeToElement(new { }));
            if (HangsOn == number) await new TaskCompletionSource().Task;
            if (attempt <= FailuresOf.GetValueOrDefault(number)) throw new InvalidOperationException("Not yet.");
            Handled.Enqueue((number, context));
        }
    }
}

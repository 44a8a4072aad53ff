using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Shopkeeper.Cluster.Tests.Clusters;
using Shopkeeper.Grains.Abstractions.ApiLogs;
using Shopkeeper.Grains.Abstractions.Caching;
using Shopkeeper.Grains.Abstractions.Catalogue;
using Shopkeeper.Grains.Abstractions.Configuration;
using Shopkeeper.Grains.Abstractions.Jobs;
using Shopkeeper.Grains.Abstractions.Preferences;
using Shopkeeper.Grains.Abstractions.Sessions;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Grains.Abstractions.Teardown;
using Shopkeeper.Grains.Abstractions.Webhooks;
using Shopkeeper.Grains.Participants;
using Shopkeeper.Testing;

namespace Shopkeeper.Cluster.Tests.Teardown;

/// <summary>
/// A life for an installation: something of it in every store, a running job and a delivery that waits.
/// </summary>
internal static class Life
{
    public const string Topic = "orders/create";
    public const string User = "902541635";

    /// <summary>Tables that hold something of every living installation, in the order of their names.</summary>
    public static readonly string[] Stores =
    [
        "api_logs", "cache_entries", "catalogue_products", "grain_state", "installations", "jobs", "reminders",
        "sessions", "subscription_records", "user_preferences", "webhook_inbox",
    ];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>What a cluster needs for such lives.</summary>
    public static void Add(ClusterSetup setup)
    {
        // Endless jobs of many shops must leave room for those that subscribe.
        setup.Settings["Jobs:ConcurrencyPerSilo"] = "200";
        var before = setup.Services;
        setup.Services = services =>
        {
            before(services);
            services.AddFolderParticipant();
            services.AddOptions<FolderOptions>().PostConfigure<IConfiguration>((files, configuration) =>
                files.Root = Path.Combine(configuration["Storage:DataDirectory"]!, "files"));
            services.AddSingleton<IJobHandler, EndlessJob>();
            services.AddSingleton<IWebhookHandler, FailingHandler>();
        };
    }

    /// <summary>Installs a shop and gives it a life.</summary>
    public static async Task<Installation> LiveAsync(this ShopkeeperCluster cluster, string name)
    {
        var installation = await cluster.InstalledAsync(Shopify.ShopDomain.Parse($"{name}.myshopify.com"));
        await cluster.PlantAsync(installation);
        return installation;
    }

    public static async Task PlantAsync(this ShopkeeperCluster cluster, Installation installation)
    {
        var (id, key) = (installation.Id, installation.Shop.Value);
        await cluster.Get<IApiLogStore>().AppendAsync(id, new ApiLogEntry
        {
            Id = Guid.CreateVersion7(installation.StartedAt),
            At = installation.StartedAt,
            Operation = "shop",
            Outcome = "ok",
            Duration = TimeSpan.FromMilliseconds(5),
        }, Cancellation);
        await cluster.Get<ICatalogueStore>().SaveAsync(id,
            [new CatalogueProduct { Id = "1", Title = "Widget", Handle = "widget", SeenAt = installation.StartedAt }],
            Cancellation);
        foreach (var silo in cluster.Silos.Silos)
        {
            await silo.ServiceProvider.GetRequiredService<INamespacedCache>()
                .SetAsync(id, $"of-{silo.SiloAddress}", "cached"u8.ToArray(), TimeSpan.FromHours(1), Cancellation);
        }

        await cluster.Get<IPreferenceStore>().SaveAsync(id, User, """{"theme":"dark"}""", Cancellation);
        await cluster.Grains.GetGrain<IShopConfiguration>(key)
            .PutAsync(new PutConfiguration { Json = """{"color":"blue"}""" }, Cancellation);
        await cluster.Grains.GetGrain<IShopSessions>(key)
            .CheckAsync(new SessionClaim { UserId = User, SessionId = "session" }, Cancellation);
        await cluster.Get<IInstallationFiles>().PutAsync(id, "export.csv", "a;b"u8.ToArray(), Cancellation);
        await cluster.Grains.GetGrain<IJobQueue>(id.Value)
            .EnqueueAsync(new EnqueueJob { Kind = EndlessJob.KindOf, Arguments = "{}" }, Cancellation);
        await cluster.RecordAsync(installation.Shop, Topic, "{}", $"order-of-{id}");
        await cluster.VerdictIsAsync($"order-of-{id}", Verdict.DeadLetter);
        await Eventually.UntilAsync(
            "every store holds something of the installation",
            async () => Stores.All((await cluster.HeldAsync(installation)).Where(count => count.Count > 0)
                .Select(count => count.Store).Contains) && await cluster.IsSubscribedAsync(installation),
            cancellationToken: Cancellation);
    }

    /// <summary>What the stores hold of an installation.</summary>
    public static async Task<IReadOnlyList<StoreCount>> HeldAsync(
        this ShopkeeperCluster cluster, Installation installation) =>
        (await cluster.Get<IErasure>().PlanAsync(Subject(installation), TeardownKind.Uninstall, Cancellation)).Erased;

    /// <summary>What is left of an ended installation, zeros left out.</summary>
    public static async Task<IReadOnlyList<StoreCount>> ResidueAsync(
        this ShopkeeperCluster cluster, Installation installation) =>
        [
            .. (await cluster.Get<IResidue>().CountAsync(Subject(installation), Cancellation))
                .Where(count => count.Count > 0),
        ];

    /// <summary>True when the subscriptions that are wanted stand at Shopify, as recorded here.</summary>
    public static async Task<bool> IsSubscribedAsync(this ShopkeeperCluster cluster, Installation installation)
    {
        var records = await cluster.Get<IWebhookSubscriptionStore>().ListAsync(installation.Id, Cancellation);
        var shop = await cluster.Simulator.Control.GetShopAsync(installation.Shop.Value, Cancellation);
        return records.Count > 0
            && records.All(record => shop.Subscriptions.Any(subscription => subscription.Id == record.ShopifyId));
    }

    private static ErasureSubject Subject(Installation installation) =>
        new() { Installation = installation.Id, Shop = installation.Shop };

    /// <summary>Runs until it is told to stop.</summary>
    private sealed class EndlessJob : IJobHandler
    {
        public const string KindOf = "endless";

        public string Kind => KindOf;

        public Task RunAsync(JobContext context, CancellationToken cancellationToken) =>
            Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
    }

    /// <summary>Never manages: its deliveries are dead letters in the end, and stay in the inbox.</summary>
    private sealed class FailingHandler : IWebhookHandler
    {
        public string Topic => Life.Topic;

        public Task HandleAsync(WebhookContext context, CancellationToken cancellationToken) =>
            Task.FromException(new InvalidOperationException("It never manages."));
    }
}

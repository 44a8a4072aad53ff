using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Shopkeeper.Grains.Abstractions.ApiLogs;
using Shopkeeper.Grains.Abstractions.Billing;
using Shopkeeper.Grains.Abstractions.Caching;
using Shopkeeper.Grains.Abstractions.Catalogue;
using Shopkeeper.Grains.Abstractions.Jobs;
using Shopkeeper.Grains.Abstractions.Preferences;
using Shopkeeper.Grains.Abstractions.Sessions;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Grains.Abstractions.Webhooks;
using Shopkeeper.Shopify;
using Shopkeeper.Storage.Databases;

namespace Shopkeeper.Storage.Tests.ShopData;

/// <summary>
/// One of everything that can be stored for an installation, with words that must not stand in plain columns.
/// </summary>
internal static class Planting
{
    public const string UserId = "7786513";
    public const string Email = "jo@widgets.example";
    public const string Secret = "PLANTED-SECRET";

    /// <summary>What each store then holds for the installation.</summary>
    public static readonly IReadOnlyDictionary<string, long> Counts = new Dictionary<string, long>
    {
        ["installations"] = 1,
        ["sessions"] = 1,
        ["user_preferences"] = 1,
        ["api_logs"] = 1,
        ["cache_entries"] = 1,
        ["catalogue_products"] = 1,
        ["jobs"] = 1,
        ["seen_resources"] = 1,
        ["app_subscriptions"] = 1,
        ["subscription_records"] = 1,
        ["webhook_subscriptions"] = 1,
        ["subscription_checks"] = 1,
        ["webhook_inbox"] = 1,
        ["grain_state"] = 1,
        ["reminders"] = 1,
        ["permits"] = 1,
        ["install_intents"] = 1,
    };

    public static StoredSession Session(string id = "session-1") => new()
    {
        Id = $"{id}-{Secret}",
        IsOnline = true,
        UserId = UserId,
        ShopifySessionId = $"sid-{Secret}",
        Email = Email,
        SeenAt = DateTimeOffset.FromUnixTimeMilliseconds(1_790_000_000_000),
    };

    public static OnlineToken OnlineToken(DateTimeOffset? expiresAt = null) => new()
    {
        UserId = UserId,
        ShopifySessionId = $"sid-{Secret}",
        AccessToken = new AccessToken($"shpat_{Secret}"),
        Scopes = "read_products",
        ExpiresAt = expiresAt ?? DateTimeOffset.FromUnixTimeMilliseconds(4_000_000_000_000),
    };

    public static ApiLogEntry LogEntry(Guid? id = null) => new()
    {
        Id = id ?? Guid.CreateVersion7(TimeProvider.System.GetUtcNow()),
        At = DateTimeOffset.FromUnixTimeMilliseconds(1_790_000_000_000),
        Operation = "products",
        Outcome = "ok",
        Status = 200,
        Duration = TimeSpan.FromMilliseconds(12.5),
        Cost = 3,
        Detail = $"detail {Secret}",
    };

    public static NewJob Job(string kind = "catalog-sync", string? key = null) => new()
    {
        Id = Guid.CreateVersion7(TimeProvider.System.GetUtcNow()),
        Kind = kind,
        Arguments = $$"""{"secret":"{{Secret}}"}""",
        IdempotencyKey = key,
    };

    public static CatalogueProduct Product(
        string id = "gid://shopify/Product/1", long seenAt = 1_790_000_000_000) => new()
    {
        Id = id,
        Title = $"Title {Secret}",
        Handle = $"handle-{Secret}",
        SeenAt = DateTimeOffset.FromUnixTimeMilliseconds(seenAt),
    };

    public static WebhookSubscriptionRecord Subscription(string topic = "orders/create") => new()
    {
        Name = topic.Replace('/', '-'),
        Topic = topic,
        Uri = "https://app.example/webhooks",
        ShopifyId = "gid://shopify/WebhookSubscription/1",
        State = SubscriptionState.InPlace,
        CheckedAt = DateTimeOffset.FromUnixTimeMilliseconds(1_790_000_000_000),
    };

    public static SeenResource Seen { get; } = new(
        DateTimeOffset.FromUnixTimeMilliseconds(1_790_000_000_000),
        DateTimeOffset.FromUnixTimeMilliseconds(1_790_000_000_500));

    public static AppSubscription AppSubscription(
        string id = "gid://shopify/AppSubscription/1", string status = "ACTIVE", long updatedAt = 1_790_000_000_000) =>
        new()
        {
            Id = id,
            Status = status,
            Name = $"Plan {Secret}",
            Price = $"10.00 {Secret}",
            UpdatedAt = DateTimeOffset.FromUnixTimeMilliseconds(updatedAt),
        };

    /// <summary>The row of a stay that was never compared.</summary>
    public static SubscriptionCheck Check => new()
    {
        Cause = CheckCause.Timer,
        Marks = 0,
        Now = DateTimeOffset.FromUnixTimeMilliseconds(1_790_000_000_000),
    };

    /// <summary>
    /// A delivery as the inbox holds it, with its verdict pending. Lane 0 is for lifecycle and compliance.
    /// </summary>
    public static Task DeliverAsync(
        Database database, ShopDomain shop, string topic, string webhookId, CancellationToken cancellationToken)
    {
        var hash = Hex(database, SHA256.HashData(Encoding.UTF8.GetBytes(webhookId)));
        var lane = topic.StartsWith("app/", StringComparison.Ordinal) || topic == "shop/redact" ? 0 : 1;
        return database.WriteAsync(
            db => db.RunScriptAsync($"""
                insert into webhook_ids(delivery_hash, verdict, recorded_at) values ({hash}, 0, now_ms());
                insert into webhook_inbox(shop, topic, lane, delivery_hash, recorded_at, due_at, payload)
                values ('{shop}', '{topic}', {lane}, {hash}, now_ms(), now_ms(), {Hex(database, [0])});
                """),
            cancellationToken);
    }

    public static async Task PlantAsync(
        IServiceProvider services, Installation installation, CancellationToken cancellationToken)
    {
        T Get<T>()
            where T : notnull => services.GetRequiredService<T>();
        var id = installation.Id;
        await Get<ISessionStore>().SaveAsync(id, Session(), cancellationToken);
        await Get<ISessionStore>().SaveOnlineAsync(id, Session().Id, OnlineToken(), cancellationToken);
        await Get<IPreferenceStore>().SaveAsync(id, UserId, $$"""{"theme":"{{Secret}}"}""", cancellationToken);
        await Get<IApiLogStore>().AppendAsync(id, LogEntry(), cancellationToken);
        await Get<ICatalogueStore>().SaveAsync(id, [Product()], cancellationToken);
        await Get<ISharedCache>().SaveAsync(
            id, $"key-{Secret}", Encoding.UTF8.GetBytes(Secret), TimeSpan.FromHours(1), cancellationToken);
        await Get<IJobStore>().EnqueueAsync(id, Job(key: $"key-{Secret}"), cancellationToken);
        await Get<IWebhookSubscriptionStore>().SaveAsync(id, [Subscription()], cancellationToken);
        await Get<IAppSubscriptionStore>().SaveNewerAsync(id, AppSubscription(), cancellationToken);
        await Get<ISeenResources>().NoteAsync(
            id, "products", SHA256.HashData(Encoding.UTF8.GetBytes(Secret)), Seen, cancellationToken);
        await DeliverAsync(Get<Database>(), installation.Shop, "orders/create", $"webhook-{id}", cancellationToken);

        // What Orleans, the permits and processes of the release before store, in the form in which they store it.
        await Get<Database>().WriteAsync(
            db => db.RunScriptAsync($"""
                insert into grain_state(name, grain_key, installation_id, version, payload)
                values ('shop', 'shop/{installation.Shop}', '{id}', 1, {Hex(Get<Database>(), [0])});
                insert into reminders(grain_id, grain_key, name, grain_hash, start_at, period_ms, version)
                values ('shop/{installation.Shop}', '{installation.Shop}', 'check', 1, 1, 60000, 1);
                insert into webhook_subscriptions(installation_id, topic, uri, checked_at)
                values ('{id}', 'orders/create', 'https://app.example/webhooks', 1);
                insert into permits(id, shop, installation_id, expires_at)
                values ('{Guid.CreateVersion7(TimeProvider.System.GetUtcNow())}', '{installation.Shop}', '{id}', 1);
                insert into install_intents(id, shop, expires_at)
                values ('{Guid.CreateVersion7(TimeProvider.System.GetUtcNow())}', '{installation.Shop}', 1);
                """),
            cancellationToken);
    }

    private static string Hex(Database database, byte[] bytes) => database.Dialect == Dialect.Postgres
        ? $@"'\x{Convert.ToHexStringLower(bytes)}'::bytea"
        : $"x'{Convert.ToHexStringLower(bytes)}'";
}

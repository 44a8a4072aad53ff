using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Shopkeeper.EndToEnd.Tests.Canaries;
using Shopkeeper.EndToEnd.Tests.Running;
using Shopkeeper.Grains.Abstractions.ApiLogs;
using Shopkeeper.Grains.Abstractions.Billing;
using Shopkeeper.Grains.Abstractions.Caching;
using Shopkeeper.Grains.Abstractions.Catalogue;
using Shopkeeper.Grains.Abstractions.Jobs;
using Shopkeeper.Grains.Abstractions.Sessions;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Grains.Abstractions.Webhooks;
using Shopkeeper.Shopify;
using Shopkeeper.Simulator.Control;
using Shopkeeper.Testing;

namespace Shopkeeper.EndToEnd.Tests.Erasure;

/// <summary>
/// A shop with a row in every store, and in every field that can hold one a canary of its own. What a merchant can do
/// is done over HTTP; the details of logs, titles of products, e-mail addresses of sessions, free arguments of jobs and
/// deliveries that wait are planted through the service's own stores, while it is stopped.
/// </summary>
public sealed class CanaryLife
{
    private readonly ShopkeeperProcess _service;
    private readonly Dictionary<string, (string Table, string Column)> _planted = new(StringComparer.Ordinal);

    private CanaryLife(ShopkeeperProcess service, Merchant shop) => (_service, Shop) = (service, shop);

    /// <summary>Whose life it is.</summary>
    public Merchant Shop { get; }

    /// <summary>Every canary with the table and column that holds it, encrypted or not.</summary>
    public IReadOnlyDictionary<string, (string Table, string Column)> Planted => _planted;

    /// <summary>The canary in a file that the service keeps for the installation.</summary>
    public string InFile { get; private set; } = "";

    /// <summary>Everything plain that names the shop or its people, or is theirs.</summary>
    public IEnumerable<string> Texts =>
    [
        Shop.Domain, Shop.Handle, Shop.Email, Shop.Name, $"{Shop.ShopId}", $"{Shop.OwnerId}", $"{Shop.StaffId}",
        InFile, .. _planted.Keys,
    ];

    /// <summary>Installs the app and uses it.</summary>
    public static async Task<CanaryLife> BeginAsync(ShopkeeperProcess service, string prefix)
    {
        var life = new CanaryLife(service, await Merchant.InstalledAsync(service, prefix));
        var shop = life.Shop;
        life._planted[shop.Email] = life._planted[shop.Name] = ("installations", "profile_ciphertext");
        life._planted[await shop.ReadAccessTokenAsync()] = ("installations", "grant_ciphertext");
        life._planted[$"{shop.OwnerId}"] = ("sessions", "payload");
        life._planted[$"{shop.StaffId}"] = ("sessions", "payload");
        await shop.CallAsync(HttpMethod.Get, "/api/session", user: shop.StaffId);
        var configuration = new { greeting = life.Plant("grain_state", "payload") };
        await shop.CallAsync(HttpMethod.Put, "/api/configuration", configuration, ifMatch: "*");
        foreach (var user in (long[])[shop.OwnerId, shop.StaffId])
        {
            await shop.CallAsync(
                HttpMethod.Put, "/api/preferences", new { theme = life.Plant("user_preferences", "payload") }, user);
        }
        await shop.StartJobAsync();
        await Eventually.UntilAsync("the jobs of a fresh shop are done", life.IsQuietAsync);
        var folder = Directory.CreateDirectory(
            Path.Combine(service.FilesRoot, $"{shop.InstallationId}", "invoices")).FullName;
        life.InFile = shop.Note("a file's content", $"canary{Keys.RandomText(12)}");
        await File.WriteAllTextAsync(Path.Combine(folder, "1.txt"), life.InFile);
        return life;
    }

    /// <summary>Plants what no call over HTTP can; the service is stopped.</summary>
    /// <param name="stores">The service's stores.</param>
    /// <param name="ends">True when the shop will leave: then its intent and its permit have run out already.</param>
    public async Task PlantBesideAsync(IServiceProvider stores, bool ends)
    {
        var installation = new InstallationId(Shop.InstallationId);
        var now = TimeProvider.System.GetUtcNow();
        await stores.GetRequiredService<ISessionStore>().SaveAsync(
            installation, Session(now), CancellationToken.None);
        await stores.GetRequiredService<IApiLogStore>().AppendAsync(
            installation, LogEntry(now), CancellationToken.None);
        await stores.GetRequiredService<IJobStore>().EnqueueAsync(
            installation,
            new NewJob
            {
                Id = Guid.CreateVersion7(now),
                Kind = "catalog-sync",
                Arguments = $$"""{"note":"{{Plant("jobs", "arguments")}}"}""",
                IdempotencyKey = Plant("jobs", "key_hash"),
                RunAt = now.AddYears(1),
            },
            CancellationToken.None);
        await stores.GetRequiredService<ISharedCache>().SaveAsync(
            installation,
            Plant("cache_entries", "key_hash"),
            Encoding.UTF8.GetBytes(Plant("cache_entries", "payload")),
            TimeSpan.FromHours(12),
            CancellationToken.None);
        await stores.GetRequiredService<ICatalogueStore>().SaveAsync(
            installation,
            [
                new CatalogueProduct
                {
                    Id = $"gid://shopify/Product/{Plant("catalogue_products", "product_id")}",
                    Title = Plant("catalogue_products", "payload"),
                    Handle = Plant("catalogue_products", "payload"),
                    SeenAt = now,
                },
            ],
            CancellationToken.None);
        await stores.GetRequiredService<IAppSubscriptionStore>().SaveNewerAsync(
            installation, AppSubscription(now), CancellationToken.None);
        await stores.GetRequiredService<ISeenResources>().NoteAsync(
            installation, "products", SHA256.HashData(Encoding.UTF8.GetBytes(Shop.Domain)),
            new SeenResource(now, now), CancellationToken.None);
        await PlantDeliveriesAsync(stores.GetRequiredService<IWebhookInbox>(), installation);
        await PlantRemaindersAsync(ends ? 1 : now.AddYears(1).ToUnixTimeMilliseconds());
    }

    /// <summary>Starts a job that runs until it is stopped: Shopify does not answer it.</summary>
    public async Task StartEndlessJobAsync()
    {
        await _service.Shopify.Control.AddFaultAsync(
            new Fault { Shop = Shop.Domain, Operation = "products", Kind = FaultKind.Hang }, CancellationToken.None);
        var job = await Shop.StartJobAsync(new { pageSize = 1 });
        await Eventually.UntilAsync(
            "the endless job runs",
            async () => (await Shop.GetAsync($"/api/jobs/{job}")).GetProperty("status").GetString() == "running");
    }

    private async Task<bool> IsQuietAsync()
    {
        var jobs = (await Shop.GetAsync("/api/jobs")).GetProperty("items").EnumerateArray().ToArray();
        return jobs.Length > 0 && jobs.All(job => job.GetProperty("status").GetString() == "completed")
            && await _service.CountAsync(Shop, "catalogue_products") > 0
            && await _service.CountAsync(Shop, "subscription_records") > 0;
    }

    private StoredSession Session(DateTimeOffset now) => new()
    {
        Id = Plant("sessions", "payload"),
        IsOnline = true,
        UserId = Plant("sessions", "payload"),
        ShopifySessionId = Plant("sessions", "payload"),
        Email = Plant("sessions", "payload"),
        SeenAt = now,
    };

    private ApiLogEntry LogEntry(DateTimeOffset now) => new()
    {
        Id = Guid.CreateVersion7(now),
        At = now,
        Operation = "products",
        Outcome = "ok",
        Status = 200,
        Duration = TimeSpan.FromMilliseconds(12),
        Detail = Plant("api_logs", "detail"),
    };

    private Grains.Abstractions.Billing.AppSubscription AppSubscription(DateTimeOffset now) => new()
    {
        Id = $"gid://shopify/AppSubscription/{Plant("app_subscriptions", "gid_hash")}",
        Status = "ACTIVE",
        Name = Plant("app_subscriptions", "payload"),
        Price = Plant("app_subscriptions", "payload"),
        UpdatedAt = now,
    };

    // Three that wait: claimed by the installation, claimed by nobody, and given up after ten attempts.
    private async Task PlantDeliveriesAsync(IWebhookInbox inbox, InstallationId installation)
    {
        var domain = ShopDomain.Parse(Shop.Domain);
        foreach (var (claimed, attempts) in ((bool, int)[])[(true, 1), (false, 1), (false, 10)])
        {
            await inbox.RecordAsync(
                new IncomingDelivery
                {
                    Shop = domain,
                    Topic = "products/update",
                    WebhookId = Shop.Note("a delivery's id", $"delivery{Keys.RandomText(12)}"),
                    TriggeredAt = TimeProvider.System.GetUtcNow(),
                    Hints = new DeliveryHints { EventId = Plant("webhook_inbox", "hints") },
                    Body = Encoding.UTF8.GetBytes($$"""{"title":"{{Plant("webhook_inbox", "payload")}}"}"""),
                },
                CancellationToken.None);
            var delivery = Assert.Single(await inbox.ReadDueAsync(domain, 10, CancellationToken.None));
            if (claimed) Assert.True(await inbox.ClaimAsync(delivery.Id, installation, CancellationToken.None));
            for (var attempt = 0; attempt < attempts; attempt++)
            {
                var delay = attempt == attempts - 1 ? TimeSpan.FromHours(6) : TimeSpan.Zero;
                await inbox.RetryAsync(delivery with { Attempts = attempt }, delay, "planted", CancellationToken.None);
            }
        }
    }

    // What a crash in the middle of a call leaves behind. One that has run out may go at any time, with anybody's end.
    private async Task PlantRemaindersAsync(long expiresAt)
    {
        var now = TimeProvider.System.GetUtcNow();
        await StoredRows.ExecuteAsync(
            _service, "insert into install_intents(id, shop, expires_at) values (@id, @shop, @expiresAt)",
            ("id", Guid.CreateVersion7(now)), ("shop", Shop.Domain), ("expiresAt", expiresAt));
        await StoredRows.ExecuteAsync(
            _service,
            "insert into permits(id, shop, installation_id, expires_at) values (@id, @shop, @installation, @expiresAt)",
            ("id", Guid.CreateVersion7(now)), ("shop", Shop.Domain), ("installation", Shop.InstallationId),
            ("expiresAt", expiresAt));
    }

    private string Plant(string table, string column)
    {
        var canary = Shop.Note($"a canary of {table}.{column}", $"canary{Keys.RandomText(12)}");
        _planted[canary] = (table, column);
        return canary;
    }
}

using System.Globalization;
using Shopkeeper.Grains.Abstractions.ApiLogs;
using Shopkeeper.Grains.Abstractions.Jobs;
using Shopkeeper.Grains.Abstractions.Preferences;
using Shopkeeper.Grains.Abstractions.Sessions;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Shopify;

namespace Shopkeeper.Silo.Seeding;

/// <summary>Writes synthetic shops as the service itself would: encrypted, behind the guard, row by row.</summary>
internal sealed class Seeder(
    IInstallationStore installations, ISessionStore sessions, IPreferenceStore preferences, IApiLogStore logs,
    IJobStore jobs, TimeProvider time)
{
    private const int Concurrency = 16;
    private const long FirstShopId = 900_000_000;

    /// <returns>How many shops were made; one that is there already is left alone.</returns>
    public async Task<int> SeedAsync(
        string prefix, int from, int count, SeedSize size, CancellationToken cancellationToken)
    {
        var made = 0;
        await Parallel.ForEachAsync(
            Enumerable.Range(from, count),
            new ParallelOptions { MaxDegreeOfParallelism = Concurrency, CancellationToken = cancellationToken },
            async (number, stop) =>
            {
                if (await SeedShopAsync(prefix, number, size, stop)) Interlocked.Increment(ref made);
            });
        return made;
    }

    private async Task<bool> SeedShopAsync(string prefix, int number, SeedSize size, CancellationToken stop)
    {
        if (!ShopDomain.TryParse(
            string.Create(CultureInfo.InvariantCulture, $"{prefix}{number}.myshopify.com"), out var shop))
            throw new InvalidOperationException("--prefix must begin a shop's name: letters, digits and hyphens.");
        var now = time.GetUtcNow();
        var (started, installation) = await installations.StartAsync(
            new NewInstallation
            {
                Id = InstallationId.New(now),
                Shop = shop,
                ShopId = FirstShopId + number,
                AppInstallationId = $"gid://shopify/AppInstallation/{FirstShopId + number}",
                Grant = new Grant { AccessToken = new AccessToken(
                    $"seeded-{Guid.CreateVersion7(now):N}"), Scopes = "read_products" },
                ShopName = $"Shop {number}",
                ShopEmail = $"owner@{shop.Value}",
            },
            stop);
        if (started) await FillAsync(installation, size, now, stop);
        return started;
    }

    private async Task FillAsync(Installation installation, SeedSize size, DateTimeOffset now, CancellationToken stop)
    {
        for (var user = 0; user < size.Sessions; user++)
        {
            var userId = UserId(user);
            var id = $"{installation.Shop.Value}_{userId}";
            await sessions.SaveAsync(
                installation.Id,
                new StoredSession { Id = id, IsOnline = true, UserId = userId, SeenAt = now },
                stop);
        }
        for (var user = 0; user < size.Preferences; user++)
        {
            await preferences.SaveAsync(
                installation.Id, UserId(user), """{"theme":"dark","columns":["name","price"]}""", stop);
        }

        for (var entry = 0; entry < size.Logs; entry++)
            await logs.AppendAsync(installation.Id, Entry(now.AddSeconds(-entry)), stop);
        for (var job = 0; job < size.Jobs; job++)
        {
            await jobs.EnqueueAsync(
                installation.Id,
                new NewJob { Id = Guid.CreateVersion7(
                    now), Kind = "catalog-sync", Arguments = "{}", RunAt = now.AddYears(1) },
                stop);
        }
    }

    private static string UserId(int user) => (1_000_000 + user).ToString(CultureInfo.InvariantCulture);

    private static ApiLogEntry Entry(DateTimeOffset at) => new()
    {
        Id = Guid.CreateVersion7(at),
        At = at,
        Operation = "products",
        Outcome = "ok",
        Status = 200,
        Duration = TimeSpan.FromMilliseconds(120),
        Cost = 12,
    };
}

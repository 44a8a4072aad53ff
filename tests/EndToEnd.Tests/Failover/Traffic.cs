using System.Collections.Concurrent;
using System.Globalization;
using Shopkeeper.EndToEnd.Tests.Running;
using Shopkeeper.Simulator.Control;
using Shopkeeper.Testing;

namespace Shopkeeper.EndToEnd.Tests.Failover;

/// <summary>
/// What merchants, their pages and Shopify ask of the service all day, each in a loop of its own: sessions,
/// preferences, the configuration, jobs, deliveries and installs. Every answer has to be the right one; whatever is not
/// is kept, with when it was. Nothing is sent twice.
/// </summary>
internal sealed class Traffic : IAsyncDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    private readonly CancellationTokenSource _end = new();
    private readonly HttpClient _way;
    private readonly ShopkeeperProcess _service;
    private readonly ConcurrentQueue<string> _failures = new();
    private readonly ConcurrentDictionary<string, int> _answered = new();
    private readonly Task _all;

    public Traffic(Uri way, ShopkeeperProcess service, IReadOnlyList<Merchant> shops)
    {
        _service = service;
        _way = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false })
        {
            BaseAddress = way,
            Timeout = TimeSpan.FromSeconds(60),
        };
        var visitors = shops.Select(shop => new Visitor(shop, _way)).ToArray();
        _all = Task.WhenAll(
        [
            .. visitors.Select(visitor => LoopAsync("sessions", () => SessionAsync(visitor))),
            .. visitors.Select(visitor => LoopAsync("preferences", number => PreferencesAsync(visitor, number))),
            .. visitors.Select(visitor => LoopAsync("configurations", ConfigurationOf(visitor))),
            .. visitors.Select(visitor => LoopAsync("jobs", () => JobAsync(visitor))),
            .. visitors.Select(visitor => LoopAsync("deliveries", () => DeliveryAsync(visitor.Shop))),
            LoopAsync("installs", InstallAsync, 6),
        ]);
    }

    /// <summary>The jobs that were taken.</summary>
    public ConcurrentQueue<Guid> Jobs { get; } = new();

    /// <summary>The deliveries that were taken, by their id.</summary>
    public ConcurrentQueue<string> Deliveries { get; } = new();

    /// <summary>How much was answered rightly.</summary>
    public string Counts => string.Join(
        ", ", _answered.OrderBy(one => one.Key).Select(one => $"{one.Value} {one.Key}"));

    /// <summary>Ends the loops and fails where one answer was not the right one.</summary>
    public async Task EndAsync()
    {
        await _end.CancelAsync();
        await _all;
        Assert.True(
            _failures.IsEmpty, $"{_failures.Count} went wrong of {Counts}:\n{string.Join('\n', _failures.Take(20))}");
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _all;
        _end.Dispose();
        _way.Dispose();
    }

    private Task LoopAsync(string what, Func<Task> once, int pauses = 1) => LoopAsync(what, _ => once(), pauses);

    private async Task LoopAsync(string what, Func<int, Task> once, int pauses = 1)
    {
        for (var number = 1; !_end.IsCancellationRequested; number++)
        {
            try
            {
                await once(number);
                _answered.AddOrUpdate(what, 1, (_, count) => count + 1);
            }
            catch (Exception failure)
            {
                var now = TimeProvider.System.GetUtcNow().ToString("HH:mm:ss.fff", CultureInfo.InvariantCulture);
                _failures.Enqueue($"{now} {what}: {failure.Message}");
            }
            await Pace.SpendUntilAsync(Pause * pauses, _end.Token);
        }
    }

    private static async Task SessionAsync(Visitor visitor)
    {
        var session = await visitor.CallAsync(HttpMethod.Get, "/api/session");
        Assert.Equal(visitor.Shop.InstallationId, session.GetProperty("installationId").GetGuid());
    }

    private static async Task PreferencesAsync(Visitor visitor, int number)
    {
        await visitor.CallAsync(HttpMethod.Put, "/api/preferences", new { number });
        var read = await visitor.CallAsync(HttpMethod.Get, "/api/preferences");
        Assert.Equal(number, read.GetProperty("number").GetInt32());
    }

    // Nobody else writes it: each version that is answered is the one that the next writing names.
    private static Func<int, Task> ConfigurationOf(Visitor visitor)
    {
        string? version = null;
        return async number =>
        {
            using var put = await visitor.SendAsync(
                HttpMethod.Put, "/api/configuration", new { number }, version ?? "*");
            await put.RequireAsync(200);
            version = put.Headers.ETag!.Tag;
            using var read = await visitor.SendAsync(HttpMethod.Get, "/api/configuration");
            await read.RequireAsync(200);
            Assert.Equal(version, read.Headers.ETag?.Tag);
            Assert.Equal(number, (await read.ReadJsonAsync()).GetProperty("number").GetInt32());
        };
    }

    private async Task JobAsync(Visitor visitor)
    {
        var job = await visitor.CallAsync(HttpMethod.Post, "/api/jobs", new { kind = "catalog-sync" }, 202);
        var id = job.GetProperty("id").GetGuid();
        Jobs.Enqueue(id);
        // One after the other, so that no backlog grows however slow the machine is.
        var status = "";
        while (status != "completed" && !_end.IsCancellationRequested)
        {
            var read = await visitor.CallAsync(HttpMethod.Get, $"/api/jobs/{id}");
            Assert.Equal(id, read.GetProperty("id").GetGuid());
            status = read.GetProperty("status").GetString();
            await Pace.SpendUntilAsync(Pause, _end.Token);
        }
    }

    private async Task DeliveryAsync(Merchant shop)
    {
        var delivery = SignedDelivery.Of(_service, shop, "products/update");
        using var taken = await delivery.SendAsync(_way);
        await taken.RequireAsync(200);
        Deliveries.Enqueue(delivery.WebhookId);
    }

    // A shop's very first page: its session token is exchanged for a grant, which takes Shopify its time.
    private async Task InstallAsync()
    {
        var shop = await Merchant.OpenAsync(_service, "new");
        await shop.InstallAtShopifyAsync();
        await _service.Shopify.Control.AddFaultAsync(
            new Fault
            {
                Shop = shop.Domain, Operation = "oauth/access_token", Kind = FaultKind.Latency,
                Latency = TimeSpan.FromSeconds(0.5),
            },
            CancellationToken.None);
        await new Visitor(shop, _way).CallAsync(HttpMethod.Get, "/api/session");
    }
}

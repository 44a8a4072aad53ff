using System.Collections.Concurrent;
using Shopkeeper.EndToEnd.Tests.Chaos.Places;
using Shopkeeper.Testing;

namespace Shopkeeper.EndToEnd.Tests.Chaos.Load;

/// <summary>
/// What goes on while everything fails: deliveries, jobs and writes of shops that stay, and lives of shops that come
/// and go in every way there is.
/// </summary>
internal sealed class Workload(ChaosCluster cluster, ChaosOrder order, Tally tally)
{
    private const int Residents = 6;
    private const int Neighbours = 2;
    private const int Senders = 3;
    private const int Lives = 3;
    private const int PartOfLives = 100;

    /// <summary>Shops that stay and work.</summary>
    public IReadOnlyList<ChaosShop> Resident { get; private set; } = [];

    /// <summary>Shops that stay and rest: nothing of theirs may change.</summary>
    public IReadOnlyList<ChaosShop> Neighbour { get; private set; } = [];

    /// <summary>Shops that came, and went or came back.</summary>
    public ConcurrentQueue<ChaosShop> Passing { get; } = new();

    /// <summary>What was sent.</summary>
    public Deliveries Deliveries { get; } = new(tally);

    /// <summary>All shops.</summary>
    public IEnumerable<ChaosShop> All => [.. Resident, .. Neighbour, .. Passing];

    /// <summary>Opens the shops that stay.</summary>
    public async Task PrepareAsync()
    {
        Resident = await Task.WhenAll(Enumerable.Range(0, Residents).Select(one => SettleAsync("resident", 10 + one)));
        Neighbour = await Task.WhenAll(
            Enumerable.Range(0, Neighbours).Select(one => SettleAsync("neighbour", 30 + one)));
        foreach (var shop in Neighbour)
        {
            await shop.Merchant.Through(cluster.Silos[1].Service).CallAsync(
                HttpMethod.Put, "/api/preferences", new { kept = shop.Merchant.Handle.Length });
            await shop.ConfigureAsync(CallerOf(40), 1);
        }
    }

    /// <summary>Works until it is told to end, and ends what it has begun.</summary>
    public Task RunAsync(CancellationToken until) => Task.WhenAll(
    [
        .. Enumerable.Range(0, Senders).Select(one => SendAsync(CallerOf(50 + one), until)),
        .. Enumerable.Range(0, Lives).Select(one => LiveAsync(CallerOf(60 + one), until)),
        WriteAsync(CallerOf(70), until),
        StartJobsAsync(CallerOf(71), until),
        TurnAsync(CallerOf(72).Random, until),
    ]);

    /// <summary>Somebody who calls, with a generator of his own.</summary>
    public Caller CallerOf(int part) => new(cluster, tally, order.RandomFor(PartOfLives + part));

    private async Task<ChaosShop> SettleAsync(string prefix, int part)
    {
        var shop = await ChaosShop.OpenAsync(cluster, prefix);
        await shop.InstallAsync(CallerOf(part));
        return shop;
    }

    private async Task SendAsync(Caller caller, CancellationToken until)
    {
        while (!until.IsCancellationRequested)
        {
            // Mostly to shops that stay; also to those that come and go, at whatever moment of their lives.
            var passing = Passing.LastOrDefault();
            var shop = passing is not null && caller.Random.Next(4) == 0
                ? passing
                : Resident[caller.Random.Next(Resident.Count)];
            await Deliveries.SendAsync(caller, shop, until);
            await Deliveries.PauseAsync(caller, until);
        }
    }

    private async Task WriteAsync(Caller caller, CancellationToken until)
    {
        for (var number = 1; !until.IsCancellationRequested; number++)
        {
            await Resident[caller.Random.Next(Resident.Count)].ConfigureAsync(caller, number);
            tally.Count("configurations: tried");
            await Deliveries.PauseAsync(caller, until);
        }
    }

    private async Task StartJobsAsync(Caller caller, CancellationToken until)
    {
        while (!until.IsCancellationRequested)
        {
            await Resident[caller.Random.Next(Resident.Count)].StartJobAsync(caller);
            tally.Count("jobs: accepted");
            for (var pause = 0; pause < 4; pause++) await Deliveries.PauseAsync(caller, until);
        }
    }

    // Shopify's own deliveries take whatever silo the balancer thinks of.
    private async Task TurnAsync(Random random, CancellationToken until)
    {
        while (!until.IsCancellationRequested)
        {
            cluster.Cluster.TurnTo(cluster.Silos[random.Next(cluster.Silos.Count)].Service);
            await Pace.SpendUntilAsync(TimeSpan.FromMilliseconds(300), until);
        }
    }

    private async Task LiveAsync(Caller caller, CancellationToken until)
    {
        while (!until.IsCancellationRequested)
        {
            var shop = await ChaosShop.OpenAsync(cluster, "passing");
            await shop.InstallAsync(caller);
            Passing.Enqueue(shop);
            tally.Count("stays: installed");
            await shop.ConfigureAsync(caller, 1);
            await shop.StartJobAsync(caller);
            for (var sent = 0; sent < 3; sent++) await Deliveries.SendAsync(caller, shop, until);
            await EndAsync(caller, shop);
            // Whoever came back, or was reset, has a stay that goes on: what it is sent is for that one.
            for (var sent = 0; sent < 2 && shop.Current is not null; sent++)
                await Deliveries.SendAsync(caller, shop, until);
        }
    }

    private async Task EndAsync(Caller caller, ChaosShop shop)
    {
        var end = caller.Random.Next(6);
        if (end is 2 or 3)
        {
            await shop.ResetAsync(caller);
            tally.Count("stays: reset");
        }
        if (end is 0 or 2 or 4)
        {
            await shop.UninstallAsync(cluster);
            tally.Count("stays: uninstalled by the merchant");
        }
        if (end is 1 or 5)
        {
            await shop.EndByOperatorAsync(caller);
            tally.Count("stays: uninstalled by an operator");
        }
        if (end == 4)
        {
            await shop.InstallAsync(caller);
            tally.Count("stays: installed again after the merchant's end");
        }
        if (end == 5)
        {
            await shop.GrantAnewAsync(caller, new ReturningMerchant(cluster, tally));
            tally.Count("stays: installed again after an operator's end");
        }
    }
}

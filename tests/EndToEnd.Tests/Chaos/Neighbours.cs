using System.Text.Json;
using Shopkeeper.EndToEnd.Tests.Canaries;
using Shopkeeper.EndToEnd.Tests.Chaos.Load;
using Shopkeeper.EndToEnd.Tests.Chaos.Places;

namespace Shopkeeper.EndToEnd.Tests.Chaos;

/// <summary>What shops have that nobody touched: as the service tells it, and byte for byte as it is stored.</summary>
internal sealed class Neighbours
{
    // What is the shop's own and nobody but it writes; other rows tell of the service's work.
    private static readonly string[] Tables = ["grain_state", "user_preferences", "catalogue_products"];

    private readonly ChaosCluster _cluster;
    private readonly IReadOnlyList<ChaosShop> _shops;
    private IReadOnlyList<string> _before = [];

    private Neighbours(ChaosCluster cluster, IReadOnlyList<ChaosShop> shops) => (_cluster, _shops) = (cluster, shops);

    /// <summary>Reads what they have, each once its first jobs are done.</summary>
    public static async Task<Neighbours> ReadAsync(ChaosCluster cluster, IReadOnlyList<ChaosShop> shops)
    {
        var neighbours = new Neighbours(cluster, shops);
        foreach (var shop in shops)
        {
            var job = await shop.Merchant.StartJobAsync();
            await Aftermath.UntilJobEndsAsync(cluster, shop.Merchant, job);
        }
        neighbours._before = await neighbours.StateAsync();
        return neighbours;
    }

    /// <summary>Fails where anything is not as it was.</summary>
    public async Task AssertIntactAsync() => Assert.Equal(_before, await StateAsync());

    private async Task<IReadOnlyList<string>> StateAsync()
    {
        var state = new List<string>();
        foreach (var shop in _shops)
        {
            var merchant = shop.Merchant.Through(_cluster.Silos[0].Service);
            await merchant.ReadInstallationAsync();
            foreach (var path in (string[])["/api/session", "/api/configuration", "/api/preferences"])
                state.Add((await merchant.GetAsync(path)).GetRawText());
            var values = (await StoredRows.OfAsync(_cluster.Silos[0].Service, merchant))
                .Where(value => Tables.Contains(value.Table))
                .Select(value => $"{value.Table}.{value.Column} {JsonSerializer.Serialize(value.Value)}")
                .Order(StringComparer.Ordinal).ToArray();
            Assert.All(Tables, table => Assert.Contains(
                values, value => value.StartsWith(table, StringComparison.Ordinal)));
            state.AddRange(values);
        }
        return state;
    }
}

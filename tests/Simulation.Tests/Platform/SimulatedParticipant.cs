using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Grains.Abstractions.Teardown;

namespace Shopkeeper.Simulation.Tests.Platform;

/// <summary>A store of the app's own, outside: what it holds outlives the processes.</summary>
internal sealed class SimulatedParticipant(string name, bool insideShop)
{
    private readonly Dictionary<InstallationId, long> _items = [];

    public string Name => name;

    public bool InsideShop => insideShop;

    /// <summary>Until when it fails, whatever it is asked.</summary>
    public DateTimeOffset DownUntil { get; set; }

    public long this[InstallationId installation]
    {
        get => _items.GetValueOrDefault(installation);
        set => _items[installation] = value;
    }

    public static IReadOnlyList<StoreCount> Items(long count) =>
        [new StoreCount { Store = "documents", Count = count }];
}

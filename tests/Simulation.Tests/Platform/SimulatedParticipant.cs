using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Grains.Abstractions.Teardown;
using Shopkeeper.Simulation.Tests.Stores;

namespace Shopkeeper.Simulation.Tests.Platform;

/// <summary>A store of the app's own, outside: what it holds outlives the processes.</summary>
/// <param name="name">Its name.</param>
/// <param name="insideShop">Whether what it holds is in the shop itself.</param>
/// <param name="keyedBy">By what it tells items apart; it is the model that knows of each whose it is.</param>
internal sealed class SimulatedParticipant(
    string name, bool insideShop, KeyedBy keyedBy = KeyedBy.Installation)
{
    private readonly Dictionary<InstallationId, long> _items = [];

    public string Name => name;

    public bool InsideShop => insideShop;

    public KeyedBy KeyedBy => keyedBy;

    /// <summary>Told for whom it is asked to erase, before it does.</summary>
    public Action<ParticipantContext> OnErasing { get; set; } = _ => { };

    /// <summary>Until when it fails, whatever it is asked.</summary>
    public DateTimeOffset DownUntil { get; set; }

    public long this[InstallationId installation]
    {
        get => _items.GetValueOrDefault(installation);
        set => _items[installation] = value;
    }

    /// <summary>What it finds under the key that it is asked for.</summary>
    public long Count(ParticipantContext context, SimulatedDatabase database)
    {
        var count = 0L;
        foreach (var (installation, items) in _items)
        {
            if (IsUnder(context, installation, database)) count += items;
        }

        return count;
    }

    public long Erase(ParticipantContext context, SimulatedDatabase database)
    {
        OnErasing(context);
        var erased = Count(context, database);
        foreach (var installation in _items.Keys)
        {
            if (IsUnder(context, installation, database)) _items[installation] = 0;
        }

        return erased;
    }

    private bool IsUnder(ParticipantContext context, InstallationId installation, SimulatedDatabase database) =>
        installation == context.Installation
        || (keyedBy == KeyedBy.Shop && database.ShopOf(installation) == context.Shop);

    public static IReadOnlyList<StoreCount> Items(long count) =>
        [new StoreCount { Store = "documents", Count = count }];
}

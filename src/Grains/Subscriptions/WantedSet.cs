using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text.Json;

namespace Shopkeeper.Grains.Subscriptions;

/// <summary>All subscriptions that this release wants in each shop.</summary>
internal sealed class WantedSet
{
    public WantedSet(IEnumerable<WantedSubscription> items, IEnumerable<WantedSubscription> declared)
    {
        Items = [.. items.OrderBy(item => item.Name, StringComparer.Ordinal)];
        Declared = [.. declared.OrderBy(item => item.Name, StringComparer.Ordinal)];
        Hash = Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(Items)));
    }

    /// <summary>Those made through the API, by name.</summary>
    public ImmutableArray<WantedSubscription> Items { get; }

    /// <summary>Those that only the app's TOML file can declare, by name. No call ever speaks of them.</summary>
    public ImmutableArray<WantedSubscription> Declared { get; }

    /// <summary>Tells one set of items from another: the same in every process with the same settings.</summary>
    public string Hash { get; }
}

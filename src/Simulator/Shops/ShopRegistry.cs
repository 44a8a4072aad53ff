using System.Collections.Concurrent;
using Shopkeeper.Simulator.Control;

namespace Shopkeeper.Simulator.Shops;

/// <summary>All shops of this Shopify.</summary>
internal sealed class ShopRegistry(SimulatorOptions options)
{
    private readonly Lock _gate = new();
    private readonly HashSet<long> _ids = [];
    private readonly ConcurrentDictionary<string, Shop> _shops = new(StringComparer.Ordinal);

    public IReadOnlyList<Shop> All => [.. _shops.Values.OrderBy(shop => shop.Domain, StringComparer.Ordinal)];

    public Shop? Find(string? text) =>
        ShopAddress.TryParse(text, out var domain) ? _shops.GetValueOrDefault(domain) : null;

    /// <returns>Null when the domain or the id is taken.</returns>
    public Shop? Create(NewShop request)
    {
        if (!ShopAddress.TryParse(request.Domain, out var domain)) return null;
        lock (_gate)
        {
            var id = request.Id ?? ShopAddress.NumericId(domain, "shop");
            if (_shops.ContainsKey(domain) || !_ids.Add(id)) return null;
            return _shops[domain] = new Shop(request, domain, id, options.ProductCount, options.Clock.GetUtcNow());
        }
    }

    public Shop? FindOrCreate(string? text)
    {
        if (!ShopAddress.TryParse(text, out var domain)) return null;
        return Find(domain) ?? Create(new NewShop { Domain = domain }) ?? Find(domain);
    }

    public void Clear()
    {
        lock (_gate)
        {
            _shops.Clear();
            _ids.Clear();
        }
    }
}

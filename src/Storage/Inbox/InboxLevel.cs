using Microsoft.Extensions.Options;
using Shopkeeper.Grains.Abstractions.Webhooks;
using Shopkeeper.Shopify;
using Shopkeeper.Storage.Databases;

namespace Shopkeeper.Storage.Inbox;

/// <summary>
/// How full the inbox is: counted in the database at most once a second, and kept up between two counts with what this
/// silo records and completes. Asking costs no query, so that the bounds don't slow what they protect.
/// <para>
/// What awaits an earlier stay's erasure counts for its own shop only: it can wait for days, and a participant that is
/// down would have the inbox refuse every shop's deliveries. What is put off or
/// handled between two counts is told apart by the next one.
/// </para>
/// </summary>
internal sealed class InboxLevel(Database database, IOptions<InboxOptions> options, TimeProvider time)
{
    private static readonly TimeSpan CountedEvery = TimeSpan.FromSeconds(1);
    private readonly Lock _gate = new();
    private Dictionary<string, int> _byShop = new(StringComparer.Ordinal);
    private int _total;
    private long? _countedAt;

    /// <summary>Counts again when the last count is old.</summary>
    public async Task RefreshAsync(CancellationToken cancellationToken)
    {
        if (IsFresh()) return;
        var (counts, putOff) = await database.ReadAsync(CountAsync, cancellationToken);
        lock (_gate)
        {
            _byShop = counts.ToDictionary(count => count.Shop, count => count.Deliveries, StringComparer.Ordinal);
            _total = Sum(counts) - putOff;
            _countedAt = time.GetTimestamp();
        }
    }

    /// <summary>True when the shop is known to have no place left; false when that is not known just now.</summary>
    public bool IsKnownFull(ShopDomain shop)
    {
        lock (_gate) return IsFresh() && !HasPlace(shop);
    }

    /// <summary>Takes a place.</summary>
    /// <returns>False when there is none and the delivery may be shed.</returns>
    public bool TryTake(ShopDomain shop, bool mayBeShed)
    {
        lock (_gate)
        {
            if (mayBeShed && !HasPlace(shop)) return false;
            Add(shop, 1);
            return true;
        }
    }

    /// <summary>Gives a place back.</summary>
    public void Release(ShopDomain shop)
    {
        lock (_gate)
        {
            if (_byShop.GetValueOrDefault(shop.Value) > 0) Add(shop, -1);
        }
    }

    // Looked for only where it may matter before the next count: near the bound.
    private async Task<(IReadOnlyList<ShopCount> Counts, int PutOff)> CountAsync(DbSession session)
    {
        var counts = await session.ListAsync<ShopCount>("inbox/count-by-shop");
        var putOff = Sum(counts) < options.Value.InboxLimit / 2
            ? 0
            : await session.FindAsync<int>("inbox/count-put-off", new { code = PutOffCodes.AwaitsEarlierStay });
        return (counts, putOff);
    }

    private static int Sum(IReadOnlyList<ShopCount> counts) => counts.Sum(count => count.Deliveries);

    private bool IsFresh() => _countedAt is { } at && time.GetElapsedTime(at) < CountedEvery;

    private bool HasPlace(ShopDomain shop) =>
        _total < options.Value.InboxLimit && _byShop.GetValueOrDefault(shop.Value) < options.Value.InboxLimitPerShop;

    private void Add(ShopDomain shop, int change)
    {
        _total += change;
        _byShop[shop.Value] = _byShop.GetValueOrDefault(shop.Value) + change;
    }

    private sealed record ShopCount
    {
        public string Shop { get; init; } = "";

        public int Deliveries { get; init; }
    }
}

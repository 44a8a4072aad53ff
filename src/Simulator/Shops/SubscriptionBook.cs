namespace Shopkeeper.Simulator.Shops;

/// <summary>The subscriptions of one installation, in the order of creation. They end with it.</summary>
internal sealed class SubscriptionBook
{
    private static long _lastId = 1_080_000_000_000;

    private readonly Lock _gate = new();
    private readonly List<Subscription> _subscriptions = [];

    public IReadOnlyList<Subscription> All
    {
        get
        {
            lock (_gate) return [.. _subscriptions];
        }
    }

    /// <summary>A global id that no subscription has.</summary>
    public static string NewId() => $"gid://shopify/WebhookSubscription/{Interlocked.Increment(ref _lastId)}";

    /// <returns>False when another subscription has the same topic, address, format and filter.</returns>
    public bool Add(Subscription subscription)
    {
        lock (_gate)
        {
            if (IsTaken(subscription)) return false;
            _subscriptions.Add(subscription);
            return true;
        }
    }

    /// <returns>The changed subscription, or null: with <c>Taken</c> on a collision, else for an unknown id.</returns>
    public (Subscription? Changed, bool Taken) Change(string id, Func<Subscription, Subscription> change)
    {
        lock (_gate)
        {
            var index = _subscriptions.FindIndex(subscription => subscription.Id == id);
            if (index < 0) return (null, false);
            var changed = change(_subscriptions[index]);
            if (IsTaken(changed)) return (null, true);
            return (_subscriptions[index] = changed, false);
        }
    }

    public bool Remove(string id)
    {
        lock (_gate) return _subscriptions.RemoveAll(subscription => subscription.Id == id) > 0;
    }

    private bool IsTaken(Subscription wanted) => _subscriptions.Exists(other => other.Id != wanted.Id
        && other.Topic == wanted.Topic && other.Uri == wanted.Uri && other.Format == wanted.Format
        && other.Filter == wanted.Filter);
}

namespace Shopkeeper.Simulator.Shops;

/// <summary>
/// The bucket of GraphQL points that one app has in one shop: 2,000 points, 100 restored each second.
/// </summary>
internal sealed class PointsBucket
{
    public const double Maximum = 2000;
    public const double RestoreRate = 100;

    private readonly Lock _gate = new();
    private double _available = Maximum;
    private DateTimeOffset _at = DateTimeOffset.MinValue;

    /// <summary>Takes points, and none when they do not suffice.</summary>
    public (bool Taken, double Available) Take(double points, DateTimeOffset now)
    {
        lock (_gate)
        {
            var seconds = Math.Clamp((now - _at).TotalSeconds, 0, Maximum / RestoreRate);
            _available = Math.Min(Maximum, _available + (seconds * RestoreRate));
            _at = now;
            if (points > _available) return (false, _available);
            _available -= points;
            return (true, _available);
        }
    }
}

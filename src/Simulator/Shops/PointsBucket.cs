namespace Shopkeeper.Simulator.Shops;

/// <summary>
/// The bucket of GraphQL points that one app has in one shop. It holds twenty seconds' worth of what its plan restores:
/// 100 points a second, 200 on the Advanced plan, 1,000 on Plus.
/// </summary>
/// <remarks>https://shopify.dev/docs/api/usage/limits</remarks>
internal sealed class PointsBucket
{
    /// <summary>The most that a single query may cost.</summary>
    public const int QueryMaximum = 1000;

    private const double Seconds = 20;

    private readonly Lock _gate = new();
    private double _spent;
    private DateTimeOffset _at = DateTimeOffset.MinValue;

    /// <summary>Points restored each second.</summary>
    public static double RestoreRate(string plan) =>
        plan.Contains("Plus", StringComparison.OrdinalIgnoreCase) ? 1000
        : plan.Contains("Advanced", StringComparison.OrdinalIgnoreCase) ? 200 : 100;

    /// <summary>The points of a full bucket.</summary>
    public static double Maximum(string plan) => RestoreRate(plan) * Seconds;

    /// <summary>Takes points, and none when they do not suffice.</summary>
    public (bool Taken, double Available) Take(double points, string plan, DateTimeOffset now)
    {
        lock (_gate)
        {
            var passed = Math.Clamp((now - _at).TotalSeconds, 0, Seconds);
            _spent = Math.Max(0, _spent - (passed * RestoreRate(plan)));
            _at = now;
            var available = Maximum(plan) - _spent;
            if (points > available) return (false, available);
            _spent += points;
            return (true, available - points);
        }
    }
}

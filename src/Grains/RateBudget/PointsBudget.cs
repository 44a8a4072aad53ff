using Shopkeeper.Grains.Abstractions.RateBudget;
using Shopkeeper.Shopify.Admin;

namespace Shopkeeper.Grains.RateBudget;

/// <summary>
/// A shop's budget of points: Shopify's leaky bucket as far as its answers tell of it, less what calls under way are
/// held to cost. Each priority leaves a share of the bucket to those above it, and what a greater one waits for is kept
/// for it. Pure but for its state: no clock, no chance. For one thread at a time.
/// </summary>
internal sealed class PointsBudget
{
    /// <summary>How long a call under way is counted that never tells its end: longer than any call takes.</summary>
    public static readonly TimeSpan Forgotten = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan ShortestWait = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan DemandKept = TimeSpan.FromSeconds(2);

    private readonly Dictionary<long, (double Points, DateTimeOffset At)> _underWay = [];
    private readonly Dictionary<CallPriority, (double Points, DateTimeOffset Until)> _awaited = [];
    private double _maximum;
    private double _rate;
    private double _available;
    private DateTimeOffset _at;
    private DateTimeOffset _shutUntil;
    private DateTimeOffset _heldUntil;
    private long _last;

    /// <summary>A full bucket, as large as is assumed until Shopify tells.</summary>
    public PointsBudget(RateBudgetOptions options, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(options);
        (_maximum, _rate, _available, _at) = (options.AssumedMaximum, options.AssumedRate, options.AssumedMaximum, now);
        // Reservations of an activation before this one name nothing here.
        _last = now.UtcTicks;
    }

    /// <summary>The share of the bucket that calls of a priority leave to those above it.</summary>
    public static double ShareLeft(CallPriority priority) => priority switch
    {
        CallPriority.Sync => 0.3,
        CallPriority.App => 0.15,
        CallPriority.Install => 0.05,
        _ => 0,
    };

    /// <summary>Takes points or tells how long to wait.</summary>
    public BudgetReply Take(BudgetRequest request, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(request);
        Refill(now);
        if (now < _heldUntil && IsHeld(request.Priority)) return new BudgetReply { HeldFor = _heldUntil - now };
        if (now < _shutUntil) return Later(request, _shutUntil - now, now);
        var reserve = Math.Max(ShareLeft(request.Priority) * _maximum, AwaitedAbove(request.Priority, now));
        // What costs more than may ever be there goes when the bucket is full.
        var needed = Math.Min(request.Points + reserve, _maximum);
        if (_available < needed)
            return Later(request, TimeSpan.FromSeconds((needed - _available) / _rate), now);
        _available -= request.Points;
        _awaited.Remove(request.Priority);
        _underWay[++_last] = (request.Points, now);
        return new BudgetReply { Reservation = _last };
    }

    /// <summary>Learns from an answer.</summary>
    public void Settle(BudgetReport report, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(report);
        Refill(now);
        if (_underWay.Remove(report.Reservation, out var call) && report.Unspent)
            _available = Math.Min(_maximum, _available + call.Points);
        if (report.Maximum is > 0 and { } maximum) _maximum = maximum;
        if (report.RestoreRate is > 0 and { } rate) _rate = rate;
        // Shopify has charged those of the calls under way that have reached it; to count them once more errs on the
        // side of waiting, until they too have answered.
        if (report.Available is { } told)
            _available = Math.Min(_maximum, told - _underWay.Values.Sum(other => other.Points));
        if (report.RejectedFor is { } held && now + held > _heldUntil) _heldUntil = now + held;
        if (report.ThrottledFor is not { } shut) return;
        if (report.Available is null) _available = Math.Min(_available, 0);
        if (now + shut > _shutUntil) _shutUntil = now + shut;
    }

    // A merchant who stands at the door makes one call, and without it his new grant would be lost; an end can't wait.
    private static bool IsHeld(CallPriority priority) => priority < CallPriority.Install;

    private BudgetReply Later(BudgetRequest request, TimeSpan wait, DateTimeOffset now)
    {
        var bounded = TimeSpan.FromTicks(Math.Clamp(wait.Ticks, ShortestWait.Ticks, LongestWait.Ticks));
        var points = _awaited.TryGetValue(request.Priority, out var awaited) && awaited.Until > now
            ? Math.Max(awaited.Points, request.Points)
            : request.Points;
        _awaited[request.Priority] = (points, now + bounded + DemandKept);
        return new BudgetReply { Wait = bounded };
    }

    private double AwaitedAbove(CallPriority priority, DateTimeOffset now) =>
        _awaited.Where(demand => demand.Key > priority && demand.Value.Until > now).Sum(demand => demand.Value.Points);

    private void Refill(DateTimeOffset now)
    {
        if (now > _at) _available = Math.Min(_maximum, _available + ((now - _at).TotalSeconds * _rate));
        if (now > _at) _at = now;
        foreach (var call in _underWay.Where(call => now - call.Value.At > Forgotten).ToList())
            _underWay.Remove(call.Key);
    }
}

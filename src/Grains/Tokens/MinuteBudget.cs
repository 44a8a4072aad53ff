namespace Shopkeeper.Grains.Tokens;

/// <summary>So much in a minute on this silo, spread evenly and never saved up for more than a few seconds.</summary>
internal sealed class MinuteBudget(int perMinute, TimeProvider clock)
{
    private const double SavedSeconds = 5;
    private readonly Lock _gate = new();
    private readonly double _most = Math.Max(1, perMinute / 60.0 * SavedSeconds);
    private double _left = 1;
    private long _at = clock.GetTimestamp();

    /// <summary>How many may be begun now, at most <paramref name="wanted"/>; they are not taken yet.</summary>
    public int Available(int wanted)
    {
        lock (_gate)
        {
            var now = clock.GetTimestamp();
            _left = Math.Min(_most, _left + (clock.GetElapsedTime(_at, now).TotalMinutes * perMinute));
            _at = now;
            return Math.Min(wanted, (int)_left);
        }
    }

    /// <summary>Takes so many that <see cref="Available"/> told of.</summary>
    public void Take(int count)
    {
        lock (_gate) _left -= count;
    }
}

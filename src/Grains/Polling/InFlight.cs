namespace Shopkeeper.Grains.Polling;

/// <summary>
/// The keys whose grains are being poked. A key found due again meanwhile is remembered, so that it is looked at once
/// more right after and not a whole period later.
/// </summary>
internal sealed class InFlight<TKey>
    where TKey : notnull
{
    private readonly Lock _lock = new();
    private readonly Dictionary<TKey, bool> _foundAgain = [];
    private readonly Dictionary<TKey, Task> _pokes = [];

    /// <summary>Takes a key.</summary>
    /// <returns>False when its grain is being poked already.</returns>
    public bool TryBegin(TKey key)
    {
        lock (_lock)
        {
            if (_foundAgain.TryAdd(key, false)) return true;
            _foundAgain[key] = true;
            return false;
        }
    }

    /// <summary>Keeps the poke of a key taken, to wait for it at the end.</summary>
    public void Track(TKey key, Task poke)
    {
        lock (_lock)
        {
            if (_foundAgain.ContainsKey(key) && !poke.IsCompleted) _pokes[key] = poke;
        }
    }

    /// <summary>Gives a key back.</summary>
    /// <returns>True when it was found due again meanwhile.</returns>
    public bool End(TKey key)
    {
        lock (_lock)
        {
            _pokes.Remove(key);
            return _foundAgain.Remove(key, out var again) && again;
        }
    }

    /// <summary>Ends when no poke is under way.</summary>
    public Task AllEndedAsync()
    {
        lock (_lock) return Task.WhenAll([.. _pokes.Values]);
    }
}

using System.Diagnostics.CodeAnalysis;

namespace Shopkeeper.Frontend.Overload;

/// <summary>
/// A bounded number of places that nobody can have all of: whoever has as many as are still free gets no more. One
/// holder alone gets half, two get a third each, and so on, so that somebody who comes with little finds a place.
/// Nothing has to be known of the holders before, and who needs no place takes none from the others.
/// </summary>
internal sealed class FairShare(int limit)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, int> _held = new(StringComparer.Ordinal);
    private int _taken;

    /// <summary>How many places are taken.</summary>
    public int Taken
    {
        get
        {
            lock (_gate) return _taken;
        }
    }

    /// <summary>Whether there would be a place; without a holder, whether any is free.</summary>
    public bool HasPlace(string? holder)
    {
        lock (_gate) return IsFree(holder);
    }

    /// <summary>Takes a place, to be given back by disposing of it.</summary>
    public bool TryEnter(string holder, [NotNullWhen(true)] out IDisposable? place)
    {
        place = null;
        lock (_gate)
        {
            if (!IsFree(holder)) return false;
            _held[holder] = _held.GetValueOrDefault(holder) + 1;
            _taken++;
        }

        place = new Place(this, holder);
        return true;
    }

    private bool IsFree(string? holder) =>
        limit - _taken > (holder is null ? 0 : _held.GetValueOrDefault(holder));

    private void Leave(string holder)
    {
        lock (_gate)
        {
            // Nobody is remembered who holds nothing: there are never more names than places.
            if (_held[holder] == 1) _held.Remove(holder);
            else _held[holder]--;
            _taken--;
        }
    }

    private sealed class Place(FairShare share, string holder) : IDisposable
    {
        private FairShare? _share = share;

        public void Dispose() => Interlocked.Exchange(ref _share, null)?.Leave(holder);
    }
}

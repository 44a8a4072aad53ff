using System.Globalization;
using Shopkeeper.Simulator.Calls;
using Shopkeeper.Simulator.Control;

namespace Shopkeeper.Simulator.Faults;

/// <summary>The faults in place. The oldest one that matches a call and is not used up strikes.</summary>
internal sealed class FaultBook
{
    private readonly Lock _gate = new();
    private readonly List<Entry> _faults = [];
    private int _last;

    public IReadOnlyList<Fault> All
    {
        get
        {
            lock (_gate) return [.. _faults.Select(entry => entry.View())];
        }
    }

    public Fault Add(Fault fault)
    {
        lock (_gate)
        {
            var id = "f" + (++_last).ToString(CultureInfo.InvariantCulture);
            var entry = new Entry(fault with { Id = id, Shop = fault.Shop?.ToLowerInvariant(), Hits = 0 });
            _faults.Add(entry);
            return entry.View();
        }
    }

    public bool Remove(string id)
    {
        lock (_gate) return _faults.RemoveAll(entry => entry.Fault.Id == id) > 0;
    }

    public void Clear()
    {
        lock (_gate) _faults.Clear();
    }

    public Fault? Strike(IncomingCall call)
    {
        var shop = call.Shop?.Domain ?? call.ShopName.ToLowerInvariant();
        lock (_gate)
        {
            foreach (var entry in _faults)
            {
                if (entry.Matches(shop, call.Names) && entry.Strike()) return entry.View();
            }
        }

        return null;
    }

    private sealed class Entry(Fault fault)
    {
        private int _skipped;
        private int _hits;

        public Fault Fault => fault;

        public bool Matches(string shop, IReadOnlyList<string> names) =>
            (fault.Shop is null || fault.Shop == shop) && (fault.Operation == "*" || names.Contains(fault.Operation));

        public bool Strike()
        {
            if (_hits >= fault.Times) return false;
            if (_skipped < fault.Skip)
            {
                _skipped++;
                return false;
            }

            _hits++;
            return true;
        }

        public Fault View() => fault with { Hits = _hits };
    }
}

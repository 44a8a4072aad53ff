using Microsoft.Extensions.Options;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Grains.Abstractions.Teardown;

namespace Shopkeeper.Grains.Caching;

/// <summary>
/// The entries in this silo's memory, bounded in all by their size, the least recently used going first. An entry gets
/// in by a mark taken before it was read or made: when the installation was cleared since, it stays out, however slow
/// whoever made it was. So nothing is kept about what was cleared, and nothing comes back.
/// </summary>
internal sealed class MemoryLevel : IInstallationCache, IDisposable
{
    public const string CacheName = "memory";

    // What an entry takes beside its value: nodes of the list and of two dictionaries.
    private const int Overhead = 200;

    // Marks are shared by installations whose ids fall together: then an entry too many stays out, and no harm is done.
    private const int Stripes = 1_024;
    private static readonly TimeSpan SweepEvery = TimeSpan.FromSeconds(30);

    private readonly Lock _gate = new();
    private readonly Dictionary<InstallationId, Dictionary<string, LinkedListNode<Entry>>> _namespaces = [];
    private readonly LinkedList<Entry> _recent = new();
    private readonly long[] _clears = new long[Stripes];
    private readonly long[] _changes = new long[Stripes];
    private readonly CacheOptions _options;
    private readonly TimeProvider _time;
    private readonly ITimer _sweeper;
    private long _bytes;

    public MemoryLevel(IOptions<CacheOptions> options, TimeProvider time)
    {
        (_options, _time) = (options.Value, time);
        _sweeper = time.CreateTimer(_ => Sweep(), null, SweepEvery, SweepEvery);
    }

    public string Name => CacheName;

    /// <summary>How many bytes all entries take.</summary>
    public long Bytes
    {
        get
        {
            lock (_gate) return _bytes;
        }
    }

    /// <summary>To be taken before an entry is read from elsewhere, or made.</summary>
    public MemoryMark Mark(InstallationId installation)
    {
        var stripe = StripeOf(installation);
        lock (_gate) return new MemoryMark(_clears[stripe], _changes[stripe]);
    }

    public byte[]? Find(InstallationId installation, string key)
    {
        lock (_gate)
        {
            if (!_namespaces.TryGetValue(installation, out var entries) || !entries.TryGetValue(key, out var node))
                return null;
            if (IsOver(node.Value))
            {
                Drop(node);
                return null;
            }

            _recent.Remove(node);
            _recent.AddFirst(node);
            return node.Value.Value;
        }
    }

    /// <summary>
    /// Keeps what was read from the shared level, unless the installation was cleared or changed since the mark.
    /// </summary>
    public void Fill(InstallationId installation, string key, byte[] value, TimeSpan lifetime, MemoryMark mark)
    {
        var stripe = StripeOf(installation);
        lock (_gate)
        {
            if (mark == new MemoryMark(_clears[stripe], _changes[stripe]))
                Add(new Entry(installation, key, value, EndOf(lifetime)));
        }
    }

    /// <summary>Keeps what was just written to the shared level, unless the installation was cleared since.</summary>
    public void Replace(InstallationId installation, string key, byte[] value, TimeSpan lifetime, MemoryMark mark)
    {
        var stripe = StripeOf(installation);
        lock (_gate)
        {
            _changes[stripe]++;
            if (mark.Clears == _clears[stripe]) Add(new Entry(installation, key, value, EndOf(lifetime)));
        }
    }

    /// <summary>Forgets an entry, and whatever is being read of the installation just now.</summary>
    public void Forget(InstallationId installation, string key)
    {
        lock (_gate)
        {
            _changes[StripeOf(installation)]++;
            if (_namespaces.TryGetValue(installation, out var entries) && entries.TryGetValue(key, out var node))
                Drop(node);
        }
    }

    public int Count(InstallationId installation)
    {
        lock (_gate) return _namespaces.TryGetValue(installation, out var entries) ? entries.Count : 0;
    }

    public int Clear(InstallationId installation)
    {
        lock (_gate)
        {
            _clears[StripeOf(installation)]++;
            if (!_namespaces.TryGetValue(installation, out var entries)) return 0;
            var nodes = entries.Values.ToArray();
            foreach (var node in nodes) Drop(node);
            return nodes.Length;
        }
    }

    public void Dispose() => _sweeper.Dispose();

    private void Add(Entry entry)
    {
        if (_options.MemoryLifetime == TimeSpan.Zero || entry.Size > _options.MemoryBytes) return;
        if (!_namespaces.TryGetValue(entry.Installation, out var entries))
            _namespaces.Add(entry.Installation, entries = new(StringComparer.Ordinal));
        else if (entries.TryGetValue(entry.Key, out var before))
            Drop(before);
        while (_bytes + entry.Size > _options.MemoryBytes) Drop(_recent.Last!);

        // The installation's last other entry may just have gone, and its namespace with it.
        _namespaces.TryAdd(entry.Installation, entries);
        entries[entry.Key] = _recent.AddFirst(entry);
        _bytes += entry.Size;
    }

    private void Drop(LinkedListNode<Entry> node)
    {
        _recent.Remove(node);
        _bytes -= node.Value.Size;
        var entries = _namespaces[node.Value.Installation];
        entries.Remove(node.Value.Key);
        if (entries.Count == 0) _namespaces.Remove(node.Value.Installation);
    }

    private void Sweep()
    {
        lock (_gate)
        {
            for (var node = _recent.First; node is not null;)
            {
                var next = node.Next;
                if (IsOver(node.Value)) Drop(node);
                node = next;
            }
        }
    }

    private long EndOf(TimeSpan lifetime)
    {
        var held = lifetime < _options.MemoryLifetime ? lifetime : _options.MemoryLifetime;
        return _time.GetTimestamp() + (long)(held.TotalSeconds * _time.TimestampFrequency);
    }

    private bool IsOver(Entry entry) => _time.GetTimestamp() >= entry.EndsAt;

    private static int StripeOf(InstallationId installation) => (int)((uint)installation.GetHashCode() % Stripes);

    private sealed record Entry(InstallationId Installation, string Key, byte[] Value, long EndsAt)
    {
        public int Size => Value.Length + (2 * Key.Length) + Overhead;
    }
}

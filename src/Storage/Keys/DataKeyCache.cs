using System.Security.Cryptography;
using Shopkeeper.Grains.Abstractions.Shops;

namespace Shopkeeper.Storage.Keys;

/// <summary>
/// Unwrapped data keys: bounded in number, the least recently used goes first, and in age. A key leaves the cache
/// zeroed; callers get a copy, made under the lock, so that they never see a half zeroed one.
/// </summary>
internal sealed class DataKeyCache : IDisposable
{
    private readonly Lock gate = new();
    private readonly Dictionary<InstallationId, LinkedListNode<Entry>> entries = [];
    private readonly LinkedList<Entry> recent = [];
    private readonly int capacity;
    private readonly TimeSpan lifetime;
    private readonly TimeProvider time;
    private readonly ITimer sweeper;

    public DataKeyCache(int capacity, TimeSpan lifetime, TimeProvider time)
    {
        (this.capacity, this.lifetime, this.time) = (capacity, lifetime, time);
        sweeper = time.CreateTimer(_ => Sweep(), null, lifetime / 2, lifetime / 2);
    }

    public int Count
    {
        get
        {
            lock (gate)
                return entries.Count;
        }
    }

    /// <summary>The wrapped form of a key that is in the cache.</summary>
    public byte[]? FindWrapped(InstallationId installation)
    {
        lock (gate)
            return entries.TryGetValue(installation, out var node) ? node.Value.Wrapped : null;
    }

    /// <summary>Copies the key that this wrapped form holds.</summary>
    public bool TryCopy(InstallationId installation, byte[] wrapped, Span<byte> key)
    {
        lock (gate)
        {
            if (!entries.TryGetValue(installation, out var node) || !node.Value.Wrapped.AsSpan().SequenceEqual(wrapped))
                return false;
            node.Value.Key.CopyTo(key);
            recent.Remove(node);
            recent.AddFirst(node);
            return true;
        }
    }

    /// <summary>Keeps a key, where there is place for any.</summary>
    public void Add(InstallationId installation, byte[] wrapped, ReadOnlySpan<byte> key)
    {
        if (capacity == 0) return;
        lock (gate)
        {
            Remove(installation);
            while (entries.Count >= capacity)
                Remove(recent.Last!.Value.Installation);
            var entry = new Entry(installation, wrapped, key.ToArray(), time.GetTimestamp());
            entries[installation] = recent.AddFirst(entry);
        }
    }

    /// <returns>True when there was one to forget.</returns>
    public bool Evict(InstallationId installation)
    {
        lock (gate)
            return Remove(installation);
    }

    public void Dispose()
    {
        sweeper.Dispose();
        lock (gate)
        {
            foreach (var installation in entries.Keys.ToArray())
                Remove(installation);
        }
    }

    private void Sweep()
    {
        lock (gate)
        {
            foreach (var entry in recent.Where(entry => time.GetElapsedTime(entry.AddedAt) >= lifetime).ToArray())
                Remove(entry.Installation);
        }
    }

    private bool Remove(InstallationId installation)
    {
        if (!entries.Remove(installation, out var node))
            return false;
        recent.Remove(node);
        CryptographicOperations.ZeroMemory(node.Value.Key);
        return true;
    }

    private sealed record Entry(InstallationId Installation, byte[] Wrapped, byte[] Key, long AddedAt);
}

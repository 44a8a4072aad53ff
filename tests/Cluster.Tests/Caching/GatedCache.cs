using System.Diagnostics;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Grains.Abstractions.Teardown;
using Shopkeeper.Grains.Caching;

namespace Shopkeeper.Cluster.Tests.Caching;

/// <summary>
/// A cache that answers nobody but its own silo while the gate is closed: to the others the silo hangs. Each silo has
/// one.
/// </summary>
internal sealed class GatedCache(GatedCache.Gate gate) : IInstallationCache
{
    private int _hanging;

    public string Name => "gated";

    /// <summary>True while somebody waits for its answer.</summary>
    public bool Hangs => Volatile.Read(ref _hanging) > 0;

    public int Count(InstallationId installation) => Answer();

    public int Clear(InstallationId installation) => Answer();

    private int Answer()
    {
        // A teardown asks its own silo in its own turn; only the others are asked by a message.
        if (!new StackTrace().GetFrames().Any(frame => frame.GetMethod()?.DeclaringType == typeof(SiloCaches)))
            return 0;
        Interlocked.Increment(ref _hanging);
        gate.Pass();
        Interlocked.Decrement(ref _hanging);
        return 0;
    }

    /// <summary>One for all silos of a cluster.</summary>
    internal sealed class Gate : IDisposable
    {
        private readonly ManualResetEventSlim _open = new(initialState: true);

        public void Close() => _open.Reset();

        public void Open() => _open.Set();

        public void Pass() => _open.Wait();

        public void Dispose()
        {
            _open.Set();
            _open.Dispose();
        }
    }
}

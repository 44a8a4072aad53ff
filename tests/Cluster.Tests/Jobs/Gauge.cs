namespace Shopkeeper.Cluster.Tests.Jobs;

/// <summary>Counts how many are inside, and remembers the most.</summary>
internal sealed class Gauge
{
    private readonly Lock _lock = new();
    private int _inside;

    public int Most { get; private set; }

    public IDisposable Enter()
    {
        lock (_lock) Most = Math.Max(Most, ++_inside);
        return new Exit(this);
    }

    private void Leave()
    {
        lock (_lock) _inside--;
    }

    private sealed class Exit(Gauge gauge) : IDisposable
    {
        public void Dispose() => gauge.Leave();
    }
}

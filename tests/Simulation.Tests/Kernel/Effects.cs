using Shopkeeper.Grains.Abstractions.Shops;

namespace Shopkeeper.Simulation.Tests.Kernel;

/// <summary>
/// All that leaves a process: each call waits here until the kernel picks it, and goes as the seed wills.
/// </summary>
internal sealed class Effects(SimulationKernel kernel)
{
    /// <summary>How long a store takes at most: less than a permit outlasts a call at Shopify.</summary>
    public static readonly TimeSpan StoreLatency = TimeSpan.FromSeconds(2);

    private readonly List<PendingEffect> _pending = [];

    public int Count => _pending.Count;

    /// <summary>
    /// One transaction of a store: it happens whole or throws before it changed anything; its fault is that the
    /// database does not answer.
    /// </summary>
    public Task<T> Do<T>(SimulatedProcess process, string name, Func<T> effect) =>
        DoOrThrow(process, name, effect, static _ => new StorageUnavailableException("simulated"));

    /// <summary>A transaction without an answer.</summary>
    public Task Do(SimulatedProcess process, string name, Action effect) => Do(process, name, () =>
    {
        effect();
        return true;
    });

    /// <summary>An effect whose fault is the caller's own to tell, and that may take longer.</summary>
    /// <param name="process">Who asks.</param>
    /// <param name="name">What for, in the trace.</param>
    /// <param name="effect">Done once, or not at all.</param>
    /// <param name="failure">What the caller hears of a fault.</param>
    /// <param name="latency">How long it takes at most.</param>
    public Task<T> Do<T>(
        SimulatedProcess process,
        string name,
        Func<T> effect,
        Func<EffectFault, T> failure,
        TimeSpan? latency = null) =>
        Begin(new TypedEffect<T>(
            process, name, kernel.Time.Now + (latency ?? StoreLatency), effect, failure, thrown: null));

    /// <summary>An effect whose fault the caller hears of as an exception. It is never thrown on the way to it: each
    /// frame that an exception goes through costs as much as ten steps of the simulation.</summary>
    public Task<T> DoOrThrow<T>(
        SimulatedProcess process, string name, Func<T> effect, Func<EffectFault, Exception> thrown) =>
        Begin(new TypedEffect<T>(process, name, kernel.Time.Now + StoreLatency, effect, failure: null, thrown));

    /// <summary>When the clock has to stop for an effect; null without any.</summary>
    public DateTimeOffset? Latest
    {
        get
        {
            DateTimeOffset? latest = null;
            foreach (var effect in _pending)
            {
                if (latest is null || effect.Latest < latest) latest = effect.Latest;
            }

            return latest;
        }
    }

    /// <summary>Takes any one out.</summary>
    public PendingEffect TakeAny(Chance chance) => TakeAt(chance.Below(_pending.Count));

    /// <summary>Takes the one out that the clock would stop for first.</summary>
    public PendingEffect TakeLatest()
    {
        var at = 0;
        for (var place = 1; place < _pending.Count; place++)
        {
            if (_pending[place].Latest < _pending[at].Latest) at = place;
        }

        return TakeAt(at);
    }

    public void PutBack(PendingEffect effect) => _pending.Add(effect);

    public void Drop(SimulatedProcess process) => _pending.RemoveAll(effect => effect.Process == process);

    /// <summary>
    /// It waits for its turn. Who is dead asks for nothing: what it still runs inline comes to nothing.
    /// </summary>
    public void Add(PendingEffect effect)
    {
        kernel.RequireThread();
        if (effect.Process.IsAlive) _pending.Add(effect);
    }

    private Task<T> Begin<T>(TypedEffect<T> pending)
    {
        Add(pending);
        return pending.Task;
    }

    private PendingEffect TakeAt(int place)
    {
        var taken = _pending[place];
        _pending[place] = _pending[^1];
        _pending.RemoveAt(_pending.Count - 1);
        return taken;
    }
}

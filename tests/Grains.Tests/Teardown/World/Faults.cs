namespace Shopkeeper.Grains.Tests.Teardown.World;

/// <summary>
/// The points at which a process can die: right before and right after each effect. A process that died does nothing
/// more: all its calls throw until another one starts.
/// </summary>
internal sealed class Faults
{
    private readonly Dictionary<string, Queue<Func<Exception>>> _throws = [];
    private bool _dead;

    /// <summary>The points passed, in order.</summary>
    public List<string> Passed { get; } = [];

    /// <summary>The point at which the process dies, by its place; null for none.</summary>
    public int? DiesAt { get; set; }

    /// <summary>Done at each point, before a death there.</summary>
    public Action<int>? OnPoint { get; set; }

    /// <summary>Has the next call of that name throw, before its effect.</summary>
    public void Throw(string name, Func<Exception> exception, int times = 1)
    {
        var queue = _throws.TryGetValue(name, out var known) ? known : _throws[name] = new();
        for (var time = 0; time < times; time++) queue.Enqueue(exception);
    }

    public void Restart()
    {
        _dead = false;
        DiesAt = null;
    }

    public Task<T> Around<T>(string name, Func<T> effect)
    {
        try
        {
            Point($"before {name}");
            if (_throws.TryGetValue(name, out var queue) && queue.TryDequeue(out var exception)) throw exception();
            var value = effect();
            Point($"after {name}");
            return Task.FromResult(value);
        }
        catch (Exception exception)
        {
            return Task.FromException<T>(exception);
        }
    }

    public Task Around(string name, Action effect) => Around(name, () =>
    {
        effect();
        return true;
    });

    private void Point(string name)
    {
        lock (Passed)
        {
            if (_dead) throw new ProcessDiedException(name);
            var place = Passed.Count;
            Passed.Add(name);
            OnPoint?.Invoke(place);
            if (place != DiesAt) return;
            _dead = true;
            throw new ProcessDiedException(name);
        }
    }
}

/// <summary>The process is gone.</summary>
internal sealed class ProcessDiedException(string point) : Exception($"The process died {point}.");

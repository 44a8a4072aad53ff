namespace Shopkeeper.Simulation.Tests.Kernel;

/// <summary>The world's clock, which is the database's too, and the timers that wait for it.</summary>
internal sealed class SimulatedTime
{
    /// <summary>When every run begins.</summary>
    public static readonly DateTimeOffset Beginning = new(2026, 5, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly List<SimulatedTimer> _timers = [];

    public DateTimeOffset Now { get; private set; } = Beginning;

    /// <summary>When the next timer is due; null without any.</summary>
    public DateTimeOffset? NextDue
    {
        get
        {
            DateTimeOffset? next = null;
            foreach (var timer in _timers)
            {
                if (next is null || timer.Due < next) next = timer.Due;
            }

            return next;
        }
    }

    public void MoveTo(DateTimeOffset instant)
    {
        if (instant > Now) Now = instant;
    }

    /// <summary>Takes one of those that are due out, any one of them; null where none is.</summary>
    public SimulatedTimer? TakeDue(Chance chance)
    {
        var due = 0;
        foreach (var timer in _timers)
        {
            if (timer.Due <= Now) due++;
        }

        if (due == 0) return null;
        var pick = chance.Below(due);
        foreach (var timer in _timers)
        {
            if (timer.Due > Now || pick-- > 0) continue;
            _timers.Remove(timer);
            return timer;
        }

        return null;
    }

    public void Add(SimulatedTimer timer) => _timers.Add(timer);

    public void Remove(SimulatedTimer timer) => _timers.Remove(timer);

    public void Drop(SimulatedProcess process) => _timers.RemoveAll(timer => timer.Process == process);
}

using System.Globalization;

namespace Shopkeeper.Simulation.Tests.Kernel;

/// <summary>
/// Runs a world of processes on one thread. Between two awaits a process's code runs alone; which pending effect or
/// timer comes next, and how it goes, is drawn from the seed, so that a seed is a run.
/// </summary>
internal sealed class SimulationKernel
{
    private readonly Queue<(SimulatedProcess Process, SendOrPostCallback Work, object? State)> _ready = new();
    private readonly int _thread = Environment.CurrentManagedThreadId;
    private readonly List<string>? _trace;
    private readonly int[] _fates = new int[Enum.GetValues<Fate>().Length];
    private string? _strayed;
    private SimulationException? _broken;

    /// <param name="seed">What everything is drawn from.</param>
    /// <param name="traces">Whether to keep what happened, to be read after a failure.</param>
    public SimulationKernel(ulong seed, bool traces = false)
    {
        Chance = new Chance(seed);
        Effects = new Effects(this);
        if (traces) _trace = [];
    }

    public Chance Chance { get; }

    public SimulatedTime Time { get; } = new();

    public Effects Effects { get; }

    /// <summary>How often things go wrong, from now on.</summary>
    public FaultOdds Odds { get; set; } = FaultOdds.None;

    /// <summary>How often what wants to die is let: a model may forbid it for a while.</summary>
    public bool MayDie { get; set; } = true;

    /// <summary>How many effects and timers have been picked.</summary>
    public long Steps { get; private set; }

    /// <summary>Done after each step: where the model looks for what must never be.</summary>
    public Action AfterStep { get; set; } = () => { };

    /// <summary>How many effects have gone that way.</summary>
    public int CountOf(Fate fate) => _fates[(int)fate];

    /// <summary>True where what happens is kept.</summary>
    public bool Traces => _trace is not null;

    public string TraceText => _trace is null ? "" : string.Join('\n', _trace);

    /// <summary>Runs code as the process, until it and all that it set going waits for the kernel.</summary>
    public void Run(SimulatedProcess process, Action work)
    {
        Within(process, work);
        Drain();
        RequireUnbroken();
    }

    /// <summary>Picks any pending effect and draws how it goes.</summary>
    /// <returns>False when none is pending.</returns>
    public bool StepEffect()
    {
        if (Effects.Count == 0) return false;
        Carry(Effects.TakeAny(Chance));
        return true;
    }

    /// <summary>
    /// Lets time pass until the next timer fires, but never beyond what a pending effect may take: that comes first.
    /// </summary>
    /// <param name="limit">The clock goes no further.</param>
    /// <returns>False when nothing was due before the limit; the clock stands at it.</returns>
    public bool StepTime(DateTimeOffset limit)
    {
        var due = Time.NextDue;
        if (Effects.Latest is { } latest && latest <= (due ?? limit) && latest <= limit)
        {
            Time.MoveTo(latest);
            Carry(Effects.TakeLatest());
            return true;
        }

        if (due is null || due > limit)
        {
            Time.MoveTo(limit);
            return false;
        }

        Time.MoveTo(due.Value);
        if (Time.TakeDue(Chance) is not { } timer) throw new SimulationException("A timer is due and not there.");
        Trace("timer", timer.Process.Name);
        Within(timer.Process, timer.Fire);
        End();
        return true;
    }

    /// <summary>Queues what goes on later on the kernel's thread.</summary>
    public void Enqueue(SimulatedProcess process, SendOrPostCallback work, object? state)
    {
        if (Environment.CurrentManagedThreadId != _thread)
        {
            _strayed ??= new System.Diagnostics.StackTrace().ToString();
            return;
        }

        if (process.IsAlive) _ready.Enqueue((process, work, state));
    }

    /// <exception cref="SimulationException">Another thread does the simulation's work.</exception>
    public void RequireThread()
    {
        if (Environment.CurrentManagedThreadId != _thread) _strayed ??= new System.Diagnostics.StackTrace().ToString();
        if (_strayed is not null) throw new SimulationException($"Work left the simulation's thread: {_strayed}");
    }

    /// <summary>Ends the run for what work came to that nobody waits for.</summary>
    public void Break(SimulationException broken) => _broken ??= broken;

    /// <summary>Ends the run where it does not hold, whoever catches what is thrown here: the service's own code may.
    /// </summary>
    /// <exception cref="SimulationException">It does not hold.</exception>
    public void Require(bool holds, string what)
    {
        if (holds) return;
        var broken = new SimulationException(what);
        Break(broken);
        throw broken;
    }

    public void Trace(string what, string detail)
    {
        if (_trace is null) return;
        var at = (Time.Now - SimulatedTime.Beginning).TotalSeconds.ToString("0.000", CultureInfo.InvariantCulture);
        _trace.Add($"{Steps,5} {at,10} {what} {detail}");
    }

    private void Carry(PendingEffect effect)
    {
        var fate = effect.HasHappened ? Fate.Happens : Odds.Draw(Chance);
        if (!MayDie && fate is Fate.DiesBefore or Fate.DiesAfter) fate = Fate.FailsBefore;
        _fates[(int)fate]++;
        if (_trace is not null) Trace($"{effect.Process.Name}: {effect.Name}", fate.ToString());
        if (fate is not (Fate.FailsBefore or Fate.DiesBefore) && !effect.HasHappened) effect.Happen();
        switch (fate)
        {
            case Fate.Happens:
                Tell(effect, fault: null);
                break;
            case Fate.AnsweredLater:
                Effects.PutBack(effect);
                break;
            case Fate.FailsBefore:
                Tell(effect, EffectFault.DidNotHappen);
                break;
            case Fate.AnswerLost:
                Tell(effect, EffectFault.AnswerWasLost);
                break;
            default:
                effect.Process.Die();
                break;
        }

        End();
    }

    private void End()
    {
        Drain();
        Steps++;
        RequireThread();
        RequireUnbroken();
        AfterStep();
    }

    private void RequireUnbroken()
    {
        if (_broken is not null) throw _broken;
    }

    private void Drain()
    {
        while (_ready.TryDequeue(out var next))
        {
            if (!next.Process.IsAlive) continue;
            var before = Enter(next.Process);
            try
            {
                next.Work(next.State);
            }
            finally
            {
                SynchronizationContext.SetSynchronizationContext(before);
            }
        }
    }

    private static void Tell(PendingEffect effect, EffectFault? fault)
    {
        if (!effect.Process.IsAlive) return;
        var before = Enter(effect.Process);
        try
        {
            if (fault is null) effect.Answer();
            else effect.Fail(fault.Value);
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(before);
        }
    }

    private static SynchronizationContext? Enter(SimulatedProcess process)
    {
        var before = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(process.Context);
        return before;
    }

    /// <summary>Runs code as the process, until its first wait.</summary>
    public void Within(SimulatedProcess process, Action work)
    {
        if (!process.IsAlive) return;
        var before = Enter(process);
        try
        {
            work();
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(before);
        }
    }
}

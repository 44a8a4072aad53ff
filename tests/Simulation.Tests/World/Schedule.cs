using Shopkeeper.Simulation.Tests.Kernel;

namespace Shopkeeper.Simulation.Tests.World;

/// <summary>A run: commands while things go wrong, then quiet, then the look at what came of it.</summary>
internal sealed class Schedule(ulong seed, Command[] commands, WorldBug? bug = null, bool traces = false)
{
    private static readonly FaultOdds Faults = new()
    {
        AnsweredLater = 150, FailsBefore = 15, AnswerLost = 15, DiesBefore = 4, DiesAfter = 4,
    };

    private const int RoundsMaximum = 4_000;

    private readonly SimulatedWorld _world = new(seed, bug, traces);

    public SimulatedWorld World => _world;

    private SimulationKernel Kernel => _world.Kernel;

    /// <exception cref="SimulationException">An invariant is broken.</exception>
    public void Run()
    {
        var outside = new Outside(_world);
        Kernel.Odds = Faults;
        foreach (var command in commands)
        {
            outside.Do(command);
            for (var step = 0; step < command.Steps; step++) Step(outside);
            if (command.Kind == CommandKind.Wait) Kernel.StepTime(Kernel.Time.Now + TimeSpan.FromMinutes(10));
        }

        Kernel.Odds = FaultOdds.None;
        foreach (var silo in _world.Cluster.Silos) silo.Process.Skew = TimeSpan.Zero;
        Settle(outside);
        TickAll(outside);
        new SettledModel(_world).Require();
        Reinstall(outside);
    }

    private void Step(Outside outside)
    {
        // Mostly what is pending; now and then a poller looks, or Shopify sends, or time passes in between.
        if (Kernel.Chance.Below(100) < 88 && Kernel.StepEffect()) return;
        switch (Kernel.Chance.Below(4))
        {
            case 0 when HasDueTeardown():
                outside.PollTeardowns();
                break;
            case 1 when HasDueDelivery():
                outside.PollInbox();
                break;
            case 2 when _world.Shopify.Due() is { Count: > 0 } due:
                outside.Send(Kernel.Chance.Of(due));
                break;
            case 3:
                Kernel.StepTime(Kernel.Time.Now + TimeSpan.FromMilliseconds(1 + Kernel.Chance.Below(20_000)));
                break;
        }
    }

    // Nothing goes wrong any more: whatever is due is done, and then time passes to what is due next.
    private void Settle(Outside outside)
    {
        for (var round = 0; round < RoundsMaximum; round++)
        {
            while (Kernel.StepEffect())
            {
            }

            if (BeginDue(outside)) continue;
            if (NextDue() is not { } next) return;
            Kernel.StepTime(next);
        }

        throw new SimulationException("Invariant 6: the world does not come to rest");
    }

    private bool BeginDue(Outside outside)
    {
        var due = _world.Shopify.Due();
        foreach (var delivery in due) outside.Send(delivery);
        var teardowns = HasDueTeardown();
        if (teardowns) outside.PollTeardowns();
        var deliveries = HasDueDelivery();
        if (deliveries) outside.PollInbox();
        return due.Count > 0 || teardowns || deliveries;
    }

    private bool HasDueTeardown()
    {
        foreach (var row in _world.Database.Teardowns.Values)
        {
            if (row.Record.NextAttemptAt <= _world.Database.Now) return true;
        }

        return false;
    }

    private bool HasDueDelivery()
    {
        foreach (var row in _world.Database.Inbox)
        {
            if (row.DeadAt is null && row.DueAt <= _world.Database.Now) return true;
        }

        return false;
    }

    private DateTimeOffset? NextDue()
    {
        var next = Kernel.Time.NextDue;
        foreach (var row in _world.Database.Teardowns.Values) Take(row.Record.NextAttemptAt);
        foreach (var row in _world.Database.Inbox)
        {
            if (row.DeadAt is null) Take(row.DueAt);
        }

        foreach (var delivery in _world.Shopify.Outbox)
        {
            if (!delivery.IsAnswered) Take(delivery.NotBefore);
        }

        return next;

        void Take(DateTimeOffset? at)
        {
            // The database's clock has milliseconds, so that what is due within one is due at its end.
            if (at is { } due && (next is null || due < next)) next = due + TimeSpan.FromMilliseconds(1);
        }
    }

    private void TickAll(Outside outside)
    {
        foreach (var reminder in _world.Database.Reminders.Values.ToList()) outside.Tick(reminder);
        foreach (var row in _world.Database.Installations.Values.ToList())
        {
            if (row.IsCurrent) outside.CheckAccess(row.Value);
        }

        Settle(outside);
    }

    private void Reinstall(Outside outside)
    {
        outside.Installs.Clear();
        var until = Kernel.Time.Now + TimeSpan.FromMinutes(5);
        foreach (var shop in _world.Shopify.Shops) outside.Install(shop);
        while (outside.Installs.Count < SimulatedWorld.ShopCount && Kernel.Time.Now < until)
        {
            if (!Kernel.StepEffect()) Kernel.StepTime(until);
        }

        foreach (var shop in _world.Shopify.Shops)
        {
            WorldModel.Require(
                outside.Installs.GetValueOrDefault(shop.Domain) is { Installation: not null },
                $"Invariant 7: an install was answered {outside.Installs.GetValueOrDefault(shop.Domain)?.Outcome} "
                + $"{outside.Installs.GetValueOrDefault(shop.Domain)?.Code}");
        }
    }
}

using Shopkeeper.Grains.Abstractions.Jobs;
using Shopkeeper.Grains.Abstractions.Lifecycle;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Simulation.Tests.Actors;
using Shopkeeper.Simulation.Tests.Kernel;

namespace Shopkeeper.Simulation.Tests.World;

/// <summary>A run: commands while things go wrong, then quiet, then the look at what came of it.</summary>
internal sealed class Schedule(Drawn drawn, WorldBug? bug = null, bool traces = false)
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromSeconds(1);

    private const int RoundsMaximum = 4_000;
    private const int RoundsPerLook = 200;

    // A refusal is believed when it is repeated, some time later.
    private const int LooksAtAccess = 3;

    private readonly SimulatedWorld _world = new(drawn.Seed, bug, traces, Theme.All[drawn.Theme].Shops);

    // How far a teardown has come when its merchant is back.
    private const int TeardownSteps = 60;

    // A permit lasts 15 s, and that is how long a merchant waits at most.
    private static readonly TimeSpan InstallMaximum = TimeSpan.FromSeconds(20);

    private InstallationId? _tornDown;
    private DateTimeOffset _jobsPolledAt;

    public SimulatedWorld World => _world;

    private SimulationKernel Kernel => _world.Kernel;

    /// <exception cref="SimulationException">An invariant is broken.</exception>
    public void Run()
    {
        var outside = new Outside(_world);
        var theme = Theme.All[drawn.Theme];
        Install(outside, theme.InstalledAtFirst);
        Kernel.Odds = theme.Odds;
        foreach (var command in drawn.Commands)
        {
            outside.Do(command);
            for (var step = command.Steps % (theme.StepsMaximum + 1); step > 0; step--) Step(outside);
            if (command.Kind == CommandKind.Wait) Kernel.StepTime(Kernel.Time.Now + TimeSpan.FromMinutes(10));
        }

        Kernel.Odds = FaultOdds.None;
        _world.Cluster.Heal();
        _world.Shopify.Mistake.Mend();
        foreach (var silo in _world.Cluster.Silos) silo.Process.Skew = TimeSpan.Zero;
        Settle(outside);
        TickAll(outside);
        new SettledModel(_world).Require();
        OrderEnd(outside);
        Reinstall(outside);
        foreach (var participant in _world.Participants) participant.DownUntil = Kernel.Time.Now;
        Settle(outside);
    }

    private void Install(Outside outside, int shops)
    {
        for (var shop = 0; shop < shops; shop++) outside.Install(_world.Shopify.Shops[shop]);
        while (Kernel.StepEffect())
        {
        }
    }

    private void Step(Outside outside)
    {
        // Mostly what is pending; now and then a poller looks, or Shopify sends, or time passes in between.
        if (Kernel.Chance.Below(100) < 88 && Kernel.StepEffect()) return;
        switch (Kernel.Chance.Below(5))
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
            case 3 when HasDueJob():
                outside.PollJobs();
                break;
            case 4:
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

            // Work for a store that is keyed by shop waits until an operator has looked at what stands still.
            if (_world.Letters is not null && round % RoundsPerLook == RoundsPerLook - 1) outside.RetryStalled();
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
        // What is due may have to wait for a place: a poller looks again some time later.
        var jobs = _jobsPolledAt != Kernel.Time.Now && HasDueJob();
        if (jobs) outside.PollJobs();
        _jobsPolledAt = Kernel.Time.Now;
        return due.Count > 0 || teardowns || deliveries || jobs;
    }

    private bool HasDueJob()
    {
        foreach (var row in _world.Jobs.Rows)
        {
            if (row.IsDue(_world.Database.Now) && _world.Database.IsCurrent(row.Installation)
                && !IsUnderWay(GrainNames.Queue(row.Installation)))
                return true;
        }

        return false;
    }

    // Some silo's poller has poked it, and has no answer yet.
    private bool IsUnderWay(GrainId id)
    {
        foreach (var silo in _world.Cluster.Silos)
        {
            if (silo.InFlight.Contains(id)) return true;
        }

        return false;
    }

    private bool HasDueTeardown()
    {
        foreach (var row in _world.Database.Teardowns.Values)
        {
            if (row.Record.NextAttemptAt <= _world.Database.Now
                && !IsUnderWay(GrainNames.Teardown(row.Record.Installation)))
                return true;
        }

        return false;
    }

    private bool HasDueDelivery()
    {
        foreach (var row in _world.Database.Inbox)
        {
            if (row.DeadAt is null && row.DueAt <= _world.Database.Now
                && !IsUnderWay(GrainNames.Shop(row.Delivery.Shop)))
                return true;
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

        foreach (var row in _world.Jobs.Rows)
        {
            if (_world.Database.IsCurrent(row.Installation))
                Take(row.Status == JobStatus.Queued ? row.RunAt : row.LeaseUntil);
        }

        if (HasDueJob()) Take(_world.Database.Now + PollInterval);

        foreach (var delivery in _world.Shopify.Outbox)
        {
            if (!delivery.IsAnswered) Take(delivery.NotBefore);
        }

        return next;

        void Take(DateTimeOffset? at)
        {
            // The database's clock has milliseconds, so that what is due within one is due at its end.
            if (at is { } due && due >= _world.Database.Now && (next is null || due < next))
                next = due + TimeSpan.FromMilliseconds(1);
        }
    }

    private void TickAll(Outside outside)
    {
        foreach (var reminder in _world.Database.Reminders.Values.ToList()) outside.Tick(reminder);
        Settle(outside);
        _world.Model.Tokens.BeginSettling();
        for (var look = 0; look < LooksAtAccess; look++)
        {
            foreach (var row in _world.Database.Installations.Values.ToList())
            {
                if (row.IsCurrent) outside.UseToken(row.Value);
            }

            Settle(outside);
            Kernel.StepTime(Kernel.Time.Now + TimeSpan.FromMinutes(2));
        }

        var later = Kernel.Time.Now + IPermitStore.IntentLifetime;
        while (Kernel.StepTime(later))
        {
        }

        outside.DropOld();
        Settle(outside);
    }

    // Before everybody comes back, one shop's end is ordered, and its teardown is somewhere on its way.
    private void OrderEnd(Outside outside)
    {
        var current = _world.Shopify.Shops.FindAll(shop => _world.Database.CurrentOf(shop.Domain) is not null);
        if (current.Count == 0) return;
        var shop = Kernel.Chance.Of(current);
        foreach (var participant in _world.Participants)
            participant.DownUntil = Kernel.Time.Now + TimeSpan.FromHours(1);
        _tornDown = _world.Database.CurrentOf(shop.Domain)!.Value.Id;
        outside.OrderAnew(shop);
        while (_world.Database.IsCurrent(_tornDown.Value) && Kernel.StepEffect())
        {
        }

        outside.PollTeardowns();
        for (var step = Kernel.Chance.Below(TeardownSteps); step > 0 && Kernel.StepEffect(); step--)
        {
        }
    }

    private void AwaitInstalls(Outside outside)
    {
        var until = Kernel.Time.Now + InstallMaximum;
        while (outside.Installs.Count < _world.Shopify.Shops.Count && Kernel.Time.Now < until)
        {
            if (!Kernel.StepEffect()) Kernel.StepTime(until);
        }
    }

    private void Reinstall(Outside outside)
    {
        outside.Installs.Clear();
        foreach (var shop in _world.Shopify.Shops) outside.Install(shop);
        AwaitInstalls(outside);
        // A code that was given before the teardown's call is worth nothing after it: the merchant begins again.
        var again = _world.Shopify.Shops.FindAll(shop => outside.Installs.GetValueOrDefault(shop.Domain) is
            { Installation: null, Outcome: InstallOutcome.StartAgain });
        foreach (var shop in again)
        {
            outside.Installs.Remove(shop.Domain);
            outside.Install(shop);
        }

        AwaitInstalls(outside);
        Kernel.Require(
            _tornDown is not { } stay || _world.Database.Teardowns.ContainsKey(stay),
            "Invariant 6: a teardown has ended whose participants are down");
        foreach (var shop in _world.Shopify.Shops)
        {
            Kernel.Require(
                outside.Installs.GetValueOrDefault(shop.Domain) is { Installation: not null },
                $"Invariant 7: an install was answered {outside.Installs.GetValueOrDefault(shop.Domain)?.Outcome} "
                + $"{outside.Installs.GetValueOrDefault(shop.Domain)?.Code}");
        }
    }
}

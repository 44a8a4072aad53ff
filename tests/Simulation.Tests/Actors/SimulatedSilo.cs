using Microsoft.Extensions.Logging.Abstractions;
using Shopkeeper.Grains.Lifecycle;
using Shopkeeper.Grains.Sessions;
using Shopkeeper.Grains.Shops;
using Shopkeeper.Grains.Subscriptions;
using Shopkeeper.Grains.Teardown;
using Shopkeeper.Simulation.Tests.Kernel;
using Shopkeeper.Simulation.Tests.Stores;
using Shopkeeper.Simulation.Tests.World;

namespace Shopkeeper.Simulation.Tests.Actors;

/// <summary>A silo: one process with the real actors, made of the real classes over the simulated ports.</summary>
internal sealed class SimulatedSilo
{
    // What it is made of is hashed.
    private static readonly WantedSet NothingWanted = new([], []);
    // A fault is looked at and not thrown: a throw costs as much as many steps.
    private const ConfigureAwaitOptions Quietly =
        ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext;

    private static readonly TimeSpan StopBudget = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan StopPoll = TimeSpan.FromSeconds(2);

    private readonly SimulatedWorld _world;
    private readonly SiloParts _parts;
    private readonly Lifetime _host = new();
    private readonly List<Activation> _activations = [];

    public SimulatedSilo(SimulatedWorld world, string name)
    {
        _world = world;
        Process = new SimulatedProcess(world.Kernel, name);
        Runtime = new SimulatedRuntime(this);
        Grains = new SimulatedGrains(world.Cluster, Process);
        Reminders = new ReminderPort(Process, world.Kernel.Effects, world.Database);
        _parts = new SiloParts(world, this);
    }

    public SimulatedProcess Process { get; }

    /// <summary>True once it was asked to stop: nobody comes to it with anything new.</summary>
    public bool IsStopping => _host.IsStopping;

    public SimulatedCluster Cluster => _world.Cluster;

    public SimulatedRuntime Runtime { get; }

    public IServiceProvider Services => Runtime;

    public SimulatedGrains Grains { get; }

    public ReminderPort Reminders { get; }

    public SiloParts Parts => _parts;

    /// <summary>Reads what an actor keeps, before it is made.</summary>
    public Task<StateRow?> ReadStateAsync(GrainId id)
    {
        var key = id.Key.ToString()!;
        return id.Type.ToString() == GrainNames.ShopType
            ? _world.Kernel.Effects.Do(
                Process, "grain-state.read", () => _world.Database.States.GetValueOrDefault(("shop", key)))
            : Task.FromResult<StateRow?>(null);
    }

    /// <summary>Makes the actor of an activation.</summary>
    public object Create(Activation activation, StateRow? state)
    {
        var key = activation.GrainId.Key.ToString()!;
        switch (activation.GrainId.Type.ToString())
        {
            case GrainNames.ShopType:
                return CreateShop(new StatePort(
                    Process, _world.Kernel.Effects, _world.Database, key, state));
            case GrainNames.InstallerType:
                return new InstallGrain(
                    _parts.Installer, _parts.SessionInstall,
                    new SharedExchange(Settings.Install, Process.Clock));
            case GrainNames.TeardownType:
                return new TeardownGrain(
                    _parts.Work, _parts.Orders, _host, Process.Clock, Settings.Teardown,
                    NullLogger<TeardownGrain>.Instance);
            case GrainNames.QueueType:
                return _parts.Jobs.CreateQueue();
            default:
                return _parts.Tokens.CreateKeeper();
        }
    }

    /// <summary>One of its actors begins.</summary>
    public void Hold(Activation activation) => _activations.Add(activation);

    /// <summary>
    /// An orderly end: jobs go back to the queue, actors do what they have begun, and then the process is gone. What
    /// does not come to an end in time is cut off.
    /// </summary>
    public void Stop()
    {
        _host.StopApplication();
        _world.Kernel.Run(Process, () => Watch("stop", StopAsync()));
    }

    private async Task StopAsync()
    {
        var began = _world.Kernel.Time.Now;
        // The runner tells its jobs. How it waits for them is no matter of the seed: here that is done by the rows.
        await _parts.Jobs.Runner.StoppingAsync(new CancellationToken(canceled: true));
        while (_world.Jobs.IsAtWork(_parts.Jobs.Runner.Id) && MayWait(Settings.Jobs.Value.StopGrace))
            await Task.Delay(StopPoll, Process.Clock);
        foreach (var activation in _activations) activation.Leave();
        while (_activations.Exists(activation => activation.IsAtWork) && MayWait(StopBudget))
            await Task.Delay(StopPoll, Process.Clock);
        _world.NoteStopped(_activations.Exists(activation => activation.IsAtWork));
        Process.Die();

        bool MayWait(TimeSpan time) => _world.Kernel.Time.Now - began < time;
    }

    /// <summary>The actors that this silo's pollers have poked and that have not answered.</summary>
    public HashSet<GrainId> InFlight { get; } = [];

    /// <summary>A poller's poke, unless one of before is under way.</summary>
    public void Poke(GrainId id, string name, Func<Task> call)
    {
        if (InFlight.Add(id)) _ = PokeAsync();

        async Task PokeAsync()
        {
            var called = call();
            await called.ConfigureAwait(Quietly);
            InFlight.Remove(id);
            Tell(name, called);
        }
    }

    /// <summary>Work that nobody waits for: a fault of it is told in the trace.</summary>
    public void Watch(string name, Task work)
    {
        _ = WatchAsync();

        async Task WatchAsync()
        {
            await work.ConfigureAwait(Quietly);
            Tell(name, work);
        }
    }

    /// <summary>Of what is over: a fault of it is told in the trace.</summary>
    public void Tell(string name, Task work)
    {
        if (work.Exception?.InnerException is not { } fault) return;
        if (fault is SimulationException broken) _world.Kernel.Break(broken);
        if (_world.Kernel.Traces) _world.Kernel.Trace($"{name} fails", $"{fault.GetType().Name}: {fault.Message}");
    }

    private ShopGrain CreateShop(StatePort state) => new(
        state, _parts.Installations, _parts.Acceptance, _parts.Ending, _parts.Reset,
        new SessionBook(_parts.Data, Settings.Sessions, Process.Clock, NullLogger<SessionBook>.Instance),
        _parts.Data, new SubscriptionBook(_parts.Data, null!, NothingWanted), _parts.Drain,
        _parts.Activations, Settings.Shops, NullLogger<ShopGrain>.Instance);
}

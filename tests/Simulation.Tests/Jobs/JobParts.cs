using Microsoft.Extensions.Logging.Abstractions;
using Shopkeeper.Grains.Abstractions.Jobs;
using Shopkeeper.Grains.Abstractions;
using Shopkeeper.Grains.Jobs;
using Shopkeeper.Grains.Participants;
using Shopkeeper.Simulation.Tests.Actors;
using Shopkeeper.Simulation.Tests.World;

namespace Shopkeeper.Simulation.Tests.Jobs;

/// <summary>What runs jobs in one process: the real runner, its leases, its dispatch and its queues' actors.</summary>
internal sealed class JobParts
{
    private readonly Func<JobDispatch> _makeDispatch;
    private JobDispatch? _dispatch;
    private readonly IWorkSignals _signals;
    private readonly JobPort _port;
    private readonly IJobStore _store;
    private readonly TimeProvider _clock;

    public JobParts(SimulatedWorld world, SimulatedSilo silo, SiloParts parts, IWorkSignals signals)
    {
        var process = silo.Process;
        (_signals, _clock) = (signals, process.Clock);
        _port = new JobPort(process, world.Kernel.Effects, world.Database, world.Jobs, world.Cluster);
        _store = world.Bug.Jobs(_port);
        IJobHandler[] handlers =
        [
            new SimulatedHandler(world, process, OrderHandler.JobKind),
            new SimulatedHandler(world, process, SimulatedHandler.WorkKind),
        ];
        var threads = new JobThreads(process.Apart);
        Kinds = new JobKinds(handlers);
        var execution = new JobExecution(
            _store, parts.Installations, Kinds, threads, Settings.Jobs, _clock, Meters.Jobs,
            NullLogger<JobRunner>.Instance);
        Runner = new JobRunner(
            execution, threads, Meters.Jobs, signals, Settings.Jobs, _clock, NullLogger<JobRunner>.Instance);
        _makeDispatch = () => new JobDispatch(
            _store, Runner,
            new HeldJobs(
                _store, parts.Installations, new ParticipantDeclarations(handlers, [], parts.Roster), parts.Holds,
                Settings.Teardown),
            Settings.Jobs);
    }

    public IJobStore Store => _store;

    public IJobCancellation Cancellation => _port;

    public JobKinds Kinds { get; }

    public JobRunner Runner { get; }

    public JobQueueGrain CreateQueue() => new(
        _store, Runner, _port, Kinds, _signals, _dispatch ??= _makeDispatch(), Settings.Jobs, _clock,
        NullLogger<JobQueueGrain>.Instance);
}

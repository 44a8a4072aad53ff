using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Shopkeeper.Grains.Abstractions;
using Shopkeeper.Grains.Abstractions.Jobs;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Grains.Abstractions.Teardown;
using Shopkeeper.Grains.Jobs;
using Shopkeeper.Grains.Participants;
using Shopkeeper.Grains.Teardown;
using Shopkeeper.Simulation.Tests.Kernel;
using Shopkeeper.Simulation.Tests.Ports;

namespace Shopkeeper.Simulation.Tests.Jobs;

/// <summary>A process that runs jobs: the real runner, its leases and its dispatch over simulated ports.</summary>
internal sealed class JobSilo
{
    public static readonly IOptions<JobOptions> Options = Microsoft.Extensions.Options.Options.Create(
        new JobOptions { ConcurrencyPerSilo = 3 });

    private static readonly JobMetrics Metrics = new(
        new ServiceCollection().AddMetrics().BuildServiceProvider().GetRequiredService<IMeterFactory>());

    public JobSilo(JobWorld world, SimulatedProcess process)
    {
        Process = process;
        var effects = world.Kernel.Effects;
        Store = world.Bug.Jobs(new SimulatedJobs(effects, process, world.Database, world.Table), effects, process);
        var installations = PortProxy.Of<IInstallationStore>((nameof(IInstallationStore.FindAsync), args =>
            effects.Do(process, "installations/find", () =>
                world.Database.Installations.GetValueOrDefault((InstallationId)args[0]!)?.Value)));
        var signals = PortProxy.Of<IWorkSignals>((nameof(IWorkSignals.Notify), _ => null));
        var threads = new JobThreads(process.Apart);
        var kinds = new JobKinds([new SimulatedHandler(world, process, JobWorld.Kind)]);
        var execution = new JobExecution(
            Store, installations, kinds, threads, Options, process.Clock, Metrics, NullLogger<JobRunner>.Instance);
        Runner = new JobRunner(
            execution, threads, Metrics, signals, Options, process.Clock, NullLogger<JobRunner>.Instance);
        Dispatch = new JobDispatch(Store, Runner, NothingHeld(installations), Options);
    }

    public SimulatedProcess Process { get; }

    public IJobStore Store { get; }

    public JobRunner Runner { get; }

    public JobDispatch Dispatch { get; }

    private HeldJobs NothingHeld(IInstallationStore installations)
    {
        var roster = new ParticipantRoster([]);
        return new HeldJobs(
            Store, installations, new ParticipantDeclarations([], [], roster),
            new ParticipantHolds(roster, PortProxy.Of<ITeardownStore>()),
            Microsoft.Extensions.Options.Options.Create(new TeardownOptions()));
    }
}

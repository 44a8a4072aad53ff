using Shopkeeper.Grains.Abstractions.Jobs;
using Shopkeeper.Grains.Certificates;
using Shopkeeper.Simulation.Tests.Kernel;

namespace Shopkeeper.Simulation.Tests.World;

/// <summary>What schedules came to: a simulation in which nothing happens would hold every invariant.</summary>
internal sealed class Tally
{
    private readonly SortedDictionary<string, int> _stalls = new(StringComparer.Ordinal);

    public int Schedules { get; private set; }

    public long Steps { get; private set; }

    public int Ended { get; private set; }

    public int Certified { get; private set; }

    public int Stalled { get; private set; }

    public int Accepted { get; private set; }

    public int Deaths { get; private set; }

    /// <summary>Processes that stopped in order.</summary>
    public int Stops { get; private set; }

    /// <summary>Answers that never came, and effects that did not happen.</summary>
    public int Faults { get; private set; }

    /// <summary>Actors of which two activations were at work at once.</summary>
    public int Doubles { get; private set; }

    public int Refreshes { get; private set; }

    public int Migrated { get; private set; }

    /// <summary>Ends that the limit held back.</summary>
    public int HeldBack { get; private set; }

    /// <summary>Certificates that tell of something, after an operator gave a step up.</summary>
    public int Waived { get; private set; }

    public int HandedOut { get; private set; }

    public int JobsCompleted { get; private set; }

    public int JobsCancelled { get; private set; }

    public int JobsFailed { get; private set; }

    /// <summary>Jobs that a process gave back when it stopped.</summary>
    public int JobsGivenBack { get; private set; }

    public void Add(SimulatedWorld world)
    {
        Schedules++;
        Steps += world.Kernel.Steps;
        Ended += world.Model.Ended.Count;
        Certified += world.Database.Certificates.Count;
        Stalled += world.Database.Teardowns.Count;
        Accepted += world.Model.Accepted.Count;
        Deaths += world.Deaths;
        Stops += world.Stops;
        Faults += world.Kernel.CountOf(Fate.AnswerLost) + world.Kernel.CountOf(Fate.FailsBefore);
        Doubles += world.Cluster.Doubles;
        foreach (var row in world.Database.Teardowns.Values)
        {
            var why = row.Record.StalledBecause ?? row.Record.Status.ToString();
            _stalls[why] = _stalls.GetValueOrDefault(why) + 1;
        }

        AddWork(world);
    }

    private void AddWork(SimulatedWorld world)
    {
        Refreshes += world.Shopify.Refreshes.Begun;
        HeldBack += world.Fences.HeldBack;
        Waived += world.Database.Certificates.Count(row => world.Model.Waived.Contains(row.Record.Installation)
            && row.Record.Result != CertificateResults.Complete);
        Migrated += world.Database.Migration.Migrated;
        JobsGivenBack += world.Model.Jobs.PutBack;
        HandedOut += world.Model.Tokens.HandedOut;
        foreach (var job in world.Jobs.History)
        {
            if (job.Status == JobStatus.Completed) JobsCompleted++;
            if (job.Status == JobStatus.Cancelled) JobsCancelled++;
            if (job.Status == JobStatus.Failed) JobsFailed++;
        }
    }

    public override string ToString() =>
        $"{Schedules} schedules, {Steps} steps, {Ended} stays ended, {Certified} certified, {Stalled} stalled "
        + $"({string.Join(", ", _stalls.Select(stall => $"{stall.Value} {stall.Key}"))}), {Accepted} deliveries "
        + $"accepted, {Deaths} processes died and {Stops} stopped, {Faults} effects failed or went unanswered, "
        + $"{Doubles} actors were at work twice at once, {Refreshes} refreshes, {Migrated} tokens migrated, "
        + $"{HandedOut} handed out, {HeldBack} ends held back, {Waived} certificates after a waiver; jobs: "
        + $"{JobsCompleted} completed, {JobsCancelled} cancelled, {JobsFailed} failed, {JobsGivenBack} given back";
}

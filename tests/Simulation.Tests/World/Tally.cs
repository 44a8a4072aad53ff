namespace Shopkeeper.Simulation.Tests.World;

/// <summary>What schedules came to: a simulation in which nothing happens would hold every invariant.</summary>
internal sealed class Tally
{
    public int Schedules { get; private set; }

    public long Steps { get; private set; }

    public int Ended { get; private set; }

    public int Certified { get; private set; }

    public int Stalled { get; private set; }

    public int Accepted { get; private set; }

    public int Deaths { get; private set; }

    public void Add(SimulatedWorld world)
    {
        Schedules++;
        Steps += world.Kernel.Steps;
        Ended += world.Model.Ended.Count;
        Certified += world.Database.Certificates.Count;
        Stalled += world.Database.Teardowns.Count;
        Accepted += world.Model.Accepted.Count;
        Deaths += world.Deaths;
    }

    public override string ToString() =>
        $"{Schedules} schedules, {Steps} steps, {Ended} stays ended, {Certified} certified, {Stalled} stalled, "
        + $"{Accepted} deliveries accepted, {Deaths} processes died";
}

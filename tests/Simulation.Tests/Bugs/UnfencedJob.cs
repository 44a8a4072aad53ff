namespace Shopkeeper.Simulation.Tests.Bugs;

/// <summary>A job that writes without asking whether its installation has ended.</summary>
internal sealed class UnfencedJob : Bug
{
    public override bool HandlerIsGuarded => false;
}

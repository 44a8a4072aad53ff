namespace Shopkeeper.Simulation.Tests.Jobs;

/// <summary>One command of a schedule.</summary>
/// <param name="Act">What is done.</param>
/// <param name="Silo">Where.</param>
/// <param name="Size">How much or which, and how many effects are carried out before the next command.</param>
internal readonly record struct JobCommand(JobAct Act, int Silo, int Size)
{
    public override string ToString() => $"{Act}({Silo},{Size})";
}

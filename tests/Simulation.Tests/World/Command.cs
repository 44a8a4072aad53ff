namespace Shopkeeper.Simulation.Tests.World;

/// <summary>A command of a schedule.</summary>
/// <param name="Kind">What is done.</param>
/// <param name="Shop">To which shop.</param>
/// <param name="Steps">How much happens before the next command.</param>
internal readonly record struct Command(CommandKind Kind, int Shop, int Steps)
{
    public override string ToString() => $"{Kind} {Shop} {Steps}";
}

namespace Shopkeeper.Simulation.Tests.Tokens;

/// <summary>One command of a schedule.</summary>
/// <param name="Act">What is done.</param>
/// <param name="Silo">Where.</param>
/// <param name="Size">How much: of time, or how many effects are carried out before the next command.</param>
internal readonly record struct TokenCommand(TokenAct Act, int Silo, int Size)
{
    public override string ToString() => $"{Act}({Silo},{Size})";
}

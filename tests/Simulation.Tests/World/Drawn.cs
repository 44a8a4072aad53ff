namespace Shopkeeper.Simulation.Tests.World;

/// <summary>A schedule as it was drawn.</summary>
/// <param name="Seed">What everything is drawn from that comes in between.</param>
/// <param name="Theme">Which theme it is of.</param>
/// <param name="Commands">What is done.</param>
internal readonly record struct Drawn(ulong Seed, int Theme, Command[] Commands)
{
    public override string ToString() => $"{Seed}, {Theme}: {string.Join(' ', Commands)}";
}

using Shopkeeper.Simulation.Tests.World;

namespace Shopkeeper.Simulation.Tests.Bugs;

/// <summary>A mistake that is put in to be found.</summary>
/// <param name="Name">What <c>./simulate --bug</c> takes.</param>
/// <param name="Bug">The mistake.</param>
/// <param name="Breaks">How what it breaks begins.</param>
internal sealed record KnownBug(string Name, WorldBug Bug, string Breaks);

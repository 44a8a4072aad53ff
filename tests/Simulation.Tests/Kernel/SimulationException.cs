namespace Shopkeeper.Simulation.Tests.Kernel;

/// <summary>An invariant is broken, or the simulation itself is: the run is over, and nothing catches it.</summary>
internal sealed class SimulationException(string message) : Exception(message);

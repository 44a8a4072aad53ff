namespace Shopkeeper.Simulation.Tests.Kernel;

/// <summary>An invariant is broken, or the simulation itself is: it ends the run, and nothing catches it before.</summary>
internal sealed class SimulationException(string message) : Exception(message);

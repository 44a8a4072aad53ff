namespace Shopkeeper.Simulation.Tests.Kernel;

/// <summary>
/// An invariant is broken, or the simulation itself is: the run is over. The service's own code may catch it, which is
/// why the kernel is told of it as well.
/// </summary>
internal sealed class SimulationException(string message) : Exception(message);

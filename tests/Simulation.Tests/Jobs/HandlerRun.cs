using Shopkeeper.Simulation.Tests.Kernel;

namespace Shopkeeper.Simulation.Tests.Jobs;

/// <summary>A handler that works, as the model sees it.</summary>
internal sealed record HandlerRun(
    SimulatedProcess Process, Guid Job, int Attempt, DateTimeOffset BeganAt, CancellationToken Told);

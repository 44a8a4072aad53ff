using Shopkeeper.Grains.Abstractions.Shops;

namespace Shopkeeper.Simulation.Tests.Stores;

/// <summary>A row of <c>grain_state</c>: what an actor keeps.</summary>
internal sealed record StateRow(InstallationId Installation, long Version, object State);

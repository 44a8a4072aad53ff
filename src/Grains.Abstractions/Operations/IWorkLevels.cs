using Shopkeeper.Grains.Abstractions.Shops;

namespace Shopkeeper.Grains.Abstractions.Operations;

/// <summary>Counts work and ends, for gauges, health and alarms.</summary>
public interface IWorkLevels
{
    /// <summary>Counts once.</summary>
    /// <exception cref="StorageUnavailableException">The database does not answer.</exception>
    Task<WorkLevels> ReadAsync(CancellationToken cancellationToken);
}

using Shopkeeper.Grains.Abstractions.Shops;

namespace Shopkeeper.Grains.Abstractions.Teardown;

/// <summary>Says what a teardown would do, by the code that would do it.</summary>
public interface ITeardownPlanner
{
    /// <summary>
    /// Counts what ending or resetting the installation would erase, and names the steps that do it. Changes nothing.
    /// </summary>
    Task<TeardownPreview> PreviewAsync(
        Installation installation, TeardownKind kind, CancellationToken cancellationToken);
}

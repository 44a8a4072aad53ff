using Shopkeeper.Grains.Abstractions.Shops;

namespace Shopkeeper.Grains.Abstractions.Teardown;

/// <summary>Says what a teardown would do, by the code that would do it.</summary>
public interface ITeardownPlanner
{
    /// <summary>Counts what ending the installation would erase, and names the steps. Changes nothing.</summary>
    Task<TeardownPreview> PreviewAsync(Installation installation, CancellationToken cancellationToken);
}

using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Grains.Abstractions.Teardown;

namespace Shopkeeper.Grains.Remote;

/// <summary>Asks a silo.</summary>
internal sealed class RemoteTeardownPlanner(IGrainFactory grains) : ITeardownPlanner
{
    public Task<TeardownPreview> PreviewAsync(
        Installation installation, TeardownKind kind, CancellationToken cancellationToken) =>
        grains.GetGrain<ITeardownPreviews>(installation.Id.Value).PreviewAsync(installation, kind, cancellationToken);
}
